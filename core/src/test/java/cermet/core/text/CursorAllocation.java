// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import cermet.core.text.Cursor.ByteSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away; a view that does not escape is gone once
/// compiled, in a fork of its own.
class CursorAllocation {
  private static final Slice TEXT = Slice.of("Host: example.org\r\nAge: -12\r\na;b;c\n");

  private final Cursor cursor = new Cursor();
  private final Slice age = Slice.of("age");
  private final Slice separator = Slice.of(": ");
  private long sink;
  private Slice last = TEXT;

  @Test
  void walksWithoutGarbage() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          cursor.wrap(TEXT);
          sink += cursor.nextValue(age, (byte) ':') ? cursor.trim().asLong() : 0;
          cursor.wrap(TEXT);
          sink += cursor.takeWhile(ByteSet.TOKEN) + cursor.peek();
          cursor.expect(separator);
          cursor.nextLine();
          cursor.nextField((byte) ':');
          sink += cursor.contentEqualsIgnoreCase(age) ? 1 : 0;
          sink += cursor.contentEquals(age) ? 1 : 0;
          sink += cursor.skipWhile(ByteSet.BLANKS) + cursor.nextInt() + cursor.asLong();
          cursor.skipPast((byte) '\n');
          while (cursor.nextField((byte) ';')) {
            sink += cursor.trim().length();
          }
          cursor.position(cursor.from());
          sink += cursor.skipPast(separator) ? 1 : cursor.remaining();
        }));
  }

  @Test
  void aViewIsOneObject() {
    cursor.wrap(TEXT).nextLine();
    assertEquals(24, AllocationMeter.bytes(() -> last = cursor.slice()));
  }

  @Tag("compiled")
  @Test
  void aViewThatDoesNotEscapeIsNoObject() {
    double bytes =
        AllocationMeter.bytesCompiled(() -> {
          cursor.wrap(TEXT);
          while (cursor.nextLine()) {
            sink += cursor.slice().hashCode();
          }
        });
    assertEquals(0, bytes);
  }
}

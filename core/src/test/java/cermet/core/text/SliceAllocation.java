// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away; a view that does not escape is gone once
/// compiled, in a fork of its own.
class SliceAllocation {
  private long sink;
  private Slice last = Slice.of("");

  @Test
  void readsWithoutGarbage() {
    Slice one = Slice.of("a line of some length; and its value ");
    Slice other = one.copy();
    Slice part = one.slice(0, 6);
    Slice end = one.slice(10, one.length());
    Slice number = Slice.of("-1234");
    int[] ends = new int[3];
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          sink += one.indexOf(end) + one.lastIndexOf((byte) 'a') + one.split((byte) ' ', ends);
          sink += number.parseInt() + number.parseLong() + (one.equalsIgnoreCase(other) ? 1 : 0);
          sink += one.indexOf((byte) ';') + one.indexOf((byte) 'v', 20) + one.hashCode();
          sink += one.byteAt(3) + one.length() + (one.compareTo(other) == 0 ? 1 : 0);
          sink += one.equals(other) && one.startsWith(part) && one.endsWith(end) ? 1 : 0;
          sink += part.trim().length();
        }));
  }

  @Test
  void aPartIsOneObject() {
    Slice line = Slice.of("name;-12.3");
    assertEquals(24, AllocationMeter.bytes(() -> last = line.slice(5, 10)));
  }

  @Tag("compiled")
  @Test
  void aPartThatDoesNotEscapeIsNoObject() {
    Slice line = Slice.of("name;-12.3");
    double bytes =
        AllocationMeter.bytesCompiled(() -> {
          int at = line.indexOf((byte) ';');
          sink += line.slice(0, at).hashCode() + line.slice(at + 1, line.length()).trim().length();
        });
    assertEquals(0, bytes);
  }
}

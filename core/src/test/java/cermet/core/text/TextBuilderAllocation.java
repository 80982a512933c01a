// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away; a view that does not escape is gone once
/// compiled, in a fork of its own.
class TextBuilderAllocation {
  private final TextBuilder text = new TextBuilder();
  private final Slice slice = Slice.of("a \"slice\"\n");
  private final byte[] bytes = {1, 2, 3};
  private final OutputStream nowhere = OutputStream.nullOutputStream();
  private long sink;
  private Slice last = slice;

  @Test
  void writesWithoutGarbageOnceItHasGrown() throws IOException {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          text.clear();
          text.append("ASCII, Zürich, 東京 and 😀").append((byte) ';').append('ü').append(slice);
          text.append(Long.MIN_VALUE).append(-7).appendFixed(-5, 3).appendHex(255).appendHex(7, 4);
          text.append(bytes, 0, 3).appendJson(slice).appendQuoted(slice, (byte) '"');
          text.writeTo(nowhere);
          text.truncate(20);
          text.reserve(10);
          sink += text.length();
        }));
  }

  @Test
  void aViewIsOneObject() {
    assertEquals(24, AllocationMeter.bytes(() -> last = text.slice()));
  }

  @Tag("compiled")
  @Test
  void aViewThatDoesNotEscapeIsNoObject() {
    double allocated =
        AllocationMeter.bytesCompiled(() -> {
          text.clear();
          sink += text.append(sink).append(';').slice().hashCode();
        });
    assertEquals(0, allocated);
  }
}

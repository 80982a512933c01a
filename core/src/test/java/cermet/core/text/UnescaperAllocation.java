// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class UnescaperAllocation {
  private static final byte[] TEXT =
      "\\u0041\\uD83D\\uDE00%41+\"\" and \\n".getBytes(StandardCharsets.US_ASCII);

  private final Unescaper json = Unescaper.json();
  private final Unescaper csv = Unescaper.csv((byte) '"');
  private final Unescaper percent = Unescaper.percent();
  private final Unescaper form = Unescaper.form();
  private final Slice plain = Slice.of("nothing is escaped");
  private long sink;

  @Test
  void readsWithoutGarbageOnceTheScratchArrayHasGrown() {
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          sink += json.tryUnescape(TEXT, 0, TEXT.length) + json.length();
          sink += csv.unescape(TEXT, 0, TEXT.length).length();
          sink += percent.tryUnescape(TEXT, 3, TEXT.length) + percent.to();
          sink += form.unescape(TEXT, 0, TEXT.length).length();
          sink += json.unescape(plain).length() + csv.tryUnescape(TEXT, 23, 24);
        }));
  }
}

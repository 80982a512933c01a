// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class Utf8Allocation {
  private long sink;

  @Test
  void judgesCountsAndTranscodesWithoutGarbage() {
    String text = "a line of ASCII, Zürich, 東京 and 😀; ".repeat(10);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] bad = bytes.clone();
    bad[200] = (byte) 0xFF;
    char[] chars = new char[bytes.length];
    byte[] into = new byte[3 * chars.length];
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          sink += Utf8.indexOfMalformed(bytes, 0, bytes.length);
          sink += Utf8.indexOfMalformed(bad, 1, bad.length);
          sink += Utf8.indexOfNonAscii(bytes, 0, bytes.length);
          sink += Utf8.codePointCount(bytes, 0, bytes.length);
          sink += Utf8.utf16Length(bytes, 0, bytes.length);
          sink += Utf8.tryDecode(bad, 0, bad.length, chars, 0);
          sink += Utf8.decodeReplacing(bad, 0, bad.length, chars, 0);
          int end = Utf8.decode(bytes, 0, bytes.length, chars, 0);
          sink += Utf8.tryEncode(chars, 0, end, into, 0) + Utf8.encode(text, into, 0);
          sink += Utf8.encodeReplacing(text, into, 0) + Utf8.encodedLength(text);
        }));
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Any bytes as text and as numbers; `JAZZER_FUZZ=1` looks for new ones.
class DigitsFuzz {
  @FuzzTest
  void readsAsTheJdkDoes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int to = bytes.length;
    Long expected = null;
    try {
      expected = Long.parseLong(text);
    } catch (NumberFormatException e) {
      assertThrows(NumberFormatException.class, () -> Digits.parseLong(bytes, 0, to));
      assertEquals(7, Digits.parseLong(bytes, 0, to, 7));
      assertEquals(7, Digits.parseInt(bytes, 0, to, 7));
      int flaw = Digits.longFlaw(bytes, 0, to);
      assertTrue(flaw >= 0 && flaw <= to);
    }
    if (expected != null) {
      assertEquals(expected, Digits.parseLong(bytes, 0, to));
      assertEquals(expected, Digits.parseLong(bytes, 0, to, 7));
      assertEquals(-1, Digits.longFlaw(bytes, 0, to));
      int narrow = expected.intValue();
      assertEquals(narrow == expected ? narrow : 7, Digits.parseInt(bytes, 0, to, 7));
    }
  }

  /// The first byte is the scale.
  @FuzzTest
  void readsDecimalsAsBigDecimalDoes(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    int scale = (bytes[0] & 0xFF) % 19;
    String text = new String(bytes, 1, bytes.length - 1, StandardCharsets.ISO_8859_1);
    int flaw = Digits.scaledFlaw(bytes, 1, bytes.length, scale);
    if (text.matches("[-+]?[0-9]++(?:\\.[0-9]{1,18})?")) {
      var value = new BigDecimal(text);
      boolean fits =
          value.scale() <= scale
              && value.movePointRight(scale).toBigInteger().bitLength() < Long.SIZE;
      assertEquals(fits, flaw < 0);
      if (fits) {
        long expected = value.movePointRight(scale).longValueExact();
        assertEquals(expected, Digits.parseScaled(bytes, 1, bytes.length, scale));
        boolean exact = value.scale() == scale;
        assertEquals(exact, Digits.fixedFlaw(bytes, 1, bytes.length, scale) < 0);
        assertEquals(exact ? expected : 7, Digits.parseFixed(bytes, 1, bytes.length, scale, 7));
        return;
      }
    }
    assertTrue(flaw >= 1 && flaw <= bytes.length);
    assertEquals(7, Digits.parseScaled(bytes, 1, bytes.length, scale, 7));
    assertEquals(7, Digits.parseFixed(bytes, 1, bytes.length, scale, 7));
  }

  @FuzzTest
  void printsAsTheJdkDoes(byte[] bytes) {
    long value = ByteBuffer.wrap(Arrays.copyOf(bytes, 8)).getLong();
    byte[] into = new byte[60];
    int end = Digits.print(value, into, 20);
    assertEquals(Long.toString(value), new String(into, 20, end - 20, StandardCharsets.ISO_8859_1));
    assertEquals(value, Digits.parseLong(into, 20, end));
    end = Digits.print((int) value, into, 20);
    assertEquals(
        Integer.toString((int) value), new String(into, 20, end - 20, StandardCharsets.ISO_8859_1));
    assertEquals((int) value, Digits.parseInt(into, 20, end));
  }
}

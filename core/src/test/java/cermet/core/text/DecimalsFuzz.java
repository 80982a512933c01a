// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/// Any bytes as text and as numbers; `JAZZER_FUZZ=1` looks for new ones.
class DecimalsFuzz {
  /// Without possessive repetition a long run of digits would overflow the matcher's stack.
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(?:NaN|Infinity|(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][-+]?[0-9]++)?)");

  @FuzzTest
  void readsAsTheJdkDoes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int flaw = Decimals.flaw(bytes, 0, bytes.length);
    byte[] roomy = Arrays.copyOf(bytes, bytes.length + 30);
    double nearest = Decimals.parseDouble(roomy, 0, bytes.length, 0.5);
    if (NUMBER.matcher(text).matches()) {
      assertEquals(-1, flaw);
      assertEquals(Double.parseDouble(text), Decimals.parseDouble(bytes, 0, bytes.length));
      assertEquals(Double.parseDouble(text), nearest);
      assertEquals(Float.parseFloat(text), Decimals.parseFloat(bytes, 0, bytes.length));
    } else {
      assertTrue(flaw >= 0 && flaw <= bytes.length);
      assertEquals(0.5, nearest);
      assertEquals(0.5, Decimals.parseDouble(bytes, 0, bytes.length, 0.5));
      assertThrows(NumberFormatException.class, () -> Decimals.parseDouble(bytes, 0, bytes.length));
    }
  }

  @FuzzTest
  void printsAsTheJdkDoes(byte[] bytes) {
    byte[] into = new byte[60];
    double value = ByteBuffer.wrap(Arrays.copyOf(bytes, 8)).getDouble();
    int end = Decimals.printDouble(value, into, 20);
    assertEquals(Double.toString(value), text(into, 20, end));
    assertEquals(value, Decimals.parseDouble(into, 20, end));
    float small = ByteBuffer.wrap(Arrays.copyOf(bytes, 4)).getFloat();
    end = Decimals.printFloat(small, into, 20);
    assertEquals(Float.toString(small), text(into, 20, end));
    assertEquals(small, Decimals.parseFloat(into, 20, end));
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Ints and longs of every count of digits, both ways, against the JDK.
class DigitsConformance {
  /// `-Dcermet.ints=100000000` for the long run; it takes minutes.
  private static final int SAMPLE = Integer.getInteger("cermet.ints", 1_000_000);

  private static final int AT = 3;

  private final byte[] into = new byte[AT + 20];

  private void bothWays(int value) {
    String expected = Integer.toString(value);
    assertText(expected, Digits.print(value, into, AT));
    assertEquals(value, Digits.parseInt(into, AT, AT + expected.length()), expected);
    assertEquals(value, Digits.parseLong(into, AT, AT + expected.length()), expected);
  }

  private void bothWays(long value) {
    String expected = Long.toString(value);
    assertText(expected, Digits.print(value, into, AT));
    assertEquals(value, Digits.parseLong(into, AT, AT + expected.length()), expected);
  }

  private void assertText(String expected, int end) {
    assertEquals(expected, new String(into, AT, end - AT, US_ASCII));
  }

  @Test
  void intsAStepApart() {
    long step = Math.max(1, (1L << Integer.SIZE) / SAMPLE);
    for (long value = Integer.MIN_VALUE; value <= Integer.MAX_VALUE; value += step) {
      bothWays((int) value);
    }
    bothWays(Integer.MAX_VALUE);
  }

  @Test
  void intsOfEveryCountOfDigitsAStepApart() {
    long from = 0;
    for (long to = 10; from <= Integer.MAX_VALUE; to *= 10) {
      long end = Math.min(to, 1L << (Integer.SIZE - 1));
      long step = Math.max(1, (end - from) * 20 / SAMPLE);
      for (long value = from; value < end; value += step) {
        bothWays((int) value);
        bothWays((int) -value);
      }
      bothWays((int) (end - 1));
      bothWays((int) -end);
      from = to;
    }
  }

  @Test
  void longsOfEveryBitLength() {
    var random = new SplittableRandom();
    for (int i = 0; i < SAMPLE; i++) {
      long value = random.nextLong() >>> i % Long.SIZE;
      bothWays(value);
      bothWays(-value);
    }
  }
}

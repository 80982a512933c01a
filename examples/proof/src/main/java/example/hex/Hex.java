// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package example.hex;

/// Hexadecimal text, by a table: the class that is proved.
final class Hex {
  private static final byte[] DIGITS = new byte['f' + 1]; // 1 more than its value; 0: none

  static {
    for (int i = 0; i < 16; i++) {
      DIGITS[Character.forDigit(i, 16)] = (byte) (i + 1);
      DIGITS[Character.toUpperCase(Character.forDigit(i, 16))] = (byte) (i + 1);
    }
  }

  private Hex() {}

  static int parse(String text) {
    if (text.isEmpty() || text.length() > 8) {
      throw new NumberFormatException(text);
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) < DIGITS.length ? DIGITS[text.charAt(i)] - 1 : -1;
      if (digit < 0) {
        throw new NumberFormatException(text);
      }
      value = value << 4 | digit;
    }
    return value;
  }
}

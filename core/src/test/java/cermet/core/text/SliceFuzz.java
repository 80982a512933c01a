// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Any two ranges of any bytes, against a `String` of Latin-1 characters, one for each byte;
/// `JAZZER_FUZZ=1` looks for new ones.
class SliceFuzz {
  /// Four places, where one slice and another begin and end, and a byte to look for.
  private static final int CHOICES = 5;

  @FuzzTest(maxDuration = "10m")
  void behavesAsALatin1String(byte[] input) {
    if (input.length < CHOICES) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, CHOICES, input.length);
    Slice slice = slice(bytes, input[0], input[1]);
    Slice other = slice(bytes, input[2], input[3]);
    byte value = input[4];
    compare(slice, other);
    search(slice, other, value);
    cut(slice, value);
    numbers(slice);
  }

  private static void compare(Slice slice, Slice other) {
    String text = text(slice);
    String part = text(other);
    assertEquals(text.equals(part), slice.equals(other));
    assertEquals(slice.copy(), slice);
    assertEquals(slice.copy().hashCode(), slice.hashCode());
    assertEquals(Integer.signum(text.compareTo(part)), Integer.signum(slice.compareTo(other)));
    assertEquals(text.startsWith(part), slice.startsWith(other));
    assertEquals(text.endsWith(part), slice.endsWith(other));
    assertEquals(lower(text).equals(lower(part)), slice.equalsIgnoreCase(other));
    if (text.length() >= part.length()) {
      Slice first = slice.slice(0, part.length());
      assertEquals(lower(text(first)).equals(lower(part)), first.equalsIgnoreCase(other));
    }
  }

  private static void search(Slice slice, Slice other, byte value) {
    String text = text(slice);
    String part = text(other);
    char wanted = (char) (value & 0xFF);
    assertEquals(text.lastIndexOf(wanted), slice.lastIndexOf(value));
    for (int from = 0; from <= text.length(); from++) {
      assertEquals(text.indexOf(wanted, from), slice.indexOf(value, from));
      assertEquals(text.indexOf(part, from), slice.indexOf(other, from));
    }
  }

  private static void cut(Slice slice, byte value) {
    String text = text(slice);
    assertEquals(text.trim(), text(slice.trim()));
    String delimiter = Pattern.quote(String.valueOf((char) (value & 0xFF)));
    for (int room : new int[] {1, 2, 3, 100}) {
      String[] parts = text.split(delimiter, room);
      int[] ends = new int[room];
      assertEquals(parts.length, slice.split(value, ends));
      int from = 0;
      for (int i = 0; i < parts.length; i++) {
        assertEquals(parts[i], text(slice.slice(from, ends[i])));
        from = ends[i] + 1;
      }
    }
  }

  private static void numbers(Slice slice) {
    Long number = number(text(slice));
    if (number == null) {
      assertThrows(NumberFormatException.class, slice::parseLong);
      assertThrows(NumberFormatException.class, slice::parseInt);
      return;
    }
    assertEquals(number, slice.parseLong());
    if (number == number.intValue()) {
      assertEquals(number.intValue(), slice.parseInt());
    } else {
      assertThrows(NumberFormatException.class, slice::parseInt);
    }
  }

  private static @Nullable Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Slice slice(byte[] bytes, byte one, byte other) {
    int a = (one & 0xFF) % (bytes.length + 1);
    int b = (other & 0xFF) % (bytes.length + 1);
    return new Slice(bytes, Math.min(a, b), Math.max(a, b));
  }

  private static String text(Slice slice) {
    return new String(slice.bytes(), slice.from(), slice.length(), StandardCharsets.ISO_8859_1);
  }

  /// A to Z alone, unlike `String.toLowerCase`.
  private static String lower(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] = Character.toLowerCase(chars[i]);
      }
    }
    return new String(chars);
  }
}

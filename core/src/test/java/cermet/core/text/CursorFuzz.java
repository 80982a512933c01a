// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Any lines and any name, against a `String` of Latin-1 characters; `JAZZER_FUZZ=1` looks for new
/// ones.
class CursorFuzz {
  /// The first two bytes say where in the rest the name lies, the third is the delimiter.
  @FuzzTest(maxDuration = "10m")
  void findsValuesInTheLinesOfSplit(byte[] input) {
    if (input.length < 3) {
      return;
    }
    byte[] bytes = Arrays.copyOfRange(input, 3, input.length);
    int one = (input[0] & 0xFF) % (bytes.length + 1);
    int other = (input[1] & 0xFF) % (bytes.length + 1);
    Slice slice = new Slice(bytes, Math.min(one, other), Math.max(one, other));
    byte delimiter = input[2];
    if (slice.indexOf((byte) '\n') >= 0 || delimiter == '\n') {
      return;
    }
    String name = lower(text(slice));
    String expected = null;
    for (String line : text(Slice.of(bytes)).split("(?<=\n)", -1)) {
      if (expected == null
          && lower(line).startsWith(name)
          && line.indexOf(delimiter & 0xFF, name.length()) == name.length()) {
        expected = line.substring(name.length() + 1).replaceFirst("\r?\n\\z", "");
      }
    }
    byte[] around = Arrays.copyOf(bytes, bytes.length + 200); // with room to look ahead
    Arrays.fill(around, bytes.length, around.length, (byte) '\n');
    for (byte[] array : new byte[][] {bytes, around}) {
      var cursor = new Cursor().wrap(array, 0, bytes.length);
      if (cursor.nextValue(slice, delimiter)) {
        assertEquals(expected, text(cursor.slice()));
      } else {
        assertNull(expected);
        assertEquals(0, cursor.position());
      }
    }
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

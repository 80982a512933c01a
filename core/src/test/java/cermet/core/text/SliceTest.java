// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SliceTest {
  private static final byte[] HEAD = "Host: example.org\r\n".getBytes(StandardCharsets.US_ASCII);

  /// Bytes that a cheap test for LF or colon might take for one: one more, and with the high bit.
  private static final byte[] ALIKE = {'\n', ':', 'x', 0x0B, 0x3B, (byte) 0x8A, (byte) 0xBA};

  @Test
  void findsTheFirstByteAndTheFirstPairWhereverTheyLie() {
    var random = new SplittableRandom(3);
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = new byte[random.nextInt(1, 120)];
      int likely = random.nextInt(1, 60);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = random.nextInt(likely) > 0 ? (byte) 'x' : ALIKE[random.nextInt(ALIKE.length)];
      }
      int from = random.nextInt(bytes.length + 1);
      int to = random.nextInt(from, bytes.length + 1);
      int distance = random.nextInt(Math.min(40, to - from) + 1);
      int first = -1;
      int pair = -1;
      for (int i = to - 1; i >= from; i--) {
        first = bytes[i] == '\n' ? i : first;
        boolean both = i + distance < to && bytes[i] == '\n' && bytes[i + distance] == ':';
        pair = both ? i : pair;
      }
      assertEquals(first, Slice.indexOf(bytes, from, to, (byte) '\n'));
      assertEquals(first, Slice.indexOfNear(bytes, from, to, (byte) '\n'));
      assertEquals(pair, Slice.indexOfPair(bytes, from, to, (byte) '\n', (byte) ':', distance));
    }
  }

  @Test
  void viewsItsBytesWithoutCopying() {
    byte[] bytes = HEAD.clone();
    var slice = new Slice(bytes, 6, 17);
    assertSame(bytes, slice.bytes());
    assertEquals(6, slice.from());
    assertEquals(17, slice.to());
    assertEquals(11, slice.length());
    assertEquals("example.org", slice.toString());
    bytes[6] = 'E';
    assertEquals('E', slice.byteAt(0));
  }

  @Test
  void findsAHeader() {
    var line = Slice.of(HEAD);
    int colon = line.indexOf((byte) ':');
    assertEquals("Host", line.slice(0, colon).toString());
    assertEquals("example.org", line.slice(colon + 1, line.length()).trim().toString());
  }

  @Test
  void aPartCountsFromTheSlice() {
    var part = new Slice(HEAD, 6, 17).slice(8, 11);
    assertEquals("org", part.toString());
    assertEquals(14, part.from());
    assertEquals(17, part.to());
    assertSame(HEAD, part.bytes());
  }

  @Test
  void anEmptySliceIsAsGoodAsAny() {
    var empty = new Slice(HEAD, 5, 5);
    assertTrue(empty.isEmpty());
    assertFalse(Slice.of("a").isEmpty());
    assertEquals("", empty.toString());
    assertEquals(empty, Slice.of(""));
    assertEquals(empty.hashCode(), Slice.of(new byte[0]).hashCode());
    assertEquals(-1, empty.indexOf((byte) 'H'));
    assertEquals(-1, empty.indexOf((byte) 'H', 0));
    assertEquals(empty, empty.slice(0, 0));
    assertEquals(empty, empty.trim());
    assertTrue(empty.startsWith(empty) && empty.endsWith(empty));
    assertEquals(0, new Slice(HEAD, HEAD.length, HEAD.length).length());
  }

  @Test
  void copyLetsTheBufferGo() {
    byte[] bytes = HEAD.clone();
    var slice = new Slice(bytes, 6, 17);
    var copy = slice.copy();
    assertNotSame(bytes, copy.bytes());
    assertEquals(0, copy.from());
    assertEquals(11, copy.bytes().length);
    assertEquals(slice, copy);
    bytes[6] = 'E';
    assertNotEquals(slice, copy);
    assertEquals("example.org", copy.toString());
  }

  @Test
  void readsAndWritesUtf8() {
    for (String text : new String[] {"", "plain", "Zürich", "東京", "😀!", "\0"}) {
      assertEquals(text, Slice.of(text).toString());
    }
    assertEquals("?", Slice.of("\ud83d").toString());
    assertEquals("a\ufffd", Slice.of(new byte[] {'a', (byte) 0xC3}).toString());
  }

  @Test
  void trimsWhatStringTrimDoes() {
    for (String text :
        new String[] {"", " ", " \t\r\n\0", "a", " a", "a ", "\ta b\n", "é ", "\u00a0a"}) {
      assertEquals(text.trim(), Slice.of(text).trim().toString());
    }
    var clean = Slice.of("a b");
    assertSame(clean, clean.trim());
  }

  @Test
  void findsEveryByteValueAtEveryPlace() {
    for (int length = 1; length <= 40; length++) {
      for (int value = 0; value < 256; value++) {
        for (int at = 0; at < length; at++) {
          byte[] bytes = new byte[length + 6];
          Arrays.fill(bytes, (byte) (value ^ 1)); // the neighbour that borrows mistake
          bytes[3 + at] = (byte) value;
          bytes[1] = (byte) value;
          bytes[3 + length] = (byte) value;
          var slice = new Slice(bytes, 3, 3 + length);
          assertEquals(at, slice.indexOf((byte) value));
          assertEquals(at, slice.indexOf((byte) value, at));
          assertEquals(-1, slice.indexOf((byte) value, at + 1));
        }
      }
    }
  }

  @Test
  void findsTheFirstHitFarAway() {
    for (int length = 56; length <= 150; length++) {
      byte[] bytes = new byte[length + 20];
      bytes[0] = 'x';
      bytes[3 + length] = 'x';
      var slice = new Slice(bytes, 3, 3 + length);
      assertEquals(-1, slice.indexOf((byte) 'x'));
      for (int at = length - 1; at >= 0; at--) {
        bytes[3 + at] = 'x';
        assertEquals(at, slice.indexOf((byte) 'x'));
      }
    }
  }

  @Test
  void aHitBehindTheSliceIsNone() {
    for (int length = 0; length <= 20; length++) {
      for (int rest = 0; rest <= 12; rest++) {
        byte[] bytes = new byte[length + rest];
        Arrays.fill(bytes, length, bytes.length, (byte) 'x');
        assertEquals(-1, new Slice(bytes, 0, length).indexOf((byte) 'x'));
        if (length > 0) {
          bytes[length - 1] = 'x';
          assertEquals(length - 1, new Slice(bytes, 0, length).indexOf((byte) 'x'));
          assertEquals(-1, new Slice(bytes, 0, length - 1).indexOf((byte) 'x'));
        }
      }
    }
  }

  @Test
  void findsAnotherSlice() {
    var text = new Slice("....aabaabaaab.x".getBytes(StandardCharsets.US_ASCII), 4, 14);
    String model = "aabaabaaab";
    assertEquals(model, text.toString());
    for (int from = 0; from <= model.length(); from++) {
      for (int start = 0; start <= model.length(); start++) {
        for (int end = start; end <= model.length(); end++) {
          String part = model.substring(start, end);
          assertEquals(model.indexOf(part, from), text.indexOf(Slice.of(part), from));
        }
      }
    }
    assertEquals(6, text.indexOf(Slice.of("aaab")));
    assertEquals(-1, text.indexOf(Slice.of("aab."))); // ends behind the slice
    assertEquals(-1, text.indexOf(Slice.of("aab"), 8));
    assertEquals(10, text.indexOf(Slice.of(""), 10));
    assertEquals(0, text.indexOf(Slice.of("")));
    assertEquals(-1, Slice.of("").indexOf(Slice.of("a")));
    assertEquals(0, text.indexOf(text));
    assertEquals(-1, Slice.of("a").indexOf(text));
    assertEquals(9, text.lastIndexOf((byte) 'b'));
    assertEquals(8, text.lastIndexOf((byte) 'a'));
    assertEquals(-1, text.lastIndexOf((byte) '.'));
    assertEquals(0, Slice.of("xaa").lastIndexOf((byte) 'x'));
  }

  @Test
  void splitsAsStringDoesWithALimit() {
    for (String text : new String[] {"", ",", "a", "a,b", ",a,,b,", "a,b,c,d", ",,,,,"}) {
      var slice =
          new Slice(("," + text + ",").getBytes(StandardCharsets.UTF_8), 1, text.length() + 1);
      for (int room = 1; room <= 7; room++) {
        String[] model = text.split(",", room);
        int[] ends = new int[room];
        assertEquals(model.length, slice.split((byte) ',', ends), text);
        int from = 0;
        for (int i = 0; i < model.length; i++) {
          assertEquals(model[i], slice.slice(from, ends[i]).toString());
          from = ends[i] + 1;
        }
        for (int i = model.length; i < room; i++) {
          assertEquals(0, ends[i]);
        }
      }
    }
    assertThrows(
        IndexOutOfBoundsException.class, () -> Slice.of("a").split((byte) ',', new int[0]));
  }

  @Test
  void readsNumbers() {
    var slice = new Slice(" -12345678901 ".getBytes(StandardCharsets.US_ASCII), 1, 13);
    assertEquals(-12345678901L, slice.parseLong());
    assertEquals(-1234, slice.slice(0, 5).parseInt());
    for (String text : new String[] {"", "-", "1 ", "x", "2147483648"}) {
      var error = assertThrows(NumberFormatException.class, () -> Slice.of(text).parseInt());
      assertTrue(error.toString().contains('"' + text + '"'), error.toString());
    }
    assertThrows(NumberFormatException.class, () -> Slice.of("9223372036854775808").parseLong());
  }

  @Test
  void ignoresTheCaseOfAsciiLettersOnly() {
    for (int length = 1; length <= 18; length++) {
      for (int at = 0; at < length; at += length - 1 > at ? length - 1 : 1) {
        for (int one = 0; one < 256; one++) {
          for (int other = 0; other < 256; other++) {
            byte[] a = new byte[length];
            byte[] b = new byte[length + 2];
            a[at] = (byte) one;
            b[at + 1] = (byte) other;
            boolean letter = (one | 0x20) >= 'a' && (one | 0x20) <= 'z' && one < 128;
            boolean expected = one == other || (letter && (one ^ other) == 0x20);
            if (expected != Slice.of(a).equalsIgnoreCase(new Slice(b, 1, length + 1))) {
              throw new AssertionError(one + ", " + other + " at " + at + " of " + length);
            }
          }
        }
      }
    }
    assertTrue(Slice.of("Content-Length").equalsIgnoreCase(Slice.of("content-LENGTH")));
    assertFalse(Slice.of("Content-Length").equalsIgnoreCase(Slice.of("Content-Lengt")));
    assertFalse(Slice.of("ä").equalsIgnoreCase(Slice.of("Ä")));
    assertFalse(Slice.of("abäx").equalsIgnoreCase(Slice.of("abäy")));
    assertTrue(Slice.of("ABäx").equalsIgnoreCase(Slice.of("abäX")));
  }

  @Test
  void ordersBytesAsUnsigned() {
    assertTrue(Slice.of("a").compareTo(Slice.of("ab")) < 0);
    assertTrue(Slice.of("").compareTo(Slice.of("a")) < 0);
    assertTrue(Slice.of("z").compareTo(Slice.of("é")) < 0);
    assertTrue(Slice.of("\uffee").compareTo(Slice.of("😀")) < 0, "code points, not chars");
    assertEquals(
        0, Slice.of("abc").compareTo(new Slice(" abc ".getBytes(StandardCharsets.UTF_8), 1, 4)));
  }

  @Test
  void isAKeyByContent() {
    Map<Slice, Integer> map = new HashMap<>();
    map.put(new Slice(HEAD, 0, 4), 1);
    assertEquals(1, map.get(Slice.of("Host")));
    assertEquals(null, map.get(Slice.of("host")));
  }

  @Test
  void hashCodesOfStructuredTextSpread() {
    Map<Integer, Integer> seen = new HashMap<>();
    int texts = 100_000;
    for (int i = 0; i < texts; i++) {
      seen.merge(Slice.of("key-" + i).hashCode(), 1, Integer::sum);
      seen.merge(Slice.of(Integer.toString(i)).hashCode(), 1, Integer::sum);
    }
    double expected = 2.0 * texts * texts / 0x1p32; // pairs of 2 n texts
    assertTrue(2 * texts - seen.size() < 4 * expected + 20, "distinct: " + seen.size());
  }

  @Test
  void zerosOfDifferentLengthsHashDifferently() {
    Map<Integer, Integer> seen = new HashMap<>();
    for (int length = 0; length < 64; length++) {
      seen.put(Slice.of(new byte[length]).hashCode(), length);
    }
    assertEquals(64, seen.size());
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNull() {
    var slice = Slice.of("a");
    assertThrows(NullPointerException.class, () -> new Slice(null, 0, 0));
    assertThrows(NullPointerException.class, () -> Slice.of((String) null));
    assertThrows(NullPointerException.class, () -> Slice.of((byte[]) null));
    assertThrows(NullPointerException.class, () -> slice.startsWith(null));
    assertThrows(NullPointerException.class, () -> slice.endsWith(null));
    assertThrows(NullPointerException.class, () -> slice.indexOf(null));
    assertThrows(NullPointerException.class, () -> slice.equalsIgnoreCase(null));
    assertThrows(NullPointerException.class, () -> slice.split((byte) 0, null));
    assertThrows(NullPointerException.class, () -> slice.compareTo(null));
    assertNotEquals(slice, null);
    assertFalse(slice.equals((Object) "a"));
  }

  @Test
  void refusesRangesOutside() {
    var slice = new Slice(HEAD, 6, 17);
    for (int[] range : new int[][] {{-1, 3}, {4, 3}, {0, 12}, {12, 12}, {3, -1}}) {
      var error =
          assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(range[0], range[1]));
      assertTrue(error.toString().contains(range[0] + ", " + range[1]), error.toString());
    }
    for (int[] range : new int[][] {{-1, 3}, {4, 3}, {0, 20}, {20, 20}, {3, -1}}) {
      assertThrows(IndexOutOfBoundsException.class, () -> new Slice(HEAD, range[0], range[1]));
    }
    for (int index : new int[] {-1, 11, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      var error = assertThrows(IndexOutOfBoundsException.class, () -> slice.byteAt(index));
      assertTrue(error.toString().contains(String.valueOf(index)), error.toString());
    }
    for (int index : new int[] {-1, 12, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThrows(IndexOutOfBoundsException.class, () -> slice.indexOf((byte) 'e', index));
      assertThrows(IndexOutOfBoundsException.class, () -> slice.indexOf(slice, index));
    }
  }
}

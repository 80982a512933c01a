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
import org.junit.jupiter.api.Test;

class SliceTest {
  private static final byte[] HEAD = "Host: example.org\r\n".getBytes(StandardCharsets.US_ASCII);

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
    }
  }
}

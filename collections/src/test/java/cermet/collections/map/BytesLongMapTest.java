// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.Probes;
import cermet.core.hash.RapidHash;
import cermet.core.text.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BytesLongMapTest {
  private static final Slice A = Slice.of("a");
  private static final Slice LONG = Slice.of("longer than sixteen bytes");

  @Test
  void countsTheWordsOfALine() {
    // @start region="words"
    byte[] line = "to be or not to be".getBytes(UTF_8);
    var counts = new BytesLongMap();
    for (int from = 0, to; from < line.length; from = to + 1) {
      to = from;
      while (to < line.length && line[to] != ' ') {
        to++;
      }
      counts.addTo(line, from, to, 1);
    }
    assertEquals(2, counts.get(Slice.of("be"), 0));
    // @end
    assertEquals(
        Map.of(Slice.of("to"), 2L, Slice.of("be"), 2L, Slice.of("or"), 1L, Slice.of("not"), 1L),
        counts.asMap());
  }

  @Test
  void losesNothingWhenMemoryEnds() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OutOfMemory.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertEquals("kept", printed.strip());
  }

  /** Adds keys until there is no memory, then looks whether every entry is still there. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      fill(8, 10_000); // short keys: the table is what does not fit
      fill(4000, 1_000); // longer keys: a chunk is
      fill(1_000_000, 5); // huge keys: a chunk of its own
      System.out.println("kept");
    }

    private static void fill(int length, int atLeast) {
      var map = new BytesLongMap();
      byte[] key = new byte[length];
      int added = 0;
      try {
        while (true) {
          set(key, added);
          map.put(key, 0, length, added);
          added++;
        }
      } catch (OutOfMemoryError expected) {
        set(key, added);
      }
      if (map.size() != added || added < atLeast || map.containsKey(key, 0, length)) {
        throw new AssertionError("length: " + length + ", added: " + added + ", " + map.size());
      }
      for (int i = 0; i < added; i++) {
        set(key, i);
        if (map.get(key, 0, length, -1) != i) {
          throw new AssertionError("length: " + length + ", key: " + i);
        }
      }
      for (int i = 0; i < added; i++) {
        set(key, i);
        if (map.remove(key, 0, length, -1) != i) {
          throw new AssertionError("length: " + length + ", key: " + i);
        }
      }
      map.put(key, 0, length, -1); // there is room again
    }

    private static void set(byte[] key, int number) {
      ByteBuffer.wrap(key).putInt(0, number);
    }
  }

  @Test
  void tellsKeysOfEveryLengthApart() {
    var map = new BytesLongMap();
    byte[] zeros = new byte[300];
    for (int length = 0; length <= zeros.length; length++) {
      assertTrue(map.put(zeros, 0, length, length));
      assertFalse(map.put(zeros, zeros.length - length, zeros.length, length));
    }
    assertEquals(301, map.size());
    for (int length = 0; length <= zeros.length; length++) {
      assertEquals(length, map.get(new byte[length], 0, length, -1));
    }
  }

  @Test
  void tellsKeysApartThatDifferInOneBit() {
    for (int length = 1; length <= 40; length++) {
      var map = new BytesLongMap();
      byte[] key = new byte[length];
      map.put(key, 0, length, -1);
      for (int bit = 0; bit < 8 * length; bit++) {
        key[bit / 8] ^= (byte) (1 << (bit % 8));
        assertTrue(map.put(key, 0, length, bit));
        key[bit / 8] = 0;
      }
      for (int bit = 0; bit < 8 * length; bit++) {
        key[bit / 8] ^= (byte) (1 << (bit % 8));
        assertEquals(bit, map.get(key, 0, length, -2));
        key[bit / 8] = 0;
      }
      assertEquals(-1, map.get(key, 0, length, -2));
      assertEquals(8 * length + 1, map.size());
    }
  }

  @Test
  void findsAKeyWhereverItLiesInItsArray() {
    for (int length = 0; length <= 20; length++) {
      byte[] key = new byte[length];
      Arrays.fill(key, (byte) 'k');
      var map = new BytesLongMap();
      map.put(key, 0, length, 7);
      for (int before = 0; before <= 17; before++) {
        for (int after = 0; after <= 17; after++) {
          byte[] around = new byte[before + length + after];
          Arrays.fill(around, (byte) '#');
          System.arraycopy(key, 0, around, before, length);
          assertEquals(7, map.get(around, before, before + length, 0));
        }
      }
    }
  }

  @Test
  void keepsItsOwnCopyOfTheKey() {
    var map = new BytesLongMap();
    for (String text : List.of("short", "longer than sixteen bytes")) {
      byte[] bytes = text.getBytes(UTF_8);
      map.put(bytes, 0, bytes.length, 1);
      Arrays.fill(bytes, (byte) 'x');
      assertEquals(1, map.get(Slice.of(text), 0));
      assertFalse(map.containsKey(bytes, 0, bytes.length));
    }
  }

  @Test
  void handsOutKeysThatOutliveIt() {
    var map = new BytesLongMap();
    map.put(A, 1);
    map.put(LONG, 2);
    var keys = new ArrayList<Slice>();
    map.forEach((key, value) -> keys.add(key));
    map.clear();
    map.put(Slice.of("b"), 3);
    map.put(Slice.of("another longer than sixteen"), 4);
    assertEquals(Set.of(A, LONG), new HashSet<>(keys));
  }

  @Test
  void takesAnyValue() {
    var map = new BytesLongMap();
    for (long value : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      map.put(A, value);
      assertEquals(value, map.get(A, ~value));
      assertEquals(value, map.get(A, value));
      assertEquals(value, map.remove(A, ~value));
      assertEquals(~value, map.remove(A, ~value));
    }
  }

  @Test
  void answersAsItsVerbsSay() {
    var map = new BytesLongMap();
    assertTrue(map.isEmpty());
    assertTrue(map.putIfAbsent(A, 1));
    assertFalse(map.putIfAbsent(A, 2));
    assertEquals(1, map.getAndPut(A, 3, -1));
    assertEquals(-1, map.getAndPut(LONG, 4, -1));
    assertEquals(13, map.addTo(A, 10));
    assertEquals(5, map.addTo(Slice.of(""), 5));
    assertEquals(3, map.size());
    assertTrue(map.containsKey(LONG));
    assertTrue(map.remove(LONG));
    assertFalse(map.remove(LONG));
    assertFalse(map.containsKey(LONG));
    assertEquals(Map.of(A, 13L, Slice.of(""), 5L), map.asMap());
  }

  @Test
  void wrapsAroundInAdditionAsLongDoes() {
    var map = new BytesLongMap();
    map.put(A, Long.MAX_VALUE);
    assertEquals(Long.MIN_VALUE, map.addTo(A, 1));
  }

  @Test
  void refusesARangeOutsideItsArrayAndStaysAsItWas() {
    var map = new BytesLongMap();
    map.put(A, 1);
    byte[] bytes = new byte[4];
    int[][] ranges = {{-1, 2}, {2, 1}, {0, 5}, {5, 5}, {Integer.MIN_VALUE, Integer.MAX_VALUE}};
    for (int[] range : ranges) {
      int from = range[0];
      int to = range[1];
      Class<IndexOutOfBoundsException> wrong = IndexOutOfBoundsException.class;
      assertThrows(wrong, () -> map.get(bytes, from, to, 0));
      assertThrows(wrong, () -> map.put(bytes, from, to, 0));
      assertThrows(wrong, () -> map.addTo(bytes, from, to, 0));
      assertThrows(wrong, () -> map.getAndPut(bytes, from, to, 0, 0));
      assertThrows(wrong, () -> map.putIfAbsent(bytes, from, to, 0));
      assertThrows(wrong, () -> map.containsKey(bytes, from, to));
      assertThrows(wrong, () -> map.remove(bytes, from, to));
      assertThrows(wrong, () -> map.remove(bytes, from, to, 0));
      assertThrows(wrong, () -> map.replace(bytes, from, to, 0));
      assertThrows(wrong, () -> map.merge(bytes, from, to, 0, Long::sum));
      assertThrows(wrong, () -> map.computeIfAbsent(bytes, from, to, key -> 0));
    }
    assertEquals(Map.of(A, 1L), map.asMap());
  }

  @Test
  @SuppressWarnings("NullAway") // the point of the test
  void refusesNull() {
    var map = new BytesLongMap();
    Class<NullPointerException> wrong = NullPointerException.class;
    assertThrows(wrong, () -> map.put((Slice) null, 0));
    assertThrows(wrong, () -> map.put((byte[]) null, 0, 0, 0));
    assertThrows(wrong, () -> map.get((Slice) null, 0));
    assertThrows(wrong, () -> map.forEach(null));
    assertThrows(wrong, () -> map.removeIf(null));
    assertThrows(wrong, () -> map.retain(null));
    assertThrows(wrong, () -> map.merge(A, 1, null));
    assertThrows(wrong, () -> map.compute(A, null, 1));
    assertThrows(wrong, () -> map.computeIfAbsent(A, null));
    assertThrows(wrong, () -> map.computeIfPresent(A, null, 1));
    assertThrows(wrong, () -> map.putAll(null));
    assertThrows(wrong, () -> map.asMap().put(A, null));
    assertThrows(wrong, () -> map.asMap().put(null, 1L));
    assertTrue(map.isEmpty());
  }

  @Test
  void refusesSizesThatNoArrayHolds() {
    Class<IllegalArgumentException> wrong = IllegalArgumentException.class;
    for (int size : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, (3 << 26) + 1}) {
      var thrown = assertThrows(wrong, () -> new BytesLongMap(size));
      assertEquals("expectedSize: " + size, thrown.getMessage());
      assertThrows(wrong, () -> new BytesLongMap().reserve(size));
      assertThrows(wrong, () -> BytesLongMap.withSeed(size, 1));
    }
  }

  @Test
  void survivesEndlessChurnInBoundedMemory() {
    var map = new BytesLongMap();
    byte[] key = new byte[4000];
    for (int i = 0; i < 200_000; i++) {
      write(key, i);
      map.put(key, 0, 100 + i % 3900, i);
      if (i >= 50) {
        write(key, i - 50);
        assertEquals(i - 50, map.remove(key, 0, 100 + (i - 50) % 3900, -1));
      }
    }
    assertEquals(50, map.size());
    assertTrue(map.chunkBytes() < 4 * 50 * 4000, () -> map.chunkBytes() + " bytes");
  }

  @Test
  void givesHugeKeysBackOnceTheyAreRemoved() {
    var map = new BytesLongMap();
    byte[] key = new byte[5_000_000];
    for (int i = 0; i < 50; i++) {
      write(key, i);
      map.put(key, 0, key.length, i);
      assertEquals(i, map.get(key, 0, key.length, -1));
      assertTrue(map.remove(key, 0, key.length));
    }
    assertTrue(map.chunkBytes() < 15_000_000, () -> map.chunkBytes() + " bytes");
  }

  @Test
  void keepsKeysOfAllSizesInManyChunks() {
    var map = new BytesLongMap();
    byte[] key = new byte[300_000];
    for (int i = 0; i < 400; i++) {
      write(key, i);
      map.put(key, 0, 20 + i * 700, i);
    }
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 400; i++) {
        write(key, i);
        assertEquals(i, map.get(key, 0, 20 + i * 700, -1));
      }
      map.trim();
    }
    var copy = map.copy();
    assertEquals(map, copy);
    copy.clear();
    for (int i = 0; i < 400; i++) {
      write(key, i);
      copy.put(key, 0, 20 + i * 700, i);
    }
    assertEquals(map, copy);
  }

  @Test
  void takesANewSeedWhenARunGrowsTooLong() {
    var hash = new RapidHash(42);
    var crafted = new ArrayList<Slice>();
    byte[] key = new byte[8];
    for (int i = 0; crafted.size() < 700; i++) {
      write(key, i);
      if (hash.hash(key) >>> 54 == 0) {
        crafted.add(Slice.of(key.clone()));
      }
    }
    var map = BytesLongMap.withSeed(700, 42);
    crafted.forEach(slice -> map.put(slice, slice.byteAt(0)));
    assertEquals(700, map.size());
    assertTrue(map.furthest() < 64 + 32 * 10, () -> map.furthest() + " slots");
    crafted.forEach(slice -> assertEquals(slice.byteAt(0), map.get(slice, -1)));
  }

  @Test
  void tellsKeysApartWhoseHashesAreEqual() {
    // A fold forgets its other operand when one is zero: whoever knows the seed can collide.
    long seed = 42;
    byte[] key = new byte[32];
    for (int length : new int[] {16, 32}) {
      var words = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
      words.putLong(0, secret(seed));
      var hash = new RapidHash(seed);
      var map = BytesLongMap.withSeed(3000, seed);
      long same = hash.hash(key, 0, length);
      for (int i = 0; i < 256; i++) {
        words.putLong(8, (long) i << 56);
        assertEquals(same, hash.hash(key, 0, length), "RapidHash changed: craft other keys");
        assertTrue(map.put(key, 0, length, i));
      }
      words.putLong(8, 7L << 56);
      assertEquals(7, map.remove(key, 0, length, -1));
      words.putLong(8, 255L << 56);
      assertEquals(255, map.get(key, 0, length, -1));
      assertEquals(255, map.size());
    }
  }

  private static long secret(long seed) {
    long x = seed + 0x9E37_79B9_7F4A_7C15L;
    do {
      x = (x ^ (x >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
      x = (x ^ (x >>> 27)) * 0x94D0_49BB_1331_11EBL;
      x = x ^ (x >>> 31);
    } while (Long.bitCount(x | 1) < 24 || Long.bitCount(x | 1) > 40);
    return x | 1;
  }

  @Test
  void findsKeysOfAnyShapeInFewProbes() {
    for (int length : new int[] {8, 24}) {
      new Probes<Slice, BytesLongMap>(
              "BytesLongMap, " + length + " bytes",
              0.75,
              481,
              (shape, i) -> shape.bytesKey(i, length),
              (size, seed) -> BytesLongMap.withSeed(size, seed.longValue()),
              (map, key) -> map.put(key, 0),
              BytesLongMap::probes,
              BytesLongMap::copy,
              BytesLongMap::putAll,
              map -> map.asMap().keySet())
          .dearOnTheWay(14)
          .assertFew();
    }
  }

  @Test
  void takesItsOwnIterationOrderIntoASmallerMap() {
    var map = BytesLongMap.withSeed(0, 1);
    byte[] key = new byte[8];
    for (int i = 0; i < 100_000; i++) {
      write(key, i);
      map.put(key, 0, 8, i);
    }
    var target = BytesLongMap.withSeed(0, 1);
    map.forEach(target::put);
    assertEquals(map, target);
    assertTrue(target.furthest() < 64 + 32 * 18, () -> target.furthest() + " slots");
  }

  @Test
  void keepsItsOrderForASeed() {
    var one = BytesLongMap.withSeed(0, 5);
    var two = BytesLongMap.withSeed(0, 5);
    for (int i = 0; i < 1000; i++) {
      one.put(Slice.of("key " + i), i);
      two.put(Slice.of("key " + i), i);
    }
    assertEquals(one.toString(), two.toString());
    assertEquals(one.toString(), one.copy().toString());
  }

  @Test
  void cursorSeesSetsAndRemovesEveryEntry() {
    var map = new BytesLongMap();
    for (int i = 0; i < 1000; i++) {
      map.put(Slice.of("k".repeat(i % 40) + i), i);
    }
    long sum = 0;
    BytesLongMap.Cursor cursor = map.cursor();
    while (cursor.next()) {
      sum += cursor.value();
      byte[] key = Arrays.copyOfRange(cursor.bytes(), cursor.from(), cursor.to());
      assertArrayEquals(key, cursor.key().bytes());
      cursor.set(-cursor.value());
    }
    assertEquals(499_500, sum);
    assertFalse(cursor.next());
    assertThrows(IllegalStateException.class, cursor::value);
    cursor.reset();
    long removed = 0;
    while (cursor.next()) {
      if (cursor.value() % 2 == 0) {
        removed += cursor.value();
        cursor.remove();
        assertThrows(IllegalStateException.class, cursor::remove);
        assertThrows(IllegalStateException.class, cursor::key);
      }
    }
    assertEquals(-249_500, removed);
    assertEquals(500, map.size());
  }

  @Test
  void cursorFailsFast() {
    var map = new BytesLongMap();
    map.put(A, 1);
    BytesLongMap.Cursor cursor = map.cursor();
    assertThrows(IllegalStateException.class, cursor::value);
    assertTrue(cursor.next());
    map.put(A, 2);
    assertEquals(2, cursor.value());
    map.put(LONG, 3);
    Class<ConcurrentModificationException> wrong = ConcurrentModificationException.class;
    assertThrows(wrong, cursor::next);
    assertThrows(wrong, cursor::key);
    assertThrows(wrong, () -> cursor.set(1));
    assertThrows(wrong, cursor::remove);
    assertThrows(wrong, () -> map.forEach((key, value) -> map.remove(key)));
    assertThrows(wrong, () -> map.removeIf((key, value) -> map.put(Slice.of("new"), 1)));
    assertThrows(wrong, () -> map.retain((key, value) -> map.put(Slice.of("newer"), 1)));
    map.put(A, 1);
    assertThrows(wrong, () -> map.merge(A, 1, (old, value) -> map.remove(A, 0)));
    map.put(A, 1);
    assertThrows(wrong, () -> map.computeIfPresent(A, (key, old) -> map.remove(A, 0), 0));
    assertThrows(wrong, () -> map.compute(A, (key, old) -> map.addTo(A, 5), 0));
    assertEquals(5, map.remove(A, 0), "the callback's own change stands");
    assertThrows(wrong, () -> map.computeIfAbsent(A, key -> map.addTo(A, 5)));
    assertEquals(5, map.merge(A, 5, (old, value) -> map.addTo(A, 1) - 1), "a value may change");
  }

  @Test
  void findsAPlaceAnewForKeysThatCallbacksWriteTo() {
    var map = new BytesLongMap();
    byte[] bytes = new byte[40];
    for (int i = 0; i < 2_000; i++) {
      byte last = (byte) (i >> 8);
      byte[] before = bytes.clone();
      int length = i % 40;
      int at = i;
      if (i % 2 == 0) {
        map.computeIfAbsent(bytes, 0, length, key -> bytes[at % 7] = (byte) at);
      } else {
        map.compute(new Slice(bytes, 0, length), (key, old) -> bytes[at % 7] = last, 0);
      }
      assertEquals(map.get(bytes, 0, length, -1), map.copy().get(bytes, 0, length, -1));
      assertTrue(map.containsKey(bytes, 0, length) || map.containsKey(before, 0, length));
    }
    assertTrue(map.size() > 500);
    map.forEach((key, value) -> assertEquals(value, map.get(key, value + 1)));
    assertTrue(map.removeIf((key, value) -> map.containsKey(key)));
    assertTrue(map.isEmpty());
  }

  @Test
  void staysValidWhenACallbackThrows() {
    var map = new BytesLongMap();
    var model = new HashMap<Slice, Long>();
    for (long i = 0; i < 500; i++) {
      map.put(Slice.of("key " + i), i);
      model.put(Slice.of("key " + i), i);
    }
    assertThrows(
        IllegalStateException.class,
        () ->
            map.removeIf((key, value) -> {
              if (model.size() < 300) {
                throw new IllegalStateException("stop");
              }
              if (value % 3 == 0) {
                return false;
              }
              model.remove(key);
              return true;
            }));
    Class<IllegalStateException> stop = IllegalStateException.class;
    assertThrows(stop, () -> map.merge(Slice.of("key 0"), 1, (old, value) -> stop()));
    assertThrows(stop, () -> map.compute(Slice.of("key 0"), (key, old) -> stop(), 0));
    assertThrows(stop, () -> map.compute(A, (key, old) -> stop(), 0));
    assertThrows(stop, () -> map.computeIfPresent(Slice.of("key 0"), (key, old) -> stop(), 0));
    assertThrows(stop, () -> map.computeIfAbsent(A, key -> stop()));
    assertEquals(model, map.asMap());
  }

  private static long stop() {
    throw new IllegalStateException("stop");
  }

  @Test
  void removesWhatThePredicateAccepts() {
    var map = new BytesLongMap();
    for (int i = 0; i < 1000; i++) {
      map.put(Slice.of("k" + i), i);
    }
    assertFalse(map.removeIf((key, value) -> value < 0));
    assertFalse(map.retain((key, value) -> value >= 0));
    assertTrue(map.removeIf((key, value) -> value >= 100));
    assertTrue(map.retain((key, value) -> value < 10));
    assertEquals(10, map.size());
    for (int i = 0; i < 10; i++) {
      assertEquals(i, map.get(Slice.of("k" + i), -1));
    }
  }

  @Test
  void comparesAndPrintsAsMapsDo() {
    var map = new BytesLongMap();
    assertEquals("{}", map.toString());
    map.put(Slice.of("é"), -1);
    assertEquals("{é=-1}", map.toString());
    map.put(LONG, 2);
    var other = BytesLongMap.withSeed(100, 3);
    other.put(LONG, 2);
    assertNotEquals(map, other);
    other.put(Slice.of("é"), 1);
    assertNotEquals(map, other);
    other.put(Slice.of("é"), -1);
    assertEquals(map, other);
    assertEquals(map.hashCode(), other.hashCode());
    assertEquals(map.asMap().hashCode(), map.hashCode());
    assertNotEquals(map, map.asMap());
    other.remove(LONG);
    other.put(A, 2);
    assertNotEquals(map, other);
  }

  @Test
  void addsAllOfAnother() {
    var map = new BytesLongMap();
    map.put(A, 1);
    map.put(LONG, 2);
    var other = new BytesLongMap();
    other.put(A, 3);
    map.putAll(other);
    map.putAll(map);
    assertEquals(Map.of(A, 3L, LONG, 2L), map.asMap());
    var copy = map.copy();
    copy.put(A, 9);
    copy.remove(LONG);
    assertEquals(Map.of(A, 3L, LONG, 2L), map.asMap());
  }

  @Test
  void addsAllOfAnotherThatHasItsOrder() {
    var random = new Random(3);
    var from = BytesLongMap.withSeed(0, 42);
    var half = BytesLongMap.withSeed(0, 42);
    byte[] key = new byte[12];
    while (from.size() < 40_000) {
      random.nextBytes(key);
      from.put(Slice.of(key), from.size());
      random.nextBytes(key);
      half.put(Slice.of(key), -1);
    }
    var model = new HashMap<>(half.asMap());
    model.putAll(from.asMap());
    long hash = half.hashOf(LONG);
    half.putAll(from);
    assertEquals(hash, half.hashOf(LONG), "room was made first: nothing piled up");
    assertEquals(model, half.asMap());
    assertTrue(half.furthest() < 200, () -> "furthest: " + half.furthest());
  }

  @Test
  void worksOnAfterClearReserveAndTrim() {
    var map = new BytesLongMap();
    map.trim();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 3000; i++) {
        map.put(Slice.of("x".repeat(i % 30) + i), i);
      }
      map.trim();
      map.reserve(100);
      map.reserve(10_000);
      for (int i = 0; i < 3000; i++) {
        assertEquals(i, map.get(Slice.of("x".repeat(i % 30) + i), -1));
      }
      map.clear();
      assertTrue(map.isEmpty());
      assertFalse(map.containsKey(Slice.of("x1")));
      assertFalse(map.cursor().next());
    }
    map.trim();
    assertEquals(0, map.chunkBytes());
  }

  @Test
  void viewWritesThrough() {
    var map = new BytesLongMap();
    Map<Slice, Long> view = map.asMap();
    assertEquals(null, view.put(A, 1L));
    assertEquals(1L, view.put(A, 2L));
    view.entrySet().iterator().next().setValue(5L);
    assertEquals(5, map.get(A, 0));
    assertEquals(5L, view.remove(A));
    assertSame(null, view.get(A));
    Object text = "a";
    assertFalse(view.containsKey(text));
  }

  private static void write(byte[] key, int number) {
    for (int i = 0; i < 4; i++) {
      key[i] = (byte) (number >>> (8 * i));
    }
  }
}

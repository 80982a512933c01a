// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.Probes;
import cermet.core.text.Slice;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BytesMapTest {
  private static final Slice A = Slice.of("a");
  private static final Slice B = Slice.of("b");
  private static final Slice LONG = Slice.of("longer than sixteen bytes");

  @Test
  void keepsStatisticsOfEachStation() {
    // @start region="stations"
    byte[] lines = "Oslo=3;Rome=21;Oslo=-1;".getBytes(UTF_8);
    var stations = new BytesMap<LongSummaryStatistics>();
    for (int from = 0, to; from < lines.length; from = to + 1) {
      int equals = from;
      while (lines[equals] != '=') {
        equals++;
      }
      to = equals;
      while (lines[to] != ';') {
        to++;
      }
      stations
          .computeIfAbsent(lines, from, equals, name -> new LongSummaryStatistics())
          .accept(new Slice(lines, equals + 1, to).parseLong());
    }
    // @end
    assertEquals(2, stations.size());
    var oslo = stations.get(Slice.of("Oslo"));
    assertTrue(oslo != null && oslo.getMin() == -1 && oslo.getMax() == 3);
  }

  @Test
  void answersAsItsVerbsSay() {
    for (Slice key : List.of(A, LONG, Slice.of(""))) {
      byte[] around = ("#" + key + "#").getBytes(UTF_8);
      int from = 1;
      int to = around.length - 1;
      var map = new BytesMap<String>();
      assertNull(map.get(key));
      assertFalse(map.replace(key, "0"));
      assertFalse(map.containsKey(key));
      assertNull(map.remove(key));
      assertTrue(map.put(key, "1"));
      assertFalse(map.put(around, from, to, "2"));
      assertEquals("2", map.getAndPut(key, "3"));
      assertFalse(map.putIfAbsent(around, from, to, "4"));
      assertEquals("3", map.get(around, from, to));
      assertTrue(map.replace(around, from, to, "5"));
      assertEquals("56", map.merge(key, "6", String::concat));
      assertEquals("567", map.merge(around, from, to, "7", String::concat));
      assertTrue(map.containsKey(around, from, to));
      assertEquals("567", map.remove(around, from, to));
      assertTrue(map.isEmpty());
      assertTrue(map.putIfAbsent(key, "8"));
      assertEquals("8", map.computeIfAbsent(key, name -> "9"));
      assertEquals("8", map.get(key, "absent"));
      assertEquals("absent", map.get(Slice.of("no such key"), "absent"));
      assertEquals(1, map.size());
    }
  }

  @Test
  @SuppressWarnings("NullAway") // a function that does not say so may return null too
  void computes() {
    var map = new BytesMap<String>();
    assertNull(map.computeIfAbsent(A, key -> null), "as in java.util.Map");
    assertNull(map.computeIfAbsent(A.bytes(), A.from(), A.to(), key -> null));
    assertFalse(map.containsKey(A));
    assertNull(map.computeIfPresent(A, (key, value) -> value + key));
    assertNull(map.compute(A, (key, value) -> null));
    assertTrue(map.isEmpty());
    assertEquals("null a", map.compute(A, (key, value) -> value + " " + key));
    assertEquals("null aa", map.computeIfPresent(A, (key, value) -> value + key));
    assertEquals("b!", map.computeIfAbsent(B, key -> key + "!"));
    assertEquals("b!", map.computeIfAbsent(B, key -> null));
    assertNull(map.computeIfPresent(A, (key, value) -> null));
    assertNull(map.merge(B, "?", (one, two) -> null));
    assertTrue(map.isEmpty());
    assertEquals("?", map.merge(B, "?", (one, two) -> null));
    assertNull(map.compute(B, (key, value) -> null));
    assertTrue(map.isEmpty());
  }

  @Test
  void givesNumbersOfRemovedKeysToNewOnes() {
    var map = new BytesMap<Integer>();
    for (int i = 0; i < 100_000; i++) {
      assertTrue(map.put(key(i), i));
      if (i >= 50) {
        assertEquals(i - 50, map.remove(key(i - 50)));
      }
    }
    assertEquals(50, map.size());
    assertTrue(map.capacity() <= 100, "capacity: " + map.capacity());
    assertTrue(map.freed() <= 2, "freed: " + map.freed());
    for (int i = 100_000 - 50; i < 100_000; i++) {
      assertEquals(i, map.get(key(i)));
    }
    for (int i = 100_000 - 50; i < 100_000; i += 2) {
      map.remove(key(i));
    }
    assertEquals(25, map.size());
    map.trim();
    assertEquals(0, map.freed());
    assertEquals(25, map.capacity());
    for (int i = 100_000 - 49; i < 100_000; i += 2) {
      assertEquals(i, map.get(key(i)));
    }
  }

  @Test
  void keepsNoRemovedValueAlive() {
    var map = new BytesMap<Object>();
    List<WeakReference<Object>> values = fill(map);
    for (int i = 0; i < 5; i++) {
      map.remove(key(i));
    }
    map.replace(key(5), "another");
    for (var cursor = map.cursor(); cursor.next(); ) {
      if (cursor.key().equals(key(6))) {
        cursor.remove();
      }
    }
    assertTrue(cleared(values, 7));
    map.clear();
    assertTrue(cleared(values, 10));
  }

  private static List<WeakReference<Object>> fill(BytesMap<Object> map) {
    var values = new ArrayList<WeakReference<Object>>();
    for (int i = 0; i < 10; i++) {
      var value = new Object();
      map.put(key(i), value);
      values.add(new WeakReference<>(value));
    }
    return values;
  }

  private static boolean cleared(List<WeakReference<Object>> values, int count) {
    for (int round = 0; round < 100; round++) {
      System.gc();
      if (values.stream().filter(value -> value.get() == null).count() == count) {
        return true;
      }
    }
    return false;
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
      fill(8, 10_000);
      fill(4000, 1_000);
      growValuesOnly();
      System.out.println("kept");
    }

    /** There is a slot for the key, but no memory for more values. */
    private static void growValuesOnly() {
      var map = new BytesMap<String>();
      byte[] key = new byte[8];
      while (map.size() < 25_000 || map.size() < map.capacity()) {
        ByteBuffer.wrap(key).putInt(0, map.size());
        map.put(key, 0, 8, "value");
      }
      int size = map.size();
      ByteBuffer.wrap(key).putInt(0, size);
      if (!isRefused(map, key) || map.size() != size || map.containsKey(key, 0, 8)) {
        throw new AssertionError("size: " + size + ", " + map.size());
      }
      map.put(key, 0, 8, "another");
      for (int i = 0; i <= size; i++) {
        ByteBuffer.wrap(key).putInt(0, i);
        if (!(i == size ? "another" : "value").equals(map.get(key, 0, 8))) {
          throw new AssertionError("key: " + i);
        }
      }
    }

    private static boolean isRefused(BytesMap<String> map, byte[] key) {
      Object ballast = "";
      int refused = 0;
      for (int bytes = 1 << 20; bytes >= 1 << 10; bytes >>= 1) {
        try {
          while (true) {
            ballast = new Object[] {ballast, new byte[bytes]};
          }
        } catch (OutOfMemoryError expected) {
          refused++; // with less
        }
      }
      try {
        map.put(key, 0, 8, "value");
        return false;
      } catch (OutOfMemoryError expected) {
        return refused > 0 && ballast instanceof Object[];
      }
    }

    private static void fill(int length, int atLeast) {
      String[] values = new String[1024];
      for (int i = 0; i < values.length; i++) {
        values[i] = "value " + i;
      }
      var map = new BytesMap<String>();
      byte[] key = new byte[length];
      int added = 0;
      try {
        while (true) {
          ByteBuffer.wrap(key).putInt(0, added);
          map.put(key, 0, length, values[added & 1023]);
          added++;
        }
      } catch (OutOfMemoryError expected) {
        ByteBuffer.wrap(key).putInt(0, added);
      }
      if (map.size() != added || added < atLeast || map.containsKey(key, 0, length)) {
        throw new AssertionError("length: " + length + ", added: " + added + ", " + map.size());
      }
      for (int i = 0; i < added; i++) {
        ByteBuffer.wrap(key).putInt(0, i);
        if (!values[i & 1023].equals(map.get(key, 0, length))) {
          throw new AssertionError("length: " + length + ", key: " + i);
        }
      }
    }
  }

  @Test
  void refusesARangeOutsideItsArrayAndStaysAsItWas() {
    var map = new BytesMap<String>();
    map.put(A, "1");
    byte[] bytes = new byte[4];
    int[][] ranges = {{-1, 2}, {2, 1}, {0, 5}, {5, 5}, {Integer.MIN_VALUE, Integer.MAX_VALUE}};
    for (int[] range : ranges) {
      int from = range[0];
      int to = range[1];
      Class<IndexOutOfBoundsException> wrong = IndexOutOfBoundsException.class;
      assertThrows(wrong, () -> map.get(bytes, from, to));
      assertThrows(wrong, () -> map.put(bytes, from, to, ""));
      assertThrows(wrong, () -> map.getAndPut(bytes, from, to, ""));
      assertThrows(wrong, () -> map.putIfAbsent(bytes, from, to, ""));
      assertThrows(wrong, () -> map.replace(bytes, from, to, ""));
      assertThrows(wrong, () -> map.merge(bytes, from, to, "", String::concat));
      assertThrows(wrong, () -> map.computeIfAbsent(bytes, from, to, key -> ""));
      assertThrows(wrong, () -> map.containsKey(bytes, from, to));
      assertThrows(wrong, () -> map.remove(bytes, from, to));
    }
    assertEquals(Map.of(A, "1"), map.asMap());
  }

  @Test
  @SuppressWarnings("NullAway") // the point of the test
  void refusesNull() {
    var map = new BytesMap<String>();
    map.put(B, "1");
    Class<NullPointerException> wrong = NullPointerException.class;
    assertThrows(wrong, () -> map.put((Slice) null, ""));
    assertThrows(wrong, () -> map.get((Slice) null));
    for (Slice key : List.of(A, B)) {
      assertThrows(wrong, () -> map.put(key, null));
      assertThrows(wrong, () -> map.getAndPut(key, null));
      assertThrows(wrong, () -> map.putIfAbsent(key, null));
      assertThrows(wrong, () -> map.replace(key, null));
      assertThrows(wrong, () -> map.merge(key, null, String::concat));
      assertThrows(wrong, () -> map.merge(key, "", null));
      assertThrows(wrong, () -> map.compute(key, null));
      assertThrows(wrong, () -> map.computeIfPresent(key, null));
      assertThrows(wrong, () -> map.computeIfAbsent(key, null));
    }
    assertThrows(wrong, () -> map.forEach(null));
    assertThrows(wrong, () -> map.removeIf(null));
    assertThrows(wrong, () -> map.retain(null));
    assertThrows(wrong, () -> map.putAll(null));
    assertThrows(wrong, () -> map.asMap().put(A, null));
    assertThrows(wrong, () -> map.asMap().put(null, "1"));
    var cursor = map.cursor();
    assertTrue(cursor.next());
    assertThrows(wrong, () -> cursor.set(null));
    assertEquals(Map.of(B, "1"), map.asMap());
  }

  @Test
  void refusesSizesThatNoArrayHolds() {
    Class<IllegalArgumentException> wrong = IllegalArgumentException.class;
    for (int size : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, (3 << 26) + 1}) {
      var thrown = assertThrows(wrong, () -> new BytesMap<String>(size));
      assertEquals("expectedSize: " + size, thrown.getMessage());
      assertThrows(wrong, () -> new BytesMap<String>().reserve(size));
      assertThrows(wrong, () -> BytesMap.withSeed(size, 1));
    }
  }

  @Test
  void staysValidWhenACallbackThrows() {
    var map = new BytesMap<Integer>();
    var model = new HashMap<Slice, Integer>();
    for (int i = 0; i < 500; i++) {
      map.put(key(i), i);
      model.put(key(i), i);
    }
    Class<IllegalStateException> stop = IllegalStateException.class;
    assertThrows(
        stop,
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
    assertThrows(stop, () -> map.computeIfAbsent(A, key -> stop()));
    assertThrows(stop, () -> map.compute(A, (key, value) -> stop()));
    assertThrows(stop, () -> map.computeIfPresent(key(0), (key, value) -> stop()));
    assertThrows(stop, () -> map.merge(key(0), 1, (one, two) -> stop()));
    assertThrows(stop, () -> map.forEach((key, value) -> stop()));
    assertEquals(model, map.asMap());
  }

  private static int stop() {
    throw new IllegalStateException("stop");
  }

  @Test
  void keepsToTheKeyThatACallbackWritesTo() {
    byte[] bytes = {'a', 'b'};
    var key = new Slice(bytes, 0, 2);
    Slice was = Slice.of("ab");
    Slice now = Slice.of("xb");
    var map = new BytesMap<String>();
    map.put(now, "kept");
    assertNull(map.computeIfAbsent(bytes, 0, 2, k -> written(bytes, null)));
    assertEquals(Map.of(now, "kept"), map.asMap(), "null adds nothing and removes nothing");
    map.put(was, "1");
    bytes[0] = 'a';
    assertEquals("2", map.merge(key, "", (one, two) -> written(bytes, "2")));
    assertEquals(Map.of(now, "kept", was, "2"), map.asMap());
    bytes[0] = 'a';
    assertEquals("3", map.computeIfPresent(key, (k, value) -> written(bytes, "3")));
    assertEquals(Map.of(now, "kept", was, "3"), map.asMap());
    bytes[0] = 'a';
    assertEquals("4", map.compute(key, (k, value) -> written(bytes, "4")));
    assertEquals(Map.of(now, "kept", was, "4"), map.asMap());
    for (int verb = 0; verb < 3; verb++) {
      bytes[0] = 'a';
      int way = verb;
      assertThrows(
          ConcurrentModificationException.class,
          () -> {
            switch (way) {
              case 0 -> map.merge(key, "", (one, two) -> written(bytes, null));
              case 1 -> map.computeIfPresent(key, (k, value) -> written(bytes, null));
              default -> map.compute(key, (k, value) -> written(bytes, null));
            }
          });
      assertEquals(Map.of(now, "kept", was, "4"), map.asMap());
    }
  }

  @SuppressWarnings("NullAway") // as in java.util.Map: null adds nothing, or removes
  private static String written(byte[] bytes, @Nullable String value) {
    bytes[0] = 'x';
    return value;
  }

  @Test
  void detectsCallbacksThatChangeTheKeys() {
    Class<ConcurrentModificationException> wrong = ConcurrentModificationException.class;
    List<Consumer<BytesMap<String>>> changes =
        List.of(map -> map.put(LONG, ""), map -> map.remove(A), BytesMap::clear, BytesMap::trim);
    for (var change : changes) {
      for (int verb = 0; verb < 6; verb++) {
        var map = new BytesMap<String>();
        map.put(A, "1");
        switch (verb) {
          case 0 ->
              assertThrows(
                  wrong,
                  () ->
                      map.computeIfAbsent(
                          B,
                          key -> {
                            change.accept(map);
                            return "2";
                          }));
          case 1 ->
              assertThrows(
                  wrong,
                  () ->
                      map.computeIfPresent(
                          A,
                          (key, value) -> {
                            change.accept(map);
                            return "2";
                          }));
          case 2 ->
              assertThrows(
                  wrong,
                  () ->
                      map.compute(
                          A,
                          (key, value) -> {
                            change.accept(map);
                            return "2";
                          }));
          case 3 ->
              assertThrows(
                  wrong,
                  () ->
                      map.merge(
                          A,
                          "",
                          (one, two) -> {
                            change.accept(map);
                            return "2";
                          }));
          case 4 -> {
            map.put(B, "2");
            map.put(Slice.of("c"), "3");
            map.remove(Slice.of("c"));
            assertThrows(wrong, () -> map.forEach((key, value) -> map.put(LONG, value)));
          }
          default ->
              assertThrows(
                  wrong,
                  () ->
                      map.removeIf((key, value) -> {
                        map.remove(key);
                        return true;
                      }));
        }
        assertFalse(map.containsKey(Slice.of("c")));
        assertEquals(map.size(), map.asMap().entrySet().stream().count());
      }
    }
  }

  @Test
  void cursorSeesSetsAndRemovesEveryEntry() {
    var map = new BytesMap<Integer>();
    for (int i = 0; i < 1000; i++) {
      map.put(Slice.of("k".repeat(i % 40) + i), i);
    }
    int sum = 0;
    var cursor = map.cursor();
    assertThrows(IllegalStateException.class, cursor::value);
    while (cursor.next()) {
      sum += cursor.value();
      assertEquals(cursor.key(), new Slice(cursor.bytes(), cursor.from(), cursor.to()));
      cursor.set(-cursor.value());
    }
    assertEquals(499_500, sum);
    assertThrows(IllegalStateException.class, () -> cursor.set(1));
    cursor.reset();
    while (cursor.next()) {
      if (cursor.value() % 2 == 0) {
        cursor.remove();
        assertThrows(IllegalStateException.class, cursor::remove);
        assertThrows(IllegalStateException.class, cursor::value);
      }
    }
    assertEquals(500, map.size());
    map.forEach((key, value) -> assertTrue(value % 2 != 0));
    map.put(A, 1);
    assertThrows(ConcurrentModificationException.class, cursor::next);
  }

  @Test
  void findsKeysOfAnyShapeInFewProbes() {
    new Probes<Slice, BytesMap<String>>(
            "BytesMap",
            0.75,
            481,
            (shape, i) -> shape.bytesKey(i, 8),
            (size, seed) -> BytesMap.withSeed(size, seed.longValue()),
            (map, key) -> map.put(key, ""),
            BytesMap::probes,
            BytesMap::copy,
            BytesMap::putAll,
            map -> map.asMap().keySet())
        .dearOnTheWay(14)
        .assertFew();
  }

  @Test
  void keepsItsOrderForASeed() {
    var one = BytesMap.<Integer>withSeed(0, 5);
    var two = BytesMap.<Integer>withSeed(0, 5);
    for (int i = 0; i < 1000; i++) {
      one.put(key(i), i);
      two.put(key(i), i);
    }
    assertEquals(one.toString(), two.toString());
    assertEquals(one.toString(), one.copy().toString());
  }

  @Test
  void comparesAndPrintsAsMapsDo() {
    var map = new BytesMap<String>();
    assertEquals("{}", map.toString());
    map.put(Slice.of("é"), "x");
    assertEquals("{é=x}", map.toString());
    map.put(LONG, "y");
    var other = BytesMap.<String>withSeed(100, 3);
    other.put(LONG, "y");
    assertNotEquals(map, other);
    other.put(Slice.of("é"), "z");
    assertNotEquals(map, other);
    other.put(Slice.of("é"), "x");
    assertEquals(map, other);
    assertEquals(map.hashCode(), other.hashCode());
    assertEquals(map.asMap().hashCode(), map.hashCode());
    assertNotEquals(map, (Object) map.asMap());
    other.remove(LONG);
    other.put(A, "y");
    assertNotEquals(map, other);
  }

  @Test
  void addsAllOfAnother() {
    var map = new BytesMap<Object>();
    map.put(A, 1);
    map.put(LONG, 2);
    var other = new BytesMap<Integer>();
    other.put(A, 3);
    other.put(B, 4);
    map.putAll(other);
    map.putAll(map);
    assertEquals(Map.of(A, 3, LONG, 2, B, 4), map.asMap());
    var copy = map.copy();
    assertEquals(map, copy);
    copy.put(A, 9);
    copy.remove(LONG);
    copy.put(Slice.of("c"), 7);
    assertEquals(Map.of(A, 3, LONG, 2, B, 4), map.asMap());
  }

  @Test
  void worksOnAfterClearReserveAndTrim() {
    var map = new BytesMap<Integer>();
    map.trim();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 3000; i++) {
        map.put(Slice.of("x".repeat(i % 30) + i), i);
      }
      map.trim();
      assertEquals(3000, map.capacity());
      map.reserve(100);
      map.reserve(10_000);
      assertEquals(10_000, map.capacity());
      for (int i = 0; i < 3000; i++) {
        assertEquals(i, map.get(Slice.of("x".repeat(i % 30) + i)));
      }
      map.clear();
      assertEquals(10_000, map.capacity());
      assertTrue(map.isEmpty());
      assertFalse(map.containsKey(Slice.of("x1")));
      assertFalse(map.cursor().next());
    }
  }

  @Test
  void viewWritesThrough() {
    var map = new BytesMap<String>();
    Map<Slice, String> view = map.asMap();
    assertNull(view.put(A, "1"));
    assertEquals("1", view.put(A, "2"));
    view.entrySet().iterator().next().setValue("5");
    assertEquals("5", map.get(A));
    assertEquals("5", view.remove(A));
    assertSame(null, view.get(A));
    Object text = "a";
    assertFalse(view.containsKey(text));
  }

  private static Slice key(int number) {
    return Slice.of("k".repeat(number % 20) + number);
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import cermet.collections.Operations;
import cermet.core.text.Slice;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class BytesLongMapProperties {
  /// One call: what, the key, how many bytes lie around it, a value.
  record Step(int verb, Slice key, int before, int after, long value) {}

  private static final long COMPUTED = 77;

  @Property(tries = 300)
  void behavesLikeHashMap(@ForAll("steps") List<Step> steps, @ForAll long seed) {
    var map = BytesLongMap.withSeed(0, seed);
    var model = new HashMap<ByteBuffer, Long>();
    for (Step step : steps) {
      ByteBuffer key = ByteBuffer.wrap(step.key.bytes());
      byte[] bytes = new byte[step.before + step.key.length() + step.after];
      Arrays.fill(bytes, (byte) 'k');
      System.arraycopy(step.key.bytes(), 0, bytes, step.before, step.key.length());
      int from = step.before;
      int to = from + step.key.length();
      long value = step.value;
      Long old = model.get(key);
      long before = old == null ? -7 : old;
      switch (step.verb) {
        case 0 -> assertEquals(old == null, map.put(bytes, from, to, value));
        case 1 -> assertEquals(before, map.getAndPut(bytes, from, to, value, -7));
        case 2 -> assertEquals((old == null ? 0 : old) + value, map.addTo(bytes, from, to, value));
        case 3 -> assertEquals(old == null, map.putIfAbsent(bytes, from, to, value));
        case 4 -> assertEquals(before, map.remove(bytes, from, to, -7));
        case 5 -> assertEquals(old != null, map.remove(new Slice(bytes, from, to)));
        case 6 -> assertEquals(before, map.get(new Slice(bytes, from, to), -7));
        case 7 -> assertEquals(old != null, map.containsKey(bytes, from, to));
        case 8 -> assertEquals(old != null, map.replace(bytes, from, to, value));
        case 9 ->
            assertEquals(
                old == null ? value : old ^ value,
                map.merge(bytes, from, to, value, (a, b) -> a ^ b));
        case 10 -> compute(map, new Slice(bytes, from, to), old, value);
        case 11 -> removeThird(map, model, value);
        case 12 -> map.trim();
        case 13 -> map.reserve((int) (value & 255));
        case 14 -> map = map.copy();
        default -> clear(map, model, value);
      }
      switch (step.verb) {
        case 0, 1 -> model.put(key, value);
        case 2 -> model.merge(key, value, Long::sum);
        case 3 -> model.putIfAbsent(key, value);
        case 4, 5 -> model.remove(key);
        case 8 -> model.replace(key, value);
        case 9 -> model.merge(key, value, (a, b) -> a ^ b);
        case 10 -> model.put(key, COMPUTED);
        default -> assertEquals(model.size(), map.size());
      }
      Arrays.fill(bytes, (byte) -1);
      assertEquals(model.size(), map.size());
    }
    check(model, map);
  }

  @Example
  void behavesLikeHashMapForAMillionOperations() {
    Operations.run(random -> {
      boolean keeping = random.nextBoolean(); // most steps leave the other keys alone
      var steps = Stream.generate(() -> step(random, keeping)).limit(2_000).toList();
      behavesLikeHashMap(steps, random.nextLong());
      return 2_000;
    });
  }

  @Property(tries = 100)
  void putAllAndCopyEqualTheModel(
      @ForAll("steps") List<Step> one, @ForAll("steps") List<Step> two) {
    var map = new BytesLongMap();
    var other = new BytesLongMap();
    var model = new HashMap<ByteBuffer, Long>();
    for (Step step : one) {
      map.put(step.key, step.value);
      model.put(ByteBuffer.wrap(step.key.bytes()), step.value);
    }
    for (Step step : two) {
      other.put(step.key, step.value);
      model.put(ByteBuffer.wrap(step.key.bytes()), step.value);
    }
    map.putAll(other);
    check(model, map);
    assertEquals(map, map.copy());
    assertEquals(map.hashCode(), map.copy().hashCode());
  }

  /** Takes the key through all ways to compute a value. */
  private static void compute(BytesLongMap map, Slice key, @Nullable Long old, long value) {
    assertEquals(
        old == null ? -7 : old + value,
        map.computeIfPresent(key, (k, before) -> k.equals(key) ? before + value : 1, -7));
    long now = (old == null ? -9 : old + value) - 3;
    assertEquals(now, map.compute(key, (k, before) -> k.equals(key) ? before - 3 : 1, -9));
    assertEquals(now, map.computeIfAbsent(key, k -> fail("it is here")));
    map.remove(key);
    assertEquals(COMPUTED, map.computeIfAbsent(key, k -> k.equals(key) ? COMPUTED : 1));
  }

  private static void removeThird(BytesLongMap map, Map<ByteBuffer, Long> model, long value) {
    if (value % 2 == 0) {
      map.removeIf((key, number) -> Math.floorMod(number - value, 3) == 0);
    } else {
      map.retain((key, number) -> Math.floorMod(number - value, 3) != 0);
    }
    model.values().removeIf(number -> Math.floorMod(number - value, 3) == 0);
  }

  private static void clear(BytesLongMap map, Map<ByteBuffer, Long> model, long value) {
    if (value % 4 == 0) {
      map.clear();
      model.clear();
    }
  }

  private static void check(Map<ByteBuffer, Long> model, BytesLongMap map) {
    var seen = new HashMap<ByteBuffer, Long>();
    map.forEach((key, value) -> seen.put(ByteBuffer.wrap(key.copy().bytes()), value));
    assertEquals(model, seen);
    var walked = new HashMap<ByteBuffer, Long>();
    for (BytesLongMap.Cursor cursor = map.cursor(); cursor.next(); ) {
      byte[] key = Arrays.copyOfRange(cursor.bytes(), cursor.from(), cursor.to());
      walked.put(ByteBuffer.wrap(key), cursor.value());
      assertEquals(cursor.value(), map.get(key, 0, key.length, ~cursor.value()));
    }
    assertEquals(model, walked);
    var copied = new HashMap<Slice, Long>(map.asMap());
    assertEquals(copied, map.asMap());
    assertEquals(copied.hashCode(), map.hashCode());
    assertTrue(map.furthest() < map.size() || map.isEmpty());
  }

  @Provide
  static Arbitrary<List<Step>> steps() {
    // Few distinct bytes, zero among them: keys that differ in one byte, in length, in zeros only.
    Arbitrary<Byte> bytes = Arbitraries.of((byte) 0, (byte) 'a', (byte) -1);
    Arbitrary<byte[]> few = bytes.array(byte[].class).ofMinSize(0).ofMaxSize(3);
    Arbitrary<byte[]> repeated =
        Combinators.combine(bytes, Arbitraries.integers().between(0, 18))
            .as(BytesLongMapProperties::repeat);
    Arbitrary<byte[]> large =
        Combinators.combine(bytes, Arbitraries.integers().between(100, 3000))
            .as(BytesLongMapProperties::repeat);
    Arbitrary<byte[]> any = Arbitraries.bytes().array(byte[].class).ofMaxSize(34);
    Arbitrary<byte[]> keys = Arbitraries.oneOf(few, repeated, repeated, large, any);
    return Combinators.combine(
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(60, Arbitraries.integers().between(0, 10)),
                net.jqwik.api.Tuple.of(3, Arbitraries.integers().between(11, 15))),
            keys.map(Slice::of),
            Arbitraries.integers().between(0, 20),
            Arbitraries.integers().between(0, 20),
            Arbitraries.longs())
        .as(Step::new)
        .list()
        .ofMaxSize(250);
  }

  /** A step as those above, of more different keys. */
  private static Step step(Random random, boolean keeping) {
    boolean any = random.nextInt(keeping ? 1_000 : 20) == 0;
    int verb = any ? 11 + random.nextInt(5) : random.nextInt(11);
    byte value = (byte) random.nextInt(-1, 4);
    byte[] key =
        switch (random.nextInt(10)) {
          case 0, 1 -> repeat(value, random.nextInt(19));
          case 2 -> repeat(value, 100 + random.nextInt(2_901));
          default -> new byte[random.nextInt(35)];
        };
    for (int i = random.nextInt(4); i > 0 && key.length > 0; i--) {
      key[random.nextInt(key.length)] = (byte) random.nextInt();
    }
    return new Step(verb, Slice.of(key), random.nextInt(21), random.nextInt(21), random.nextLong());
  }

  private static byte[] repeat(byte value, int length) {
    byte[] key = new byte[length];
    Arrays.fill(key, value);
    return key;
  }
}

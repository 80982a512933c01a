// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import it.unimi.dsi.fastutil.objects.Object2ObjectLinkedOpenHashMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// IndexMap against the maps of the JDK and fastutil that keep an order, and `HashMap`. Keys are
/// strings of random digits; lookups are by the objects that are in the map, in random order, and
/// go through rings too long to be learnt. Maps are filled in one go, so that the nodes of
/// `LinkedHashMap` lie in order.
@SuppressWarnings("ReferenceEquality") // a walk that reads references and follows none
public class IndexMapProof {
  private static final int BATCH = 1024;
  private static final int ELEMENTS = 100_000; // a build or a pass, in maps of the size
  private static final int RING = 1 << 16; // a multiple of BATCH
  private static final int BYTES = 96; // about, of an entry and its key

  private IndexMapProof() {}

  /// The keys of one map, and rings of lookups.
  @State(Scope.Thread)
  public abstract static class Input {
    /// The number of entries.
    @Param({"1000", "100000"})
    public int size;

    String[] live = {};
    final String[] hits = new String[RING];
    final String[] misses = new String[RING];
    private int at;

    /// Fills the map and the rings.
    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      live = new String[size];
      for (int i = 0; i < size; i++) {
        live[i] = Long.toString(random.nextLong());
        add(live[i]);
      }
      for (int i = 0; i < RING; i++) {
        hits[i] = live[random.nextInt(size)];
        misses[i] = Long.toString(random.nextLong()); // its hash code is kept at the first look
      }
    }

    abstract void add(String key);

    final int batch() {
      at = (at + BATCH) & (RING - 1);
      return at;
    }
  }

  /// Ours.
  public static class Cermet extends Input {
    private final IndexMap<String, Object> map = new IndexMap<>();

    @Override
    void add(String key) {
      map.put(key, key);
    }

    /// Compares each key with its value, in order; the time is that of an entry.
    ///
    /// @return how many are the same
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(
        workingSet = BYTES,
        elements = "size",
        headline = "Jdk",
        params = {"size=100000"})
    public int iterate() {
      int[] same = {0};
      for (int left = ELEMENTS; left > 0; left -= size) {
        map.forEach((key, value) -> same[0] += key == value ? 1 : 0);
      }
      return same[0];
    }

    /// Finds keys that are there.
    ///
    /// @return how many
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public int hit() {
      int found = 0;
      for (int i = batch(), end = i + BATCH; i < end; i++) {
        found += map.get(hits[i]) == null ? 0 : 1;
      }
      return found;
    }

    /// Looks for keys that are not there.
    ///
    /// @return none
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(workingSet = BYTES, elements = "size")
    public int miss() {
      int found = 0;
      for (int i = batch(), end = i + BATCH; i < end; i++) {
        found += map.get(misses[i]) == null ? 0 : 1;
      }
      return found;
    }

    /// Builds from empty, growing; the time is that of an entry.
    ///
    /// @return the last map
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    @Case(kind = Kind.ALLOCATING)
    public Object put() {
      var built = new IndexMap<String, Object>();
      for (int left = ELEMENTS; left > 0; left -= size) {
        built = new IndexMap<>();
        for (String key : live) {
          built.put(key, key);
        }
      }
      return built;
    }
  }

  /// Fastutil's linked map.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends Input {
    private final Object2ObjectLinkedOpenHashMap<String, Object> map =
        new Object2ObjectLinkedOpenHashMap<>();

    @Override
    void add(String key) {
      map.put(key, key);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate() {
      int[] same = {0};
      for (int left = ELEMENTS; left > 0; left -= size) {
        map.object2ObjectEntrySet().fastForEach(e -> same[0] += e.getKey() == e.getValue() ? 1 : 0);
      }
      return same[0];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit() {
      int found = 0;
      for (int i = batch(), end = i + BATCH; i < end; i++) {
        found += map.get(hits[i]) == null ? 0 : 1;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss() {
      int found = 0;
      for (int i = batch(), end = i + BATCH; i < end; i++) {
        found += map.get(misses[i]) == null ? 0 : 1;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put() {
      var built = new Object2ObjectLinkedOpenHashMap<String, Object>();
      for (int left = ELEMENTS; left > 0; left -= size) {
        built = new Object2ObjectLinkedOpenHashMap<>();
        for (String key : live) {
          built.put(key, key);
        }
      }
      return built;
    }
  }

  /// The JDK's `LinkedHashMap`.
  @Peer("jdk")
  public static class Jdk extends Input {
    private final LinkedHashMap<String, Object> map = new LinkedHashMap<>();

    @Override
    void add(String key) {
      map.put(key, key);
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public int iterate() {
      int[] same = {0};
      for (int left = ELEMENTS; left > 0; left -= size) {
        map.forEach((key, value) -> same[0] += key == value ? 1 : 0);
      }
      return same[0];
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit() {
      int found = 0;
      for (int i = batch(), end = i + BATCH; i < end; i++) {
        found += map.get(hits[i]) == null ? 0 : 1;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss() {
      int found = 0;
      for (int i = batch(), end = i + BATCH; i < end; i++) {
        found += map.get(misses[i]) == null ? 0 : 1;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public Object put() {
      var built = new LinkedHashMap<String, Object>();
      for (int left = ELEMENTS; left > 0; left -= size) {
        built = new LinkedHashMap<>();
        for (String key : live) {
          built.put(key, key);
        }
      }
      return built;
    }
  }

  /// The JDK's `HashMap`, which has no order.
  @Peer("jdk")
  public static class JdkUnordered extends Input {
    private final HashMap<String, Object> map = new HashMap<>();

    @Override
    void add(String key) {
      map.put(key, key);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit() {
      int found = 0;
      for (int i = batch(), end = i + BATCH; i < end; i++) {
        found += map.get(hits[i]) == null ? 0 : 1;
      }
      return found;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss() {
      int found = 0;
      for (int i = batch(), end = i + BATCH; i < end; i++) {
        found += map.get(misses[i]) == null ? 0 : 1;
      }
      return found;
    }
  }
}

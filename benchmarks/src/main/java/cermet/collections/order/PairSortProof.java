// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.Comparator;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// PairSort against what fastutil and the JDK have for keys with something beside them. Each sort
/// copies its pairs from another part of a pool first, so that no branch predictor learns them.
public class PairSortProof {
  private static final int POOL = 1 << 20; // pairs to choose from

  /// What is sorted: random for each fork.
  @State(Scope.Thread)
  public abstract static class Input {
    /// How many pairs.
    @Param({"1000", "100000"})
    public int size;

    private final long[] pool = new SplittableRandom(Seed.fresh()).longs(POOL).toArray();
    private final long[] steep = new long[POOL];
    private final int[] smallPool = new int[POOL];
    private int at;
    long[] keys = {};
    long[] values = {};
    int[] smallKeys = {};
    int[] smallValues = {};
    Object[] objects = {};

    /// Makes the arrays.
    @Setup(Level.Trial)
    public void make() {
      for (int i = 0; i < POOL; i++) {
        smallPool[i] = (int) pool[i];
        steep[i] = pool[i] >> (pool[i] & 63);
      }
      keys = new long[size];
      values = new long[size];
      smallKeys = new int[size];
      smallValues = new int[size];
      objects = new Object[size];
      for (int i = 0; i < size; i++) {
        objects[i] = new Object();
      }
    }

    private void turn() {
      at += size;
      if (at > POOL - size) {
        at = at & 1023;
      }
    }

    /// Keys that spread evenly.
    final void even() {
      turn();
      System.arraycopy(pool, at, keys, 0, size);
      System.arraycopy(pool, POOL - size - at, values, 0, size);
    }

    /// Keys of which each power of two holds as many as the next.
    final void steep() {
      turn();
      System.arraycopy(steep, at, keys, 0, size);
      System.arraycopy(pool, POOL - size - at, values, 0, size);
    }

    final void small() {
      turn();
      System.arraycopy(smallPool, at, smallKeys, 0, size);
      System.arraycopy(smallPool, POOL - size - at, smallValues, 0, size);
    }

    final long ends() {
      return keys[0] + values[size - 1];
    }
  }

  /// Ours.
  public static class Cermet extends Input {
    private final PairSort.Scratch scratch = new PairSort.Scratch();

    /// Long keys that spread evenly, with longs.
    ///
    /// @return both ends
    @Benchmark
    @Case(
        workingSet = 48,
        elements = "size",
        headline = "Fastutil",
        params = {"size=100000"})
    public long longs() {
      even();
      PairSort.sort(keys, values, 0, size, scratch);
      return ends();
    }

    /// Long keys of very different sizes, with longs.
    ///
    /// @return both ends
    @Benchmark
    @Case(workingSet = 48, elements = "size")
    public long steepLongs() {
      steep();
      PairSort.sort(keys, values, 0, size, scratch);
      return ends();
    }

    /// Long keys that spread evenly, with objects.
    ///
    /// @return both ends
    @Benchmark
    @Case(workingSet = 48, elements = "size")
    public long objects() {
      even();
      PairSort.sort(keys, objects, 0, size, scratch);
      return ends();
    }

    /// Int keys that spread evenly, with ints.
    ///
    /// @return both ends
    @Benchmark
    @Case(workingSet = 48, elements = "size")
    public long ints() {
      small();
      PairSort.sort(smallKeys, smallValues, 0, size, scratch);
      return (long) smallKeys[0] + smallValues[size - 1];
    }
  }

  /// Fastutil's radix sorts of two arrays, which compare the values where keys are equal; objects
  /// by its quick sort with a swapper.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends Input {
    @Benchmark
    public long longs() {
      even();
      it.unimi.dsi.fastutil.longs.LongArrays.radixSort(keys, values);
      return ends();
    }

    @Benchmark
    public long steepLongs() {
      steep();
      it.unimi.dsi.fastutil.longs.LongArrays.radixSort(keys, values);
      return ends();
    }

    @Benchmark
    public long objects() {
      even();
      it.unimi.dsi.fastutil.Arrays.quickSort(
          0,
          size,
          (a, b) -> Long.compare(keys[a], keys[b]),
          (a, b) -> {
            long key = keys[a];
            keys[a] = keys[b];
            keys[b] = key;
            Object object = objects[a];
            objects[a] = objects[b];
            objects[b] = object;
          });
      return ends();
    }

    @Benchmark
    public long ints() {
      small();
      it.unimi.dsi.fastutil.ints.IntArrays.radixSort(smallKeys, smallValues);
      return (long) smallKeys[0] + smallValues[size - 1];
    }
  }

  /// Fastutil's quick sort with a swapper.
  @Peer("it.unimi.dsi:fastutil")
  public static class FastutilQuick extends Input {
    @Benchmark
    public long longs() {
      even();
      quick();
      return ends();
    }

    @Benchmark
    public long steepLongs() {
      steep();
      quick();
      return ends();
    }

    private void quick() {
      it.unimi.dsi.fastutil.Arrays.quickSort(
          0,
          size,
          (a, b) -> Long.compare(keys[a], keys[b]),
          (a, b) -> {
            long key = keys[a];
            keys[a] = keys[b];
            keys[b] = key;
            long value = values[a];
            values[a] = values[b];
            values[b] = value;
          });
    }
  }

  /// The JDK's stable sort of objects that hold a key and a value; filling them is part of it.
  @Peer("jdk")
  public static class Jdk extends Input {
    private Row[] rows = {};

    @Benchmark
    public long longs() {
      even();
      return sortRows();
    }

    @Benchmark
    public long steepLongs() {
      steep();
      return sortRows();
    }

    private long sortRows() {
      if (rows.length == 0) {
        rows = new Row[size];
        for (int i = 0; i < size; i++) {
          rows[i] = new Row();
        }
      }
      for (int i = 0; i < size; i++) {
        rows[i].key = keys[i];
        rows[i].value = values[i];
      }
      java.util.Arrays.sort(rows, Comparator.comparingLong(row -> row.key));
      return rows[0].key + rows[size - 1].value;
    }

    private static final class Row {
      private long key;
      private long value;
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// FixedLongList against the growable lists of the peers, made with room for all: none has a list
/// that refuses.
public class FixedLongListProof {
  private static final int SIZE = 1000;

  private FixedLongListProof() {}

  /// The elements: random for each fork.
  @State(Scope.Thread)
  public abstract static class Input {
    final long[] values = new long[SIZE];

    /// Draws the elements and fills the list that is read.
    @Setup(Level.Trial)
    public void fill() {
      Random random = new Random(Seed.fresh());
      for (int i = 0; i < SIZE; i++) {
        values[i] = random.nextLong();
      }
      keep(values);
    }

    abstract void keep(long[] values);
  }

  /// Ours.
  public static class Cermet extends Input {
    private final FixedLongList kept = new FixedLongList(SIZE);
    private final FixedLongList batch = new FixedLongList(SIZE);

    @Override
    void keep(long[] values) {
      for (long value : values) {
        kept.add(value);
      }
    }

    /// A batch that is emptied, filled and summed; the time is that of an element.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(SIZE)
    @Case(headline = "Fastutil")
    public long fillAndSum() {
      batch.clear();
      for (long value : values) {
        if (!batch.offer(value)) {
          return -1;
        }
      }
      return sum(batch);
    }

    /// Every element by its index; the time is that of an element.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long getAndSum() {
      return sum(kept);
    }

    private static long sum(FixedLongList list) {
      long sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }

  /// fastutil's LongArrayList.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends Input {
    private final it.unimi.dsi.fastutil.longs.LongArrayList kept =
        new it.unimi.dsi.fastutil.longs.LongArrayList(SIZE);
    private final it.unimi.dsi.fastutil.longs.LongArrayList batch =
        new it.unimi.dsi.fastutil.longs.LongArrayList(SIZE);

    @Override
    void keep(long[] values) {
      for (long value : values) {
        kept.add(value);
      }
    }

    /// A batch that is emptied, filled and summed; the time is that of an element.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long fillAndSum() {
      batch.clear();
      for (long value : values) {
        batch.add(value);
      }
      return sum(batch);
    }

    /// Every element by its index; the time is that of an element.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long getAndSum() {
      return sum(kept);
    }

    private static long sum(it.unimi.dsi.fastutil.longs.LongArrayList list) {
      long sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.getLong(i);
      }
      return sum;
    }
  }

  /// HPPC's LongArrayList.
  @Peer("com.carrotsearch:hppc")
  public static class Hppc extends Input {
    private final com.carrotsearch.hppc.LongArrayList kept =
        new com.carrotsearch.hppc.LongArrayList(SIZE);
    private final com.carrotsearch.hppc.LongArrayList batch =
        new com.carrotsearch.hppc.LongArrayList(SIZE);

    @Override
    void keep(long[] values) {
      for (long value : values) {
        kept.add(value);
      }
    }

    /// A batch that is emptied, filled and summed; the time is that of an element.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long fillAndSum() {
      batch.clear();
      for (long value : values) {
        batch.add(value);
      }
      return sum(batch);
    }

    /// Every element by its index; the time is that of an element.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long getAndSum() {
      return sum(kept);
    }

    private static long sum(com.carrotsearch.hppc.LongArrayList list) {
      long sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }

  /// Eclipse Collections' LongArrayList.
  @Peer("org.eclipse.collections:eclipse-collections")
  public static class Eclipse extends Input {
    private final org.eclipse.collections.impl.list.mutable.primitive.LongArrayList kept =
        new org.eclipse.collections.impl.list.mutable.primitive.LongArrayList(SIZE);
    private final org.eclipse.collections.impl.list.mutable.primitive.LongArrayList batch =
        new org.eclipse.collections.impl.list.mutable.primitive.LongArrayList(SIZE);

    @Override
    void keep(long[] values) {
      for (long value : values) {
        kept.add(value);
      }
    }

    /// A batch that is emptied, filled and summed; the time is that of an element.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long fillAndSum() {
      batch.clear();
      for (long value : values) {
        batch.add(value);
      }
      return sum(batch);
    }

    /// Every element by its index; the time is that of an element.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long getAndSum() {
      return sum(kept);
    }

    private static long sum(
        org.eclipse.collections.impl.list.mutable.primitive.LongArrayList list) {
      long sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }

  /// Agrona's LongArrayList.
  @Peer("org.agrona:agrona")
  public static class Agrona extends Input {
    private final org.agrona.collections.LongArrayList kept =
        new org.agrona.collections.LongArrayList(SIZE, Long.MIN_VALUE);
    private final org.agrona.collections.LongArrayList batch =
        new org.agrona.collections.LongArrayList(SIZE, Long.MIN_VALUE);

    @Override
    void keep(long[] values) {
      for (long value : values) {
        kept.addLong(value);
      }
    }

    /// A batch that is emptied, filled and summed; the time is that of an element.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long fillAndSum() {
      batch.clear();
      for (long value : values) {
        batch.addLong(value);
      }
      return sum(batch);
    }

    /// Every element by its index; the time is that of an element.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(SIZE)
    public long getAndSum() {
      return sum(kept);
    }

    private static long sum(org.agrona.collections.LongArrayList list) {
      long sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.getLong(i);
      }
      return sum;
    }
  }
}

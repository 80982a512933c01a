// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// LongList against the array lists of the peers.
public class LongListProof {
  private static final int LISTS = 1024;

  /// The elements: random for each fork.
  @State(Scope.Thread)
  public abstract static class Input {
    /// How many elements.
    @Param({"4", "1000"})
    public int size;

    long[] values = {};
    long[] content = {};
    final int[] lengths = new int[LISTS];
    Object last = ""; // what escapes

    /// Draws the elements and the lengths, and fills the list that is read.
    @Setup(Level.Trial)
    public void fill() {
      Random random = new Random(Seed.fresh());
      values = new long[size];
      for (int i = 0; i < size; i++) {
        values[i] = random.nextLong();
      }
      keep(values);
      content = new long[2 * size];
      for (int i = 0; i < content.length; i++) {
        content[i] = random.nextLong();
      }
      for (int i = 0; i < LISTS; i++) {
        lengths[i] = 1 + random.nextInt(2 * size);
      }
    }

    abstract void keep(long[] values);
  }

  /// Ours.
  public static class Cermet extends Input {
    private final LongList kept = new LongList();

    @Override
    void keep(long[] values) {
      for (long value : values) {
        kept.add(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    @Case(
        kind = Kind.ALLOCATING,
        headline = "Fastutil",
        params = {"size=4"})
    public long buildAndSum() {
      LongList list = new LongList();
      for (long value : values) {
        list.add(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    @Case(kind = Kind.ALLOCATING)
    public long mixedLengths() {
      long sum = 0;
      for (int length : lengths) {
        LongList list = new LongList();
        for (int i = 0; i < length; i++) {
          list.add(content[i]);
        }
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Every element by its index.
    ///
    /// @return the sum
    @Benchmark
    public long getAndSum() {
      return sum(kept);
    }

    private static long sum(LongList list) {
      long sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }

    // No int: one proof of ways to walk is enough.
    // No double: one proof of ways to walk is enough.
    /// Three times each positive element, summed by a loop over the list's indices.
    ///
    /// @return the sum
    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long sumFiltered() {
      return tripled(kept);
    }

    /// The same where every way to walk has seen three other lambdas before.
    ///
    /// @param seen what has seen them
    /// @return the sum
    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long sumFilteredPolluted(LongListWalks seen) {
      return tripled(kept);
    }

    private static long tripled(LongList list) {
      long sum = 0;
      for (int i = 0; i < list.size(); i++) {
        long value = list.get(i);
        if (value > 0) {
          sum += 3 * value;
        }
      }
      return sum;
    }
    // To here.
  }

  /// fastutil's LongArrayList.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends Input {
    private final it.unimi.dsi.fastutil.longs.LongArrayList kept =
        new it.unimi.dsi.fastutil.longs.LongArrayList();

    @Override
    void keep(long[] values) {
      for (long value : values) {
        kept.add(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    public long buildAndSum() {
      var list = new it.unimi.dsi.fastutil.longs.LongArrayList();
      for (long value : values) {
        list.add(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public long mixedLengths() {
      long sum = 0;
      for (int length : lengths) {
        var list = new it.unimi.dsi.fastutil.longs.LongArrayList();
        for (int i = 0; i < length; i++) {
          list.add(content[i]);
        }
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Every element by its index.
    ///
    /// @return the sum
    @Benchmark
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
        new com.carrotsearch.hppc.LongArrayList();

    @Override
    void keep(long[] values) {
      for (long value : values) {
        kept.add(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    public long buildAndSum() {
      var list = new com.carrotsearch.hppc.LongArrayList();
      for (long value : values) {
        list.add(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public long mixedLengths() {
      long sum = 0;
      for (int length : lengths) {
        var list = new com.carrotsearch.hppc.LongArrayList();
        for (int i = 0; i < length; i++) {
          list.add(content[i]);
        }
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Every element by its index.
    ///
    /// @return the sum
    @Benchmark
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
        new org.eclipse.collections.impl.list.mutable.primitive.LongArrayList();

    @Override
    void keep(long[] values) {
      for (long value : values) {
        kept.add(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    public long buildAndSum() {
      var list = new org.eclipse.collections.impl.list.mutable.primitive.LongArrayList();
      for (long value : values) {
        list.add(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public long mixedLengths() {
      long sum = 0;
      for (int length : lengths) {
        var list = new org.eclipse.collections.impl.list.mutable.primitive.LongArrayList();
        for (int i = 0; i < length; i++) {
          list.add(content[i]);
        }
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Every element by its index.
    ///
    /// @return the sum
    @Benchmark
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

  // No double: Agrona has no list of them.
  /// Agrona's LongArrayList.
  @Peer("org.agrona:agrona")
  public static class Agrona extends Input {
    private final org.agrona.collections.LongArrayList kept =
        new org.agrona.collections.LongArrayList();

    @Override
    void keep(long[] values) {
      for (long value : values) {
        kept.addLong(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    public long buildAndSum() {
      var list = new org.agrona.collections.LongArrayList();
      for (long value : values) {
        list.addLong(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public long mixedLengths() {
      long sum = 0;
      for (int length : lengths) {
        var list = new org.agrona.collections.LongArrayList();
        for (int i = 0; i < length; i++) {
          list.addLong(content[i]);
        }
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Every element by its index.
    ///
    /// @return the sum
    @Benchmark
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

  // To here.

  // No int: one proof of ways to walk is enough.
  // No double: one proof of ways to walk is enough.
  /// A loop over an array.
  @Peer("none")
  public static class PlainArray extends Input {
    @Override
    void keep(long[] values) {}

    /// Three times each positive element, summed.
    ///
    /// @return the sum
    @Benchmark
    public long sumFiltered() {
      return tripled(values);
    }

    /// The same where every way to walk has seen three other lambdas before.
    ///
    /// @param seen what has seen them
    /// @return the sum
    @Benchmark
    public long sumFilteredPolluted(LongListWalks seen) {
      return tripled(values);
    }

    private static long tripled(long[] values) {
      long sum = 0;
      for (long value : values) {
        if (value > 0) {
          sum += 3 * value;
        }
      }
      return sum;
    }
  }

  /// The iterator of our list.
  @Peer("none")
  public static class OwnIterator extends Input {
    private final LongList kept = new LongList();

    @Override
    void keep(long[] values) {
      kept.addAll(values);
    }

    /// Three times each positive element, summed.
    ///
    /// @return the sum
    @Benchmark
    public long sumFiltered() {
      return tripled(kept);
    }

    /// The same where every way to walk has seen three other lambdas before.
    ///
    /// @param seen what has seen them
    /// @return the sum
    @Benchmark
    public long sumFilteredPolluted(LongListWalks seen) {
      return tripled(kept);
    }

    private static long tripled(LongList list) {
      long sum = 0;
      for (var each = list.iterator(); each.hasNext(); ) {
        long value = each.nextLong();
        if (value > 0) {
          sum += 3 * value;
        }
      }
      return sum;
    }
  }

  /// A lambda that our list calls with each element.
  @Peer("none")
  public static class OwnForEach extends Input {
    private final LongList kept = new LongList();

    @Override
    void keep(long[] values) {
      kept.addAll(values);
    }

    /// Three times each positive element, summed.
    ///
    /// @return the sum
    @Benchmark
    public long sumFiltered() {
      return tripled(kept);
    }

    /// The same where every way to walk has seen three other lambdas before.
    ///
    /// @param seen what has seen them
    /// @return the sum
    @Benchmark
    public long sumFilteredPolluted(LongListWalks seen) {
      return tripled(kept);
    }

    private static long tripled(LongList list) {
      long[] sum = {0};
      list.forEach(value -> {
        if (value > 0) {
          sum[0] += 3 * value;
        }
      });
      return sum[0];
    }
  }

  /// A chain of the JDK over the elements of our list, without boxes.
  @Peer("jdk")
  public static class JdkStream extends Input {
    private final LongList kept = new LongList();

    @Override
    void keep(long[] values) {
      kept.addAll(values);
    }

    /// Three times each positive element, summed.
    ///
    /// @return the sum
    @Benchmark
    public long sumFiltered() {
      return tripled(kept);
    }

    /// The same where every way to walk has seen three other lambdas before.
    ///
    /// @param seen what has seen them
    /// @return the sum
    @Benchmark
    public long sumFilteredPolluted(LongListWalks seen) {
      return tripled(kept);
    }

    private static long tripled(LongList list) {
      return list.stream().filter(value -> value > 0).map(value -> 3 * value).sum();
    }
  }

  /// The same chain over a list of the JDK's, with boxes.
  @Peer("jdk")
  public static class JdkBoxedStream extends Input {
    private final java.util.ArrayList<Long> kept = new java.util.ArrayList<>();

    @Override
    void keep(long[] values) {
      for (long value : values) {
        kept.add(value);
      }
    }

    /// Three times each positive element, summed.
    ///
    /// @return the sum
    @Benchmark
    public long sumFiltered() {
      return tripled(kept);
    }

    /// The same where every way to walk has seen three other lambdas before.
    ///
    /// @param seen what has seen them
    /// @return the sum
    @Benchmark
    public long sumFilteredPolluted(LongListWalks seen) {
      return tripled(kept);
    }

    private static long tripled(java.util.List<Long> list) {
      return list.stream().filter(value -> value > 0).map(value -> 3 * value).reduce(0L, Long::sum);
    }
  }
  // To here.
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongListProof.java by tools/Derive.java; edit that file.

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

/// DoubleList against the array lists of the peers.
public class DoubleListProof {
  private static final int LISTS = 1024;

  /// The elements: random for each fork.
  @State(Scope.Thread)
  public abstract static class Input {
    /// How many elements.
    @Param({"4", "1000"})
    public int size;

    double[] values = {};
    double[] content = {};
    final int[] lengths = new int[LISTS];
    Object last = ""; // what escapes

    /// Draws the elements and the lengths, and fills the list that is read.
    @Setup(Level.Trial)
    public void fill() {
      Random random = new Random(Seed.fresh());
      values = new double[size];
      for (int i = 0; i < size; i++) {
        values[i] = random.nextDouble();
      }
      keep(values);
      content = new double[2 * size];
      for (int i = 0; i < content.length; i++) {
        content[i] = random.nextDouble();
      }
      for (int i = 0; i < LISTS; i++) {
        lengths[i] = 1 + random.nextInt(2 * size);
      }
    }

    abstract void keep(double[] values);
  }

  /// Ours.
  public static class Cermet extends Input {
    private final DoubleList kept = new DoubleList();

    @Override
    void keep(double[] values) {
      for (double value : values) {
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
    public double buildAndSum() {
      DoubleList list = new DoubleList();
      for (double value : values) {
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
    public double mixedLengths() {
      double sum = 0;
      for (int length : lengths) {
        DoubleList list = new DoubleList();
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
    public double getAndSum() {
      return sum(kept);
    }

    private static double sum(DoubleList list) {
      double sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }

    // No int: one proof of ways to walk is enough.
  }

  /// fastutil's DoubleArrayList.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends Input {
    private final it.unimi.dsi.fastutil.doubles.DoubleArrayList kept =
        new it.unimi.dsi.fastutil.doubles.DoubleArrayList();

    @Override
    void keep(double[] values) {
      for (double value : values) {
        kept.add(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    public double buildAndSum() {
      var list = new it.unimi.dsi.fastutil.doubles.DoubleArrayList();
      for (double value : values) {
        list.add(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public double mixedLengths() {
      double sum = 0;
      for (int length : lengths) {
        var list = new it.unimi.dsi.fastutil.doubles.DoubleArrayList();
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
    public double getAndSum() {
      return sum(kept);
    }

    private static double sum(it.unimi.dsi.fastutil.doubles.DoubleArrayList list) {
      double sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.getDouble(i);
      }
      return sum;
    }
  }

  /// HPPC's DoubleArrayList.
  @Peer("com.carrotsearch:hppc")
  public static class Hppc extends Input {
    private final com.carrotsearch.hppc.DoubleArrayList kept =
        new com.carrotsearch.hppc.DoubleArrayList();

    @Override
    void keep(double[] values) {
      for (double value : values) {
        kept.add(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    public double buildAndSum() {
      var list = new com.carrotsearch.hppc.DoubleArrayList();
      for (double value : values) {
        list.add(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public double mixedLengths() {
      double sum = 0;
      for (int length : lengths) {
        var list = new com.carrotsearch.hppc.DoubleArrayList();
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
    public double getAndSum() {
      return sum(kept);
    }

    private static double sum(com.carrotsearch.hppc.DoubleArrayList list) {
      double sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }

  /// Eclipse Collections' DoubleArrayList.
  @Peer("org.eclipse.collections:eclipse-collections")
  public static class Eclipse extends Input {
    private final org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList kept =
        new org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList();

    @Override
    void keep(double[] values) {
      for (double value : values) {
        kept.add(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    public double buildAndSum() {
      var list = new org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList();
      for (double value : values) {
        list.add(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public double mixedLengths() {
      double sum = 0;
      for (int length : lengths) {
        var list = new org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList();
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
    public double getAndSum() {
      return sum(kept);
    }

    private static double sum(
        org.eclipse.collections.impl.list.mutable.primitive.DoubleArrayList list) {
      double sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }

  // No int: one proof of ways to walk is enough.
}

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

/// IntList against the array lists of the peers.
public class IntListProof {
  private static final int LISTS = 1024;

  /// The elements: random for each fork.
  @State(Scope.Thread)
  public abstract static class Input {
    /// How many elements.
    @Param({"4", "1000"})
    public int size;

    int[] values = {};
    int[] content = {};
    final int[] lengths = new int[LISTS];
    Object last = ""; // what escapes

    /// Draws the elements and the lengths, and fills the list that is read.
    @Setup(Level.Trial)
    public void fill() {
      Random random = new Random(Seed.fresh());
      values = new int[size];
      for (int i = 0; i < size; i++) {
        values[i] = random.nextInt();
      }
      keep(values);
      content = new int[2 * size];
      for (int i = 0; i < content.length; i++) {
        content[i] = random.nextInt();
      }
      for (int i = 0; i < LISTS; i++) {
        lengths[i] = 1 + random.nextInt(2 * size);
      }
    }

    abstract void keep(int[] values);
  }

  /// Ours.
  public static class Cermet extends Input {
    private final IntList kept = new IntList();

    @Override
    void keep(int[] values) {
      for (int value : values) {
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
    public int buildAndSum() {
      IntList list = new IntList();
      for (int value : values) {
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
    public int mixedLengths() {
      int sum = 0;
      for (int length : lengths) {
        IntList list = new IntList();
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
    public int getAndSum() {
      return sum(kept);
    }

    private static int sum(IntList list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }

  /// fastutil's IntArrayList.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends Input {
    private final it.unimi.dsi.fastutil.ints.IntArrayList kept =
        new it.unimi.dsi.fastutil.ints.IntArrayList();

    @Override
    void keep(int[] values) {
      for (int value : values) {
        kept.add(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    public int buildAndSum() {
      var list = new it.unimi.dsi.fastutil.ints.IntArrayList();
      for (int value : values) {
        list.add(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int mixedLengths() {
      int sum = 0;
      for (int length : lengths) {
        var list = new it.unimi.dsi.fastutil.ints.IntArrayList();
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
    public int getAndSum() {
      return sum(kept);
    }

    private static int sum(it.unimi.dsi.fastutil.ints.IntArrayList list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.getInt(i);
      }
      return sum;
    }
  }

  /// HPPC's IntArrayList.
  @Peer("com.carrotsearch:hppc")
  public static class Hppc extends Input {
    private final com.carrotsearch.hppc.IntArrayList kept =
        new com.carrotsearch.hppc.IntArrayList();

    @Override
    void keep(int[] values) {
      for (int value : values) {
        kept.add(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    public int buildAndSum() {
      var list = new com.carrotsearch.hppc.IntArrayList();
      for (int value : values) {
        list.add(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int mixedLengths() {
      int sum = 0;
      for (int length : lengths) {
        var list = new com.carrotsearch.hppc.IntArrayList();
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
    public int getAndSum() {
      return sum(kept);
    }

    private static int sum(com.carrotsearch.hppc.IntArrayList list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }

  /// Eclipse Collections' IntArrayList.
  @Peer("org.eclipse.collections:eclipse-collections")
  public static class Eclipse extends Input {
    private final org.eclipse.collections.impl.list.mutable.primitive.IntArrayList kept =
        new org.eclipse.collections.impl.list.mutable.primitive.IntArrayList();

    @Override
    void keep(int[] values) {
      for (int value : values) {
        kept.add(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    public int buildAndSum() {
      var list = new org.eclipse.collections.impl.list.mutable.primitive.IntArrayList();
      for (int value : values) {
        list.add(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int mixedLengths() {
      int sum = 0;
      for (int length : lengths) {
        var list = new org.eclipse.collections.impl.list.mutable.primitive.IntArrayList();
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
    public int getAndSum() {
      return sum(kept);
    }

    private static int sum(org.eclipse.collections.impl.list.mutable.primitive.IntArrayList list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }

  // No double: Agrona has no list of them.
  /// Agrona's IntArrayList.
  @Peer("org.agrona:agrona")
  public static class Agrona extends Input {
    private final org.agrona.collections.IntArrayList kept =
        new org.agrona.collections.IntArrayList();

    @Override
    void keep(int[] values) {
      for (int value : values) {
        kept.addInt(value);
      }
    }

    /// A new list of unknown size, filled and summed.
    ///
    /// @return the sum
    @Benchmark
    public int buildAndSum() {
      var list = new org.agrona.collections.IntArrayList();
      for (int value : values) {
        list.addInt(value);
      }
      return sum(list);
    }

    /// New lists of unknown sizes, of one element to twice as many, kept in turn and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int mixedLengths() {
      int sum = 0;
      for (int length : lengths) {
        var list = new org.agrona.collections.IntArrayList();
        for (int i = 0; i < length; i++) {
          list.addInt(content[i]);
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
    public int getAndSum() {
      return sum(kept);
    }

    private static int sum(org.agrona.collections.IntArrayList list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.getInt(i);
      }
      return sum;
    }
  }
  // To here.
}

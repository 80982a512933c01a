// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from SmallLongListProof.java by tools/Derive.java; edit that file.

package cermet.collections.list;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// SmallIntList against the lists of the peers, all made without saying how long they become, of
/// lengths for which it is meant and of lengths for which it is not. The time is that of a list.
public class SmallIntListProof {
  private static final int LISTS = 1024;

  private SmallIntListProof() {}

  /// How long each list becomes, and what it holds: random for each fork.
  @State(Scope.Thread)
  public abstract static class Input {
    /// The least length, a dash, the greatest; `1-8` is what fields are not made for.
    @Param({"1-1", "4-4", "1-4", "1-8"})
    public String lengths = "";

    final int[] length = new int[LISTS];
    int[] values = {};

    /// Draws lengths and elements.
    @Setup(Level.Trial)
    public void draw() {
      Random random = new Random(Seed.fresh());
      int least = lengths.charAt(0) - '0';
      int greatest = lengths.charAt(2) - '0';
      values = new int[greatest];
      for (int i = 0; i < greatest; i++) {
        values[i] = random.nextInt();
      }
      for (int i = 0; i < LISTS; i++) {
        length[i] = least + random.nextInt(greatest - least + 1);
      }
    }
  }

  /// Ours.
  public static class Cermet extends Input {
    private @Nullable SmallIntList last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    @Case(
        kind = Kind.ALLOCATING,
        headline = "Fastutil",
        params = {"lengths=1-4"})
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        SmallIntList list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    @Case(kind = Kind.ALLOCATING)
    public int local() {
      int sum = 0;
      for (int count : length) {
        sum += sum(built(count));
      }
      return sum;
    }

    /// The last list that was kept.
    ///
    /// @return the list
    public @Nullable Object last() {
      return last;
    }

    private SmallIntList built(int count) {
      SmallIntList list = new SmallIntList();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
    }

    private static int sum(SmallIntList list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }

  /// Our IntList, the lean list with an array: what to take where lists are often longer.
  @Peer("none")
  public static class Lean extends Input {
    private @Nullable IntList last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        IntList list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int local() {
      int sum = 0;
      for (int count : length) {
        sum += sum(built(count));
      }
      return sum;
    }

    /// The last list that was kept.
    ///
    /// @return the list
    public @Nullable Object last() {
      return last;
    }

    private IntList built(int count) {
      IntList list = new IntList();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
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
    private it.unimi.dsi.fastutil.ints.@Nullable IntArrayList last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        it.unimi.dsi.fastutil.ints.IntArrayList list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int local() {
      int sum = 0;
      for (int count : length) {
        sum += sum(built(count));
      }
      return sum;
    }

    /// The last list that was kept.
    ///
    /// @return the list
    public @Nullable Object last() {
      return last;
    }

    private it.unimi.dsi.fastutil.ints.IntArrayList built(int count) {
      it.unimi.dsi.fastutil.ints.IntArrayList list = new it.unimi.dsi.fastutil.ints.IntArrayList();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
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
    private com.carrotsearch.hppc.@Nullable IntArrayList last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        com.carrotsearch.hppc.IntArrayList list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int local() {
      int sum = 0;
      for (int count : length) {
        sum += sum(built(count));
      }
      return sum;
    }

    /// The last list that was kept.
    ///
    /// @return the list
    public @Nullable Object last() {
      return last;
    }

    private com.carrotsearch.hppc.IntArrayList built(int count) {
      com.carrotsearch.hppc.IntArrayList list = new com.carrotsearch.hppc.IntArrayList();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
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
    private org.eclipse.collections.impl.list.mutable.primitive.@Nullable IntArrayList
        last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        org.eclipse.collections.impl.list.mutable.primitive.IntArrayList list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int local() {
      int sum = 0;
      for (int count : length) {
        sum += sum(built(count));
      }
      return sum;
    }

    /// The last list that was kept.
    ///
    /// @return the list
    public @Nullable Object last() {
      return last;
    }

    private org.eclipse.collections.impl.list.mutable.primitive.IntArrayList built(int count) {
      org.eclipse.collections.impl.list.mutable.primitive.IntArrayList list =
          new org.eclipse.collections.impl.list.mutable.primitive.IntArrayList();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
    }

    private static int sum(org.eclipse.collections.impl.list.mutable.primitive.IntArrayList list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }

  /// Agrona's IntArrayList.
  @Peer("org.agrona:agrona")
  public static class Agrona extends Input {
    private org.agrona.collections.@Nullable IntArrayList last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        org.agrona.collections.IntArrayList list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int local() {
      int sum = 0;
      for (int count : length) {
        sum += sum(built(count));
      }
      return sum;
    }

    /// The last list that was kept.
    ///
    /// @return the list
    public @Nullable Object last() {
      return last;
    }

    private org.agrona.collections.IntArrayList built(int count) {
      org.agrona.collections.IntArrayList list = new org.agrona.collections.IntArrayList();
      for (int i = 0; i < count; i++) {
        list.addInt(values[i]);
      }
      return list;
    }

    private static int sum(org.agrona.collections.IntArrayList list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.getInt(i);
      }
      return sum;
    }
  }

  /// The JDK's ArrayList, which boxes.
  @Peer("jdk")
  public static class Jdk extends Input {
    private @Nullable List<Integer> last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        List<Integer> list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int local() {
      int sum = 0;
      for (int count : length) {
        sum += sum(built(count));
      }
      return sum;
    }

    /// The last list that was kept.
    ///
    /// @return the list
    public @Nullable Object last() {
      return last;
    }

    private List<Integer> built(int count) {
      List<Integer> list = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
    }

    private static int sum(List<Integer> list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

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

/// SmallLongList against the lists of the peers, all made without saying how long they become, of
/// lengths for which it is meant and of lengths for which it is not. The time is that of a list.
public class SmallLongListProof {
  private static final int LISTS = 1024;

  private SmallLongListProof() {}

  /// How long each list becomes, and what it holds: random for each fork.
  @State(Scope.Thread)
  public abstract static class Input {
    /// The least length, a dash, the greatest; `1-8` is what fields are not made for.
    @Param({"1-1", "4-4", "1-4", "1-8"})
    public String lengths = "";

    final int[] length = new int[LISTS];
    long[] values = {};

    /// Draws lengths and elements.
    @Setup(Level.Trial)
    public void draw() {
      Random random = new Random(Seed.fresh());
      int least = lengths.charAt(0) - '0';
      int greatest = lengths.charAt(2) - '0';
      values = new long[greatest];
      for (int i = 0; i < greatest; i++) {
        values[i] = random.nextLong();
      }
      for (int i = 0; i < LISTS; i++) {
        length[i] = least + random.nextInt(greatest - least + 1);
      }
    }
  }

  /// Ours.
  public static class Cermet extends Input {
    private @Nullable SmallLongList last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    @Case(
        kind = Kind.ALLOCATING,
        headline = "Fastutil",
        params = {"lengths=1-4"})
    public long escaping() {
      long sum = 0;
      for (int count : length) {
        SmallLongList list = built(count);
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
    public long local() {
      long sum = 0;
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

    private SmallLongList built(int count) {
      SmallLongList list = new SmallLongList();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
    }

    private static long sum(SmallLongList list) {
      long sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }

  /// Our LongList, the lean list with an array: what to take where lists are often longer.
  @Peer("none")
  public static class Lean extends Input {
    private @Nullable LongList last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public long escaping() {
      long sum = 0;
      for (int count : length) {
        LongList list = built(count);
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
    public long local() {
      long sum = 0;
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

    private LongList built(int count) {
      LongList list = new LongList();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
    }

    private static long sum(LongList list) {
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
    private it.unimi.dsi.fastutil.longs.@Nullable LongArrayList last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public long escaping() {
      long sum = 0;
      for (int count : length) {
        it.unimi.dsi.fastutil.longs.LongArrayList list = built(count);
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
    public long local() {
      long sum = 0;
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

    private it.unimi.dsi.fastutil.longs.LongArrayList built(int count) {
      it.unimi.dsi.fastutil.longs.LongArrayList list =
          new it.unimi.dsi.fastutil.longs.LongArrayList();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
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
    private com.carrotsearch.hppc.@Nullable LongArrayList last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public long escaping() {
      long sum = 0;
      for (int count : length) {
        com.carrotsearch.hppc.LongArrayList list = built(count);
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
    public long local() {
      long sum = 0;
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

    private com.carrotsearch.hppc.LongArrayList built(int count) {
      com.carrotsearch.hppc.LongArrayList list = new com.carrotsearch.hppc.LongArrayList();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
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
    private org.eclipse.collections.impl.list.mutable.primitive.@Nullable LongArrayList
        last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public long escaping() {
      long sum = 0;
      for (int count : length) {
        org.eclipse.collections.impl.list.mutable.primitive.LongArrayList list = built(count);
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
    public long local() {
      long sum = 0;
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

    private org.eclipse.collections.impl.list.mutable.primitive.LongArrayList built(int count) {
      org.eclipse.collections.impl.list.mutable.primitive.LongArrayList list =
          new org.eclipse.collections.impl.list.mutable.primitive.LongArrayList();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
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
    private org.agrona.collections.@Nullable LongArrayList last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public long escaping() {
      long sum = 0;
      for (int count : length) {
        org.agrona.collections.LongArrayList list = built(count);
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
    public long local() {
      long sum = 0;
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

    private org.agrona.collections.LongArrayList built(int count) {
      org.agrona.collections.LongArrayList list = new org.agrona.collections.LongArrayList();
      for (int i = 0; i < count; i++) {
        list.addLong(values[i]);
      }
      return list;
    }

    private static long sum(org.agrona.collections.LongArrayList list) {
      long sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.getLong(i);
      }
      return sum;
    }
  }

  /// The JDK's ArrayList, which boxes.
  @Peer("jdk")
  public static class Jdk extends Input {
    private @Nullable List<Long> last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the sum
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public long escaping() {
      long sum = 0;
      for (int count : length) {
        List<Long> list = built(count);
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
    public long local() {
      long sum = 0;
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

    private List<Long> built(int count) {
      List<Long> list = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
    }

    private static long sum(List<Long> list) {
      long sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i);
      }
      return sum;
    }
  }
}

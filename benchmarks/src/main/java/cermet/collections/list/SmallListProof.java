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

/// SmallList against the lists of the peers, all made without saying how long they become, of
/// lengths for which it is meant and of lengths for which it is not. The time is that of a list.
public class SmallListProof {
  private static final int LISTS = 1024;

  private SmallListProof() {}

  /// How long each list becomes, and what it holds: random for each fork.
  @State(Scope.Thread)
  public abstract static class Input {
    /// The least length, a dash, the greatest; `1-8` is what fields are not made for.
    @Param({"1-1", "4-4", "1-4", "1-8"})
    public String lengths = "";

    final int[] length = new int[LISTS];
    String[] values = {};

    /// Draws lengths and elements.
    @Setup(Level.Trial)
    public void draw() {
      Random random = new Random(Seed.fresh());
      int least = lengths.charAt(0) - '0';
      int greatest = lengths.charAt(2) - '0';
      values = new String[greatest];
      for (int i = 0; i < greatest; i++) {
        values[i] = String.valueOf(random.nextInt());
      }
      for (int i = 0; i < LISTS; i++) {
        length[i] = least + random.nextInt(greatest - least + 1);
      }
    }
  }

  /// Ours.
  public static class Cermet extends Input {
    private @Nullable SmallList<String> last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the lengths of all elements
    @Benchmark
    @OperationsPerInvocation(LISTS)
    @Case(
        kind = Kind.ALLOCATING,
        headline = "Fastutil",
        params = {"lengths=1-4"})
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        SmallList<String> list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the lengths of all elements
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

    private SmallList<String> built(int count) {
      SmallList<String> list = new SmallList<>();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
    }

    private static int sum(SmallList<String> list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i).length();
      }
      return sum;
    }
  }

  /// fastutil's ObjectArrayList.
  @Peer("it.unimi.dsi:fastutil")
  public static class Fastutil extends Input {
    private it.unimi.dsi.fastutil.objects.@Nullable ObjectArrayList<String> last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the lengths of all elements
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        it.unimi.dsi.fastutil.objects.ObjectArrayList<String> list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the lengths of all elements
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

    private it.unimi.dsi.fastutil.objects.ObjectArrayList<String> built(int count) {
      it.unimi.dsi.fastutil.objects.ObjectArrayList<String> list =
          new it.unimi.dsi.fastutil.objects.ObjectArrayList<>();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
    }

    private static int sum(it.unimi.dsi.fastutil.objects.ObjectArrayList<String> list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i).length();
      }
      return sum;
    }
  }

  /// HPPC's ObjectArrayList.
  @Peer("com.carrotsearch:hppc")
  public static class Hppc extends Input {
    private com.carrotsearch.hppc.@Nullable ObjectArrayList<String> last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the lengths of all elements
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        com.carrotsearch.hppc.ObjectArrayList<String> list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the lengths of all elements
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

    private com.carrotsearch.hppc.ObjectArrayList<String> built(int count) {
      com.carrotsearch.hppc.ObjectArrayList<String> list =
          new com.carrotsearch.hppc.ObjectArrayList<>();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
    }

    private static int sum(com.carrotsearch.hppc.ObjectArrayList<String> list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i).length();
      }
      return sum;
    }
  }

  /// Eclipse Collections' FastList.
  @Peer("org.eclipse.collections:eclipse-collections")
  public static class Eclipse extends Input {
    private org.eclipse.collections.impl.list.mutable.@Nullable FastList<String> last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the lengths of all elements
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        org.eclipse.collections.impl.list.mutable.FastList<String> list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the lengths of all elements
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

    private org.eclipse.collections.impl.list.mutable.FastList<String> built(int count) {
      org.eclipse.collections.impl.list.mutable.FastList<String> list =
          new org.eclipse.collections.impl.list.mutable.FastList<>();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
    }

    private static int sum(org.eclipse.collections.impl.list.mutable.FastList<String> list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i).length();
      }
      return sum;
    }
  }

  /// The JDK's ArrayList.
  @Peer("jdk")
  public static class Jdk extends Input {
    private @Nullable List<String> last; // escapes

    /// Lists that outlive the loop: filled, kept and summed.
    ///
    /// @return the lengths of all elements
    @Benchmark
    @OperationsPerInvocation(LISTS)
    public int escaping() {
      int sum = 0;
      for (int count : length) {
        List<String> list = built(count);
        last = list;
        sum += sum(list);
      }
      return sum;
    }

    /// Lists that nobody keeps: filled and summed.
    ///
    /// @return the lengths of all elements
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

    private List<String> built(int count) {
      List<String> list = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        list.add(values[i]);
      }
      return list;
    }

    private static int sum(List<String> list) {
      int sum = 0;
      for (int i = 0; i < list.size(); i++) {
        sum += list.get(i).length();
      }
      return sum;
    }
  }
}

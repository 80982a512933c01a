// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Two sets of about a tenth of the numbers below 65,536.
public class DenseBitsProof {
  private static final int BOUND = 1 << 16;
  private static final int MEMBERS = BOUND / 10;
  private static final int OPERATIONS = 1024;

  /// The members, and what is asked for, random for each fork.
  @State(Scope.Thread)
  public abstract static class Input {
    final int[] asked = new SplittableRandom(Seed.fresh()).ints(OPERATIONS, 0, BOUND).toArray();

    /// Fills both sets.
    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      for (int i = 0; i < MEMBERS; i++) {
        add(random.nextInt(BOUND), random.nextInt(BOUND));
      }
    }

    abstract void add(int one, int two);
  }

  /// Ours.
  public static class Cermet extends Input {
    private final DenseBits one = new DenseBits(BOUND);
    private final DenseBits two = new DenseBits(BOUND);

    @Override
    void add(int one, int two) {
      this.one.add(one);
      this.two.add(two);
    }

    /// How many numbers the sets have in common.
    ///
    /// @return their count
    @Benchmark
    @Case(headline = "Lucene")
    public int andCount() {
      return one.andCount(two);
    }

    /// Members and others.
    ///
    /// @return how many were members
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int contains() {
      int count = 0;
      for (int number : asked) {
        count += one.contains(number) ? 1 : 0;
      }
      return count;
    }

    /// Random numbers: after a while all are members.
    ///
    /// @return the set
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public DenseBits addRandom() {
      for (int number : asked) {
        two.add(number);
      }
      return two;
    }

    /// All members, the least first.
    ///
    /// @return their sum
    @Benchmark
    @OperationsPerInvocation(MEMBERS)
    public int iterate() {
      int sum = 0;
      for (int number = one.next(0); number >= 0; number = one.next(number + 1)) {
        sum += number;
      }
      return sum;
    }
  }

  /// Lucene's FixedBitSet, whose bounds are assertions and which never grows.
  @Peer("org.apache.lucene:lucene-core")
  public static class Lucene extends Input {
    private final FixedBitSet one = new FixedBitSet(BOUND);
    private final FixedBitSet two = new FixedBitSet(BOUND);

    @Override
    void add(int one, int two) {
      this.one.set(one);
      this.two.set(two);
    }

    /// How many numbers the sets have in common.
    ///
    /// @return their count
    @Benchmark
    public int andCount() {
      return (int) FixedBitSet.intersectionCount(one, two);
    }

    /// Members and others.
    ///
    /// @return how many were members
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int contains() {
      int count = 0;
      for (int number : asked) {
        count += one.get(number) ? 1 : 0;
      }
      return count;
    }

    /// Random numbers: after a while all are members.
    ///
    /// @return the set
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public FixedBitSet addRandom() {
      for (int number : asked) {
        two.set(number);
      }
      return two;
    }

    /// All members, the least first.
    ///
    /// @return their sum
    @Benchmark
    @OperationsPerInvocation(MEMBERS)
    public int iterate() {
      int sum = 0;
      for (int number = one.nextSetBit(0); number != DocIdSetIterator.NO_MORE_DOCS; ) {
        sum += number;
        number = number + 1 == BOUND ? DocIdSetIterator.NO_MORE_DOCS : one.nextSetBit(number + 1);
      }
      return sum;
    }
  }

  /// HPPC's BitSet.
  @Peer("com.carrotsearch:hppc")
  public static class Hppc extends Input {
    private final com.carrotsearch.hppc.BitSet one = new com.carrotsearch.hppc.BitSet(BOUND);
    private final com.carrotsearch.hppc.BitSet two = new com.carrotsearch.hppc.BitSet(BOUND);

    @Override
    void add(int one, int two) {
      this.one.set(one);
      this.two.set(two);
    }

    /// How many numbers the sets have in common.
    ///
    /// @return their count
    @Benchmark
    public int andCount() {
      return (int) com.carrotsearch.hppc.BitSet.intersectionCount(one, two);
    }

    /// Members and others.
    ///
    /// @return how many were members
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int contains() {
      int count = 0;
      for (int number : asked) {
        count += one.get(number) ? 1 : 0;
      }
      return count;
    }

    /// Random numbers: after a while all are members.
    ///
    /// @return the set
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public com.carrotsearch.hppc.BitSet addRandom() {
      for (int number : asked) {
        two.set(number);
      }
      return two;
    }

    /// All members, the least first.
    ///
    /// @return their sum
    @Benchmark
    @OperationsPerInvocation(MEMBERS)
    public int iterate() {
      int sum = 0;
      for (int number = one.nextSetBit(0); number >= 0; number = one.nextSetBit(number + 1)) {
        sum += number;
      }
      return sum;
    }
  }

  /// The JDK's BitSet, which counts a common part only after it has made it.
  @Peer("jdk")
  public static class Jdk extends Input {
    private final BitSet one = new BitSet(BOUND);
    private final BitSet two = new BitSet(BOUND);
    private final BitSet scratch = new BitSet(BOUND);

    @Override
    void add(int one, int two) {
      this.one.set(one);
      this.two.set(two);
    }

    /// How many numbers the sets have in common.
    ///
    /// @return their count
    @Benchmark
    public int andCount() {
      scratch.clear();
      scratch.or(one);
      scratch.and(two);
      return scratch.cardinality();
    }

    /// Members and others.
    ///
    /// @return how many were members
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public int contains() {
      int count = 0;
      for (int number : asked) {
        count += one.get(number) ? 1 : 0;
      }
      return count;
    }

    /// Random numbers: after a while all are members.
    ///
    /// @return the set
    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public BitSet addRandom() {
      for (int number : asked) {
        two.set(number);
      }
      return two;
    }

    /// All members, the least first.
    ///
    /// @return their sum
    @Benchmark
    @OperationsPerInvocation(MEMBERS)
    public int iterate() {
      int sum = 0;
      for (int number = one.nextSetBit(0); number >= 0; number = one.nextSetBit(number + 1)) {
        sum += number;
      }
      return sum;
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// A sum to which any thread may add, in stripes that grow where threads meet.
///
/// - **Use** for events that many threads count, pooled or virtual, and few read.
/// - **Avoid** where each thread can keep a handle: take `Counter`, many times as fast; where every
///   addition needs the sum: take `PaddedLong`.
/// - **Cost** `add`, `increment`, `decrement` one atomic instruction, and one array when it grows;
///   `sum`, `sumThenReset` O(stripes); 0.3 kB, under contention 1 to 2 kB a processor at most.
/// - **Allocation** none but for its stripes, which double where threads meet.
/// - **Threads** any. What a thread did before it added happens-before a `sum` that counts it. A
///   `sum` counts all that was added before it began, and of what is added meanwhile what it meets:
///   with `increment` alone it is linearizable and never falls. `sumThenReset` takes each stripe
///   atomically, but not all at once: each addition is in exactly one result, of this call or a
///   later one.
/// - **Errors** sums wrap as `long` does.
/// - **Source** Lea, LongAdder; Knuth, TAOCP 3, 6.4 (Fibonacci hashing).
/// - **Copies with** nothing.
public final class StripedCounter {
  /*
   *             index 0        16       32       48       64       80
   *   at first        | padding | 0 .... |
   *   grown twice     | padding | 0 .... | 1 .... | 2 .... | 3 .... |
   *
   *   generations     { 1 stripe, 2 stripes, 4 stripes }, the last one is `stripes`
   *
   * A thread finds its stripe by its id, times the golden ratio, of which the top bits count: ids
   * in a row, as pools have them, fall far apart. Nothing is kept for a thread, so virtual ones
   * cost nothing. It adds by getAndAdd, which is one instruction and cannot fail. So contention is
   * not seen by a compare-and-set that fails but by samples: each time a stripe's value passes a
   * multiple of SAMPLE, whoever made it so reads the stripe again; if it has changed already, two
   * threads meet there, and the stripes double up to a limit.
   *
   * Growing moves nothing: the new array begins at zero and is added to from then on, the old ones
   * remain, and a sum goes over all. A thread that still holds an old array adds there, and is
   * counted.
   *
   * Who writes: stripes by anyone, atomically; generations by compare-and-set, and then the field
   * `stripes` by the one who succeeded, so that whoever adds to an array has it in generations.
   */

  private static final VarHandle STRIPE =
      MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
  private static final VarHandle STRIPES =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(),
              "stripes",
              VarHandle.class,
              StripedCounter.class,
              long[].class)
          .withInvokeExactBehavior();
  private static final VarHandle GENERATIONS =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(),
              "generations",
              VarHandle.class,
              StripedCounter.class,
              long[][].class)
          .withInvokeExactBehavior();

  static final int STRIDE = 16; // longs: two cache lines, since processors fetch them in pairs
  static final int SAMPLE = 64; // a power of two; arbitrary

  private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio
  private static final int SINGLE = 2 * STRIDE; // the length of an array of one stripe

  // Four stripes a processor: where ids fall together by chance, one more doubling separates them.
  private static final int LIMIT =
      1 << -Integer.numberOfLeadingZeros(4 * Runtime.getRuntime().availableProcessors() - 1);

  long[] stripes; // read by STRIPES
  long[][] generations; // read by GENERATIONS
  private final int longest;

  /// Makes a counter that stands at 0.
  public StripedCounter() {
    this(LIMIT, 0);
  }

  /// Makes a counter of one stripe at a given value that grows to so many, a power of two.
  StripedCounter(int limit, long start) {
    longest = (limit + 1) * STRIDE;
    stripes = new long[SINGLE];
    stripes[STRIDE] = start;
    generations = new long[][] {stripes};
    VarHandle.releaseFence(); // the arrays are not final: a racy publication must not undo them
  }

  /// Adds to the sum.
  ///
  /// @param delta what to add
  public void add(long delta) {
    long[] stripes = stripes();
    int index = stripes.length == SINGLE ? STRIDE : index(stripes.length);
    long before = (long) STRIPE.getAndAdd(stripes, index, delta);
    long after = before + delta;
    if (((before ^ after) & -SAMPLE) != 0L) {
      sample(stripes, index, after);
    }
  }

  /// Adds 1.
  public void increment() {
    add(1);
  }

  /// Subtracts 1.
  public void decrement() {
    add(-1);
  }

  /// Returns the sum of what was added.
  ///
  /// @return the sum
  public long sum() {
    long sum = 0; // all reads are volatile: in one order with the additions
    for (long[] stripes : (long[][]) GENERATIONS.getVolatile(this)) {
      for (int i = STRIDE; i < stripes.length; i += STRIDE) {
        sum += (long) STRIPE.getVolatile(stripes, i);
      }
    }
    return sum;
  }

  /// Returns the sum of what was added since the last call, and takes it out.
  ///
  /// @return the sum, of which the next call will return nothing
  public long sumThenReset() {
    long sum = 0;
    for (long[] stripes : (long[][]) GENERATIONS.getVolatile(this)) {
      for (int i = STRIDE; i < stripes.length; i += STRIDE) {
        if ((long) STRIPE.getVolatile(stripes, i) != 0L) { // else its cache line stays where it is
          sum += (long) STRIPE.getAndSet(stripes, i, 0L);
        }
      }
    }
    return sum;
  }

  @Override
  public String toString() {
    return Long.toString(sum());
  }

  /// The array that threads add to.
  long[] stripes() {
    return (long[]) STRIPES.getAcquire(this); // pairs with the release in grow
  }

  /// The calling thread's place among 2^k stripes: the top k bits of a product, and 4 bits less.
  private static int index(int length) {
    long spread = Thread.currentThread().threadId() * GOLDEN;
    int shift = 33 + Integer.numberOfLeadingZeros(length - STRIDE); // 60 - k
    return ((int) (spread >>> shift) & -STRIDE) + STRIDE;
  }

  private void sample(long[] stripes, int index, long after) {
    if ((long) STRIPE.getOpaque(stripes, index) != after) {
      grow(stripes);
    }
  }

  /// Doubles the stripes, unless another thread has done so, or they are enough.
  void grow(long[] full) {
    long[][] before = (long[][]) GENERATIONS.getAcquire(this); // pairs with the compareAndSet
    if (full.length >= longest || full.length < before[before.length - 1].length) {
      return;
    }
    long[][] after = Arrays.copyOf(before, before.length + 1);
    long[] grown = new long[2 * full.length - STRIDE];
    after[before.length] = grown;
    if (GENERATIONS.compareAndSet(this, before, after)) {
      STRIPES.setRelease(this, grown); // pairs with the acquire in add
    }
  }
}

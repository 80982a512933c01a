// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The largest, or the smallest, of the numbers that many threads propose.
///
/// - **Use** for a high-water mark, the slowest call, the oldest time.
/// - **Avoid** where almost each number is a new extreme, as times and sequences are: threads meet
///   at one cell then; keep one a thread.
/// - **Cost** `propose` one read unless the number is a new extreme, then a compare-and-set,
///   lock-free; `get`, `getThenReset` O(1); 0.3 kB.
/// - **Allocation** none after construction, but for `toString`.
/// - **Threads** any; all methods are linearizable. What a thread did before the `propose` that
///   returned true happens-before the `get` that returns its value.
/// - **Errors** none: before the first proposal `get` returns the initial value, which takes part
///   like a proposal.
/// - **Source** compare before compare-and-set, as in `proposeMax` of Agrona's counters.
/// - **Copies with** nothing.
public final class MaxCounter extends MaxCounterAfterValue {
  /*
   * The value is the extreme, with all bits turned over if it is the smallest: that reverses the
   * order of all longs and has no exceptions, so that everything below looks for the largest.
   *
   * Between two resets the value only rises, and soon hardly ever. So a proposal reads first, which
   * leaves the cache line with every thread that only looks, and writes only what is larger.
   */

  private static final VarHandle VALUE =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "value", VarHandle.class, MaxCounter.class, long.class)
          .withInvokeExactBehavior();

  private MaxCounter(long flip, long initial) {
    super(flip, initial ^ flip);
    VarHandle.releaseFence(); // the value is not final: a racy publication must not undo it
  }

  /// Makes a counter that keeps the largest number.
  ///
  /// @param initial what it holds before the first proposal: `Long.MIN_VALUE` if all are larger
  /// @return the counter
  public static MaxCounter largest(long initial) {
    return new MaxCounter(0, initial);
  }

  /// Makes a counter that keeps the smallest number.
  ///
  /// @param initial what it holds before the first proposal: `Long.MAX_VALUE` if all are smaller
  /// @return the counter
  public static MaxCounter smallest(long initial) {
    return new MaxCounter(-1, initial);
  }

  /// Proposes a number.
  ///
  /// @param number any
  /// @return whether it has become the extreme
  public boolean propose(long number) {
    long value = number ^ flip;
    long seen = (long) VALUE.getVolatile(this); // with the exchanges one order
    return value > seen && raise(value, seen);
  }

  /// Returns the extreme.
  ///
  /// @return the initial value or a proposed one
  public long get() {
    return (long) VALUE.getVolatile(this) ^ flip; // with the exchanges one order
  }

  /// Returns the extreme and begins anew with the initial value: each proposal counts before or
  /// after, never in neither.
  ///
  /// @return the initial value, or the extreme of what was proposed since the last reset
  public long getThenReset() {
    return (long) VALUE.getAndSet(this, start) ^ flip;
  }

  @Override
  public String toString() {
    return Long.toString(get());
  }

  private boolean raise(long value, long seen) {
    long before = seen;
    while (value > before) {
      long witness = (long) VALUE.compareAndExchange(this, before, value);
      if (witness == before) {
        return true;
      }
      before = witness;
    }
    return false;
  }
}

/// The padding of [MaxCounter] before its fields, and an int for the gap after the header.
class MaxCounterBeforeValue {
  int gap;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// The fields of [MaxCounter]: read together, and the value is seldom written.
class MaxCounterValue extends MaxCounterBeforeValue {
  long value;
  final long flip;
  final long start;

  MaxCounterValue(long flip, long start) {
    this.flip = flip;
    this.start = start;
    value = start;
  }
}

/// The padding of [MaxCounter] after its fields.
class MaxCounterAfterValue extends MaxCounterValue {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

  MaxCounterAfterValue(long flip, long start) {
    super(flip, start);
  }
}

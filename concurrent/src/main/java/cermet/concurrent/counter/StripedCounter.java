// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A sum to which any thread may add: in a cell of its own if it adds often, else in stripes.
///
/// - **Use** for events that many threads count, pooled or virtual, and few read.
/// - **Avoid** where each thread can keep a handle: take `Counter`, which searches nothing; where
///   every addition needs the sum: take `PaddedLong`.
/// - **Cost** `add`, `increment`, `decrement` a plain read and a store in a thread's own cell, else
///   one atomic instruction; `sum`, `sumThenReset` O(cells and stripes); 0.4 kB, 0.3 kB a cell,
///   with many threads up to 5 kB a processor.
/// - **Allocation** none but for cells, of threads that add often, and stripes, where others meet.
/// - **Threads** any. What a thread did before it added happens-before a `sum` that counts it. A
///   `sum` counts all that was added before it, in the sense of happens-before, and of other
///   additions what it meets; with `increment` alone one reader's sums never fall. Each addition is
///   in exactly one result of `sumThenReset`, of this call or a later one. An ended thread stays
///   counted; the next sum lets the thread itself go.
/// - **Errors** sums wrap as `long` does.
/// - **Source** Lea, LongAdder; reserved cells as in lock reservation (Kawachiya et al. 2002);
///   Knuth, TAOCP 3, 6.4 (Fibonacci hashing).
/// - **Copies with** nothing.
public final class StripedCounter {
  /*
   *   cells     | thread 9 | nobody | thread 12 | nobody | ended: 40 |     2^k places and one more
   *                  |                    |
   *   value:         7                    3          each alone on its cache lines, as stripes are
   *
   *   stripes   | padding | 0: value visits last .... | 1: value visits last .... |
   *
   * A thread finds its place among cells by its id, times the golden ratio, of which the top bits
   * count: ids in a row, as pools have them, fall far apart. If the cell there is its own, nobody
   * else writes it, and an addition is a read, an add and a store, which is no atomic instruction.
   *
   * All other threads add to the stripe that they find in the same way, by getAndAdd. Each SAMPLE
   * visits of a stripe the visitor looks twice. If the value is no longer what it has made of it,
   * two threads meet there, and the stripes double up to a limit. If it was also the visitor of the
   * sample before, it adds often, and takes a cell; where another living thread has its place,
   * cells double up to the same limit. So a thousand threads that count once each leave nothing
   * behind.
   *
   * Cells are one snapshot, replaced as a whole. In the same step the cell of an ended thread,
   * whose value no longer changes, leaves its place and its value goes into the last cell: a sum
   * counts it here or there. All that a thread did happens-before isAlive is false, so the value is
   * final. Growing stripes moves nothing: the new array begins at zero, the old ones remain, and a
   * sum goes over all. A thread that still holds an old array, of either kind, adds there, and is
   * counted.
   *
   * Nobody but its owner may write a cell, so that a reset writes none: it notes the total as
   * taken.
   *
   * Who writes: value of a cell by its owner; cells by compare-and-set; stripes by anyone,
   * atomically; generations by compare-and-set, and then the field `stripes` by the one who
   * succeeded, so that whoever adds to an array has it in generations; taken under its lock.
   */

  private static final VarHandle CELLS = handle("cells", Cell[].class);
  private static final VarHandle STRIPE =
      MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();
  private static final VarHandle STRIPES = handle("stripes", long[].class);
  private static final VarHandle GENERATIONS = handle("generations", long[][].class);
  private static final VarHandle TAKEN = handle("taken", long.class);

  static final int STRIDE = 16; // longs: two cache lines, since processors fetch them in pairs
  static final int SAMPLE = 64; // a power of two; arbitrary

  private static final int VISITS = 1; // behind a stripe's value, on its line
  private static final int LAST = 2;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L; // 2^64 divided by the golden ratio

  // Four a processor: where ids fall together by chance, one more doubling separates them.
  private static final int LIMIT =
      1 << -Integer.numberOfLeadingZeros(4 * Runtime.getRuntime().availableProcessors() - 1);

  private static final Cell NOBODY = new Cell(null, 0);
  private static final Cell[] NONE = {NOBODY, NOBODY};

  Cell[] cells; // this and the next three by their handles
  long[] stripes;
  long[][] generations;
  long taken;
  private final int limit;
  private final Object taking = new Object(); // its lock: for who takes

  /// Makes a counter that stands at 0.
  public StripedCounter() {
    this(LIMIT, 0);
  }

  /// Makes a counter at a given value with so many cells and stripes at most, a power of two.
  StripedCounter(int limit, long start) {
    this.limit = limit;
    cells = NONE;
    stripes = new long[2 * STRIDE];
    stripes[STRIDE] = start;
    generations = new long[][] {stripes};
    VarHandle.releaseFence(); // the arrays are not final: a racy publication must not undo them
  }

  private static VarHandle handle(String name, Class<?> type) {
    return ConstantBootstraps.fieldVarHandle(
            MethodHandles.lookup(), name, VarHandle.class, StripedCounter.class, type)
        .withInvokeExactBehavior();
  }

  /// Adds to the sum.
  ///
  /// @param delta what to add
  public void add(long delta) {
    Thread thread = Thread.currentThread();
    Cell[] cells = cells();
    Cell cell = cells[index(thread, cells.length - 1)];
    if (cell.isOf(thread)) {
      Cell.VALUE.setRelease(cell, cell.value + delta); // plain read: only this thread writes it
    } else {
      share(delta, thread);
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
    while (true) {
      long before = (long) TAKEN.getAcquire(this); // pairs with the release in sumThenReset
      long total = total();
      if ((long) TAKEN.getAcquire(this) == before) { // after the reads of total, which acquire
        return total - before;
      }
    }
  }

  /// Returns the sum of what was added since the last call, and takes it out; one call at a time.
  ///
  /// @return the sum, of which the next call will return nothing
  public long sumThenReset() {
    synchronized (taking) { // so that each reads every cell after the one before has
      long total = total();
      long sum = total - taken; // plain: written under this lock
      TAKEN.setRelease(this, total); // after the reads of total: pairs with sum
      return sum;
    }
  }

  @Override
  public String toString() {
    return Long.toString(sum());
  }

  /// The cells, one of each thread that adds often, and behind them that of ended ones.
  Cell[] cells() {
    return (Cell[]) CELLS.getAcquire(this); // pairs with the compareAndSet in claim and total
  }

  /// The array that the other threads add to.
  long[] stripes() {
    return (long[]) STRIPES.getAcquire(this); // pairs with the release in grow
  }

  /// A thread's place among 2^k: the top k bits of a product.
  private static int index(Thread thread, int places) {
    return (int) Math.unsignedMultiplyHigh(thread.threadId() * GOLDEN, places);
  }

  private void share(long delta, Thread thread) {
    long[] stripes = stripes();
    int index = (index(thread, stripes.length / STRIDE - 1) + 1) * STRIDE;
    // Volatile, not release: whoever acquires a sum of several additions acquires each of them.
    long after = (long) STRIPE.getAndAdd(stripes, index, delta) + delta;
    long visits = (long) STRIPE.getOpaque(stripes, index + VISITS) + 1; // may lose some: a sample
    STRIPE.setOpaque(stripes, index + VISITS, visits);
    if ((visits & (SAMPLE - 1)) == 0) {
      try {
        sample(stripes, index, after, thread);
      } catch (OutOfMemoryError full) { // more stripes are only faster, and this was counted
        return;
      }
    }
  }

  private void sample(long[] stripes, int index, long after, Thread thread) {
    if ((long) STRIPE.getOpaque(stripes, index) != after) {
      grow(stripes);
    }
    if ((long) STRIPE.getOpaque(stripes, index + LAST) == thread.threadId()) {
      claim(thread);
    } else {
      STRIPE.setOpaque(stripes, index + LAST, thread.threadId());
    }
  }

  /// Doubles the stripes, unless another thread has done so, or they are enough.
  void grow(long[] full) {
    long[][] before = (long[][]) GENERATIONS.getAcquire(this); // pairs with the compareAndSet
    int count = full.length / STRIDE - 1;
    if (count >= limit || full.length < before[before.length - 1].length) {
      return;
    }
    long[][] after = Arrays.copyOf(before, before.length + 1);
    long[] grown = new long[(2 * count + 1) * STRIDE];
    after[before.length] = grown;
    if (GENERATIONS.compareAndSet(this, before, after)) {
      STRIPES.setRelease(this, grown); // pairs with the acquire in stripes
    }
  }

  /// Gives a thread, which must be the calling one, a cell of its own, unless another living thread
  /// has its place and cells are enough.
  void claim(Thread thread) {
    while (true) {
      Cell[] before = cells();
      Cell there = before[index(thread, before.length - 1)];
      if (there.isOf(thread) || (before.length > limit && there != NOBODY && !there.hasEnded())) {
        return;
      }
      int places = before.length - 1;
      Cell[] after = held(before, places);
      while (after[index(thread, places)] != NOBODY) {
        if (places >= limit) {
          return;
        }
        places *= 2;
        after = held(after, places);
      }
      after[index(thread, places)] = new Cell(thread, 0);
      if (CELLS.compareAndSet(this, before, after)) {
        return;
      }
    }
  }

  /// What was ever added, whatever was taken.
  private long total() {
    long sum = 0;
    for (long[] stripes : (long[][]) GENERATIONS.getAcquire(this)) { // pairs with grow
      for (int i = STRIDE; i < stripes.length; i += STRIDE) {
        sum += (long) STRIPE.getAcquire(stripes, i); // pairs with getAndAdd in share
      }
    }
    Cell[] cells = cells();
    boolean ended = false;
    for (Cell cell : cells) {
      sum += cell.get();
      ended |= cell.hasEnded();
    }
    if (ended) { // or another thread replaces them: then whoever comes next does this
      CELLS.compareAndSet(this, cells, held(cells, cells.length - 1));
    }
    return sum;
  }

  /// The cells of living threads among so many places, and behind them what ended ones left.
  private static Cell[] held(Cell[] before, int places) {
    var after = new Cell[places + 1];
    Arrays.fill(after, NOBODY);
    int last = before.length - 1;
    long left = before[last].get();
    for (int i = 0; i < last; i++) {
      Thread owner = before[i].owner;
      if (owner == null) {
        continue;
      }
      if (owner.isAlive()) { // asked once: it may end here
        after[index(owner, places)] = before[i];
      } else {
        left += before[i].get();
      }
    }
    after[places] = left == before[last].get() ? before[last] : new Cell(null, left);
    return after;
  }

  /// What one thread has added by itself, or what ended ones have left.
  static final class Cell extends StripedCounterAfterValue {
    private static final VarHandle VALUE =
        ConstantBootstraps.fieldVarHandle(
                MethodHandles.lookup(), "value", VarHandle.class, Cell.class, long.class)
            .withInvokeExactBehavior();

    private Cell(@Nullable Thread owner, long value) {
      super(owner, value);
    }

    long get() {
      return (long) VALUE.getAcquire(this); // pairs with the release in add
    }

    @SuppressWarnings("ReferenceEquality") // a thread equals itself only
    boolean isOf(Thread thread) {
      return owner == thread;
    }

    boolean hasEnded() {
      return owner != null && !owner.isAlive();
    }
  }
}

/// The padding of [StripedCounter.Cell] before its fields, and an int for the gap after the header.
class StripedCounterBeforeValue {
  int gap;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// The fields of [StripedCounter.Cell]: all that an addition reads of it.
class StripedCounterValue extends StripedCounterBeforeValue {
  long value;
  final @Nullable Thread owner; // not its id: nothing says that no later thread gets the same

  StripedCounterValue(@Nullable Thread owner, long value) {
    this.owner = owner;
    this.value = value;
  }
}

/// The padding of [StripedCounter.Cell] after its fields.
class StripedCounterAfterValue extends StripedCounterValue {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

  StripedCounterAfterValue(@Nullable Thread owner, long value) {
    super(owner, value);
  }
}

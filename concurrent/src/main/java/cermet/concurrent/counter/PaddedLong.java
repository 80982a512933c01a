// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/// A `long` that is alone on its cache lines, with the verbs and access modes of `AtomicLong`.
///
/// - **Use** for an index, a flag or a sequence that is written often while other threads use what
///   lies beside it.
/// - **Avoid** where many threads add and few read: take `StripedCounter`; for thousands of cells
///   that are rarely written: take `AtomicLong`, less than a tenth of the size.
/// - **Cost** `get`, `set`, `getAndAdd`, `getAndSet`, `compareAndSet` and their modes O(1), what
///   the processor takes for one; `getAndUpdate`, `accumulateAndGet` and the like lock-free; 0.3 kB
///   a cell.
/// - **Allocation** none after construction, but for `toString`.
/// - **Threads** any; each mode orders what the method of `VarHandle` with the same name orders.
/// - **Errors** null function: `NullPointerException`; a function that throws leaves the value as
///   it was; sums wrap as `long` does.
/// - **Source** Lea, Using JDK 9 Memory Order Modes, 2018; padding by superclasses as in the
///   Disruptor and JCTools.
/// - **Copies with** nothing.
public final class PaddedLong extends PaddedLongAfterValue {
  /*
   *   | header gap | a0 ... af | value | b0 ... bf |
   *                 <- 128 B ->         <- 128 B ->
   *
   * The JVM orders the fields of one class as it likes, but never puts those of a subclass before
   * those of its superclass, except into gaps: hence the int, which fills the gap after the header.
   * Processors fetch cache lines in pairs, so that two lines stand on either side.
   */

  private static final VarHandle VALUE =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "value", VarHandle.class, PaddedLong.class, long.class)
          .withInvokeExactBehavior();

  /// Makes a cell that holds 0.
  public PaddedLong() {}

  /// Makes a cell.
  ///
  /// @param initial what it holds at first
  public PaddedLong(long initial) {
    value = initial;
    VarHandle.releaseFence(); // the value is not final: a racy publication must not undo it
  }

  /// Returns the value, in one order with all volatile accesses.
  ///
  /// @return the value
  public long get() {
    return (long) VALUE.getVolatile(this);
  }

  /// Returns the value as a plain field: only for its only writer, or where a lock orders accesses.
  ///
  /// @return the value, which in a loop may be read only once
  public long getPlain() {
    return value; // the mode that the caller asked for
  }

  /// Returns the value, which orders nothing else.
  ///
  /// @return the value
  public long getOpaque() {
    return (long) VALUE.getOpaque(this);
  }

  /// Returns the value, and sees what its writer did before a release.
  ///
  /// @return the value
  public long getAcquire() {
    return (long) VALUE.getAcquire(this);
  }

  /// Sets the value, in one order with all volatile accesses.
  ///
  /// @param value what the cell holds from now on
  public void set(long value) {
    VALUE.setVolatile(this, value);
  }

  /// Sets the value as a plain field: where a later release or a lock publishes it.
  ///
  /// @param value what the cell holds from now on
  public void setPlain(long value) {
    this.value = value; // the mode that the caller asked for
  }

  /// Sets the value, which orders nothing else.
  ///
  /// @param value what the cell holds from now on
  public void setOpaque(long value) {
    VALUE.setOpaque(this, value);
  }

  /// Sets the value, and shows what was done before to whoever acquires it; `lazySet` elsewhere.
  ///
  /// @param value what the cell holds from now on
  public void setRelease(long value) {
    VALUE.setRelease(this, value);
  }

  /// Sets the value if it is the expected one.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return false if it held something else
  public boolean compareAndSet(long expected, long value) {
    return VALUE.compareAndSet(this, expected, value);
  }

  /// Sets the value if it is the expected one.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return what the cell held: the expected value if it was set
  public long compareAndExchange(long expected, long value) {
    return (long) VALUE.compareAndExchange(this, expected, value);
  }

  /// As [#compareAndExchange], with a read that acquires and a plain write.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return what the cell held: the expected value if it was set
  public long compareAndExchangeAcquire(long expected, long value) {
    return (long) VALUE.compareAndExchangeAcquire(this, expected, value);
  }

  /// As [#compareAndExchange], with a plain read and a write that releases.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return what the cell held: the expected value if it was set
  public long compareAndExchangeRelease(long expected, long value) {
    return (long) VALUE.compareAndExchangeRelease(this, expected, value);
  }

  /// Sets the value if it is the expected one, or fails without reason; for loops.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return false if it held something else, or for no reason
  public boolean weakCompareAndSetVolatile(long expected, long value) {
    return VALUE.weakCompareAndSet(this, expected, value);
  }

  /// As [#weakCompareAndSetVolatile], with a read that acquires and a plain write.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return false if it held something else, or for no reason
  public boolean weakCompareAndSetAcquire(long expected, long value) {
    return VALUE.weakCompareAndSetAcquire(this, expected, value);
  }

  /// As [#weakCompareAndSetVolatile], with a plain read and a write that releases.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return false if it held something else, or for no reason
  public boolean weakCompareAndSetRelease(long expected, long value) {
    return VALUE.weakCompareAndSetRelease(this, expected, value);
  }

  /// As [#weakCompareAndSetVolatile], which orders nothing else.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return false if it held something else, or for no reason
  public boolean weakCompareAndSetPlain(long expected, long value) {
    return VALUE.weakCompareAndSetPlain(this, expected, value);
  }

  /// Sets the value.
  ///
  /// @param value what the cell holds from now on
  /// @return what it held before
  public long getAndSet(long value) {
    return (long) VALUE.getAndSet(this, value);
  }

  /// Adds to the value.
  ///
  /// @param delta what to add
  /// @return what the cell held before
  public long getAndAdd(long delta) {
    return (long) VALUE.getAndAdd(this, delta);
  }

  /// As [#getAndAdd], with a plain read and a write that releases.
  ///
  /// @param delta what to add
  /// @return what the cell held before
  public long getAndAddRelease(long delta) {
    return (long) VALUE.getAndAddRelease(this, delta);
  }

  /// Adds to the value.
  ///
  /// @param delta what to add
  /// @return what the cell holds then
  public long addAndGet(long delta) {
    return getAndAdd(delta) + delta;
  }

  /// Adds 1.
  ///
  /// @return what the cell held before
  public long getAndIncrement() {
    return getAndAdd(1);
  }

  /// Subtracts 1.
  ///
  /// @return what the cell held before
  public long getAndDecrement() {
    return getAndAdd(-1);
  }

  /// Adds 1.
  ///
  /// @return what the cell holds then
  public long incrementAndGet() {
    return getAndAdd(1) + 1;
  }

  /// Subtracts 1.
  ///
  /// @return what the cell holds then
  public long decrementAndGet() {
    return getAndAdd(-1) - 1;
  }

  /// Replaces the value by a function of it.
  ///
  /// @param update called again whenever another thread comes between; must not change this cell
  /// @return what the cell held before
  public long getAndUpdate(LongUnaryOperator update) {
    Objects.requireNonNull(update, "update");
    long before = get();
    while (true) {
      long witness = compareAndExchange(before, update.applyAsLong(before));
      if (witness == before) {
        return before;
      }
      before = witness;
    }
  }

  /// Replaces the value by a function of it.
  ///
  /// @param update called again whenever another thread comes between; must not change this cell
  /// @return what the cell holds then
  public long updateAndGet(LongUnaryOperator update) {
    Objects.requireNonNull(update, "update");
    long before = get();
    while (true) {
      long after = update.applyAsLong(before);
      long witness = compareAndExchange(before, after);
      if (witness == before) {
        return after;
      }
      before = witness;
    }
  }

  /// Replaces the value by a function of it and an operand.
  ///
  /// @param operand the second argument of the function
  /// @param function called again whenever another thread comes between; must not change this cell
  /// @return what the cell held before
  public long getAndAccumulate(long operand, LongBinaryOperator function) {
    Objects.requireNonNull(function, "function");
    long before = get();
    while (true) {
      long witness = compareAndExchange(before, function.applyAsLong(before, operand));
      if (witness == before) {
        return before;
      }
      before = witness;
    }
  }

  /// Replaces the value by a function of it and an operand.
  ///
  /// @param operand the second argument of the function
  /// @param function called again whenever another thread comes between; must not change this cell
  /// @return what the cell holds then
  public long accumulateAndGet(long operand, LongBinaryOperator function) {
    Objects.requireNonNull(function, "function");
    long before = get();
    while (true) {
      long after = function.applyAsLong(before, operand);
      long witness = compareAndExchange(before, after);
      if (witness == before) {
        return after;
      }
      before = witness;
    }
  }

  @Override
  public String toString() {
    return Long.toString(get());
  }
}

/// The padding of [PaddedLong] before its value, and an int for the gap after the header.
class PaddedLongBeforeValue {
  int gap;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// The value of [PaddedLong].
class PaddedLongValue extends PaddedLongBeforeValue {
  long value;
}

/// The padding of [PaddedLong] after its value.
class PaddedLongAfterValue extends PaddedLongValue {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;
}

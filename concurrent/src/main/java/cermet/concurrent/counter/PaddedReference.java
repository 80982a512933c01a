// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A reference that is alone on its cache lines, with the verbs and access modes of
/// `AtomicReference`.
///
/// - **Use** for the head of a list, a state or a snapshot that is replaced often while other
///   threads use what lies beside it.
/// - **Avoid** for thousands of cells that are rarely written: take `AtomicReference`, less than a
///   tenth of the size.
/// - **Cost** `get`, `set`, `getAndSet`, `compareAndSet` and their modes O(1), what the processor
///   takes for one; `getAndUpdate`, `accumulateAndGet` and the like lock-free; 0.3 kB a cell.
/// - **Allocation** none after construction, but for `toString`.
/// - **Threads** any; each mode orders what the method of `VarHandle` with the same name orders.
/// - **Errors** null function: `NullPointerException`; a function that throws leaves the value as
///   it was; values are compared by identity.
/// - **Source** Lea, Using JDK 9 Memory Order Modes, 2018; padding by superclasses as in the
///   Disruptor and JCTools.
/// - **Copies with** nothing.
///
/// @param <V> the type of the value, null if it allows that
public final class PaddedReference<V extends @Nullable Object>
    extends PaddedReferenceAfterValue<V> {
  /*
   *   | header gap | a0 ... af | value | b0 ... bf |
   *                 <- 128 B ->         <- 128 B ->
   *
   * The JVM orders the fields of one class as it likes, but never puts those of a subclass before
   * those of its superclass, except into gaps: hence the int, which fills the gap after the header;
   * the one that may follow the reference stays empty, since only longs come after it. Processors
   * fetch cache lines in pairs, so that two lines stand on either side.
   */

  private static final VarHandle VALUE =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "value", VarHandle.class, PaddedReference.class, Object.class)
          .withInvokeExactBehavior();

  /// Makes a cell.
  ///
  /// @param initial what it holds at first
  public PaddedReference(V initial) {
    super(initial);
    VarHandle.releaseFence(); // the value is not final: a racy publication must not undo it
  }

  /// Returns the value, in one order with all volatile accesses.
  ///
  /// @return the value
  public V get() {
    return cast(VALUE.getVolatile(this));
  }

  /// Returns the value as a plain field: only for its only writer, or where a lock orders accesses.
  ///
  /// @return the value, which in a loop may be read only once
  public V getPlain() {
    return value; // the mode that the caller asked for
  }

  /// Returns the value, which orders nothing else, not even the fields of the object.
  ///
  /// @return the value
  public V getOpaque() {
    return cast(VALUE.getOpaque(this));
  }

  /// Returns the value, and sees what its writer did before a release.
  ///
  /// @return the value
  public V getAcquire() {
    return cast(VALUE.getAcquire(this));
  }

  /// Sets the value, in one order with all volatile accesses.
  ///
  /// @param value what the cell holds from now on
  public void set(V value) {
    VALUE.setVolatile(this, value);
  }

  /// Sets the value as a plain field: where a later release or a lock publishes it.
  ///
  /// @param value what the cell holds from now on
  public void setPlain(V value) {
    this.value = value; // the mode that the caller asked for
  }

  /// Sets the value, which orders nothing else, not even the fields of the object.
  ///
  /// @param value what the cell holds from now on
  public void setOpaque(V value) {
    VALUE.setOpaque(this, value);
  }

  /// Sets the value, and shows what was done before to whoever acquires it; `lazySet` elsewhere.
  ///
  /// @param value what the cell holds from now on
  public void setRelease(V value) {
    VALUE.setRelease(this, value);
  }

  /// Sets the value if it is the expected one.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return false if it held something else
  public boolean compareAndSet(V expected, V value) {
    return VALUE.compareAndSet(this, expected, value);
  }

  /// Sets the value if it is the expected one.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return what the cell held: the expected value if it was set
  public V compareAndExchange(V expected, V value) {
    return cast(VALUE.compareAndExchange(this, expected, value));
  }

  /// As [#compareAndExchange], with a read that acquires and a plain write.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return what the cell held: the expected value if it was set
  public V compareAndExchangeAcquire(V expected, V value) {
    return cast(VALUE.compareAndExchangeAcquire(this, expected, value));
  }

  /// As [#compareAndExchange], with a plain read and a write that releases.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return what the cell held: the expected value if it was set
  public V compareAndExchangeRelease(V expected, V value) {
    return cast(VALUE.compareAndExchangeRelease(this, expected, value));
  }

  /// Sets the value if it is the expected one, or fails without reason; for loops.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return false if it held something else, or for no reason
  public boolean weakCompareAndSetVolatile(V expected, V value) {
    return VALUE.weakCompareAndSet(this, expected, value);
  }

  /// As [#weakCompareAndSetVolatile], with a read that acquires and a plain write.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return false if it held something else, or for no reason
  public boolean weakCompareAndSetAcquire(V expected, V value) {
    return VALUE.weakCompareAndSetAcquire(this, expected, value);
  }

  /// As [#weakCompareAndSetVolatile], with a plain read and a write that releases.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return false if it held something else, or for no reason
  public boolean weakCompareAndSetRelease(V expected, V value) {
    return VALUE.weakCompareAndSetRelease(this, expected, value);
  }

  /// As [#weakCompareAndSetVolatile], which orders nothing else.
  ///
  /// @param expected what the cell must hold
  /// @param value what it holds then
  /// @return false if it held something else, or for no reason
  public boolean weakCompareAndSetPlain(V expected, V value) {
    return VALUE.weakCompareAndSetPlain(this, expected, value);
  }

  /// Sets the value.
  ///
  /// @param value what the cell holds from now on
  /// @return what it held before
  public V getAndSet(V value) {
    return cast(VALUE.getAndSet(this, value));
  }

  /// Replaces the value by a function of it.
  ///
  /// @param update called again whenever another thread comes between; must not change this cell
  /// @return what the cell held before
  @SuppressWarnings("ReferenceEquality") // compared by identity, as the exchange does
  public V getAndUpdate(UnaryOperator<V> update) {
    Objects.requireNonNull(update, "update");
    V before = get();
    while (true) {
      V witness = compareAndExchange(before, update.apply(before));
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
  @SuppressWarnings("ReferenceEquality") // compared by identity, as the exchange does
  public V updateAndGet(UnaryOperator<V> update) {
    Objects.requireNonNull(update, "update");
    V before = get();
    while (true) {
      V after = update.apply(before);
      V witness = compareAndExchange(before, after);
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
  @SuppressWarnings("ReferenceEquality") // compared by identity, as the exchange does
  public V getAndAccumulate(V operand, BinaryOperator<V> function) {
    Objects.requireNonNull(function, "function");
    V before = get();
    while (true) {
      V witness = compareAndExchange(before, function.apply(before, operand));
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
  @SuppressWarnings("ReferenceEquality") // compared by identity, as the exchange does
  public V accumulateAndGet(V operand, BinaryOperator<V> function) {
    Objects.requireNonNull(function, "function");
    V before = get();
    while (true) {
      V after = function.apply(before, operand);
      V witness = compareAndExchange(before, after);
      if (witness == before) {
        return after;
      }
      before = witness;
    }
  }

  @Override
  public String toString() {
    return String.valueOf(get());
  }

  @SuppressWarnings("unchecked") // only values of type V are written
  private V cast(Object value) {
    return (V) value;
  }
}

/// The padding of [PaddedReference] before its value, and an int for the gap after the header.
class PaddedReferenceBeforeValue {
  int gap;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// The value of [PaddedReference].
class PaddedReferenceValue<V extends @Nullable Object> extends PaddedReferenceBeforeValue {
  V value;

  PaddedReferenceValue(V value) {
    this.value = value;
  }
}

/// The padding of [PaddedReference] after its value.
class PaddedReferenceAfterValue<V extends @Nullable Object> extends PaddedReferenceValue<V> {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

  PaddedReferenceAfterValue(V value) {
    super(value);
  }
}

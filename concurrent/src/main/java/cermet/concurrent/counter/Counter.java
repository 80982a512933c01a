// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A sum to which each thread adds through a handle of its own, by a plain read and a store.
///
/// - **Use** for events that a few long-lived threads count by the million and another reads.
/// - **Avoid** for threads that come and go by the thousand, or where a handle cannot be kept: take
///   `StripedCounter`.
/// - **Cost** `add`, `increment`, `decrement` wait-free, no atomic instruction; `sum` and `handle`
///   O(handles), as `close`; 0.3 kB a handle.
/// - **Allocation** none in `add` and `sum`; `handle` and `close` copy an array of all handles.
/// - **Threads** each handle adds on the thread that made it (asserted, not checked), `sum` and
///   `get` on any. What a thread did before it added happens-before a `sum` that counts it. A `sum`
///   counts all that was added before it, in the sense of happens-before, and of other additions
///   what it meets; with `increment` alone one reader's sums never fall.
/// - **Errors** adding to a closed handle, closing another live thread's: `IllegalStateException`,
///   nothing counted; a thread that ends without closing stays counted; sums wrap as `long` does.
/// - **Source** single-writer counters as in Aeron; snapshots by copy-on-write.
/// - **Copies with** nothing.
public final class Counter {
  /*
   *   live -> | closed: 40 | handles: . . . |          sum = 40 + 7 + 0 + 12
   *                                   | | |
   *                        value:     7 0 12           each alone on its cache lines
   *
   * A handle's value is written by its owner only, so that an addition is a read, an add and a
   * store. What the counter knows is one snapshot, replaced as a whole: in the same step a handle
   * leaves the list and its value, which no longer changes, goes into `closed`. A sum that has the
   * snapshot before counts the value from the handle, one that has the snapshot after counts it
   * from `closed`: never both, never neither.
   *
   * Whether a handle is closed an addition reads from the value, which it needs anyway: CLOSED says
   * that it may be, and then it looks at the flag, for any number may be a count. What was counted
   * stands in `last` by then.
   *
   * Who writes: value, closed and last of a handle by its owner; live by whoever makes or closes a
   * handle, by compare-and-set. Threads that ended without closing are noticed then: all that a thread did
   * happens-before isAlive is false, so their values are final too.
   *
   * With increments alone a sum lies between what the total was when it began and what it is when
   * it ends, for each value does: in any interleaving there is a moment at which it was right. (A
   * store may still wait in its processor when the sum is taken: hence "happens-before" above.)
   */

  private static final VarHandle LIVE =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "live", VarHandle.class, Counter.class, Live.class)
          .withInvokeExactBehavior();

  Live live; // read by LIVE

  /// Makes a counter that stands at 0.
  public Counter() {
    this(0);
  }

  Counter(long start) {
    live = new Live(start, new Handle[0]);
    VarHandle.releaseFence(); // the snapshot is not final: a racy publication must not undo it
  }

  /// Makes a handle for the calling thread, and folds in those of threads that have ended.
  ///
  /// @return the handle, which only this thread may use
  public Handle handle() {
    var handle = new Handle(this, Thread.currentThread());
    replace(null, handle);
    return handle;
  }

  /// Returns the sum of what all handles have added, also the closed ones.
  ///
  /// @return the sum
  public long sum() {
    Live live = (Live) LIVE.getAcquire(this); // pairs with the compareAndSet in replace
    long sum = live.closed;
    for (Handle handle : live.handles) {
      sum += handle.get();
    }
    return sum;
  }

  @Override
  public String toString() {
    return Long.toString(sum());
  }

  /// How many handles are open, those of ended threads included until somebody looks for them.
  int handles() {
    return ((Live) LIVE.getAcquire(this)).handles.length;
  }

  /// Makes the next snapshot: without one handle and those of ended threads, with another.
  private void replace(@Nullable Handle gone, @Nullable Handle added) {
    while (true) {
      Live before = (Live) LIVE.getAcquire(this); // pairs with the compareAndSet below
      var kept = new Handle[before.handles.length + 1];
      int count = 0;
      long closed = before.closed;
      for (Handle handle : before.handles) {
        if (handle == gone || !handle.owner.isAlive()) {
          closed += handle.get(); // final: its owner has closed it, or has ended
        } else {
          kept[count++] = handle;
        }
      }
      if (added != null) {
        kept[count++] = added;
      }
      if (LIVE.compareAndSet(this, before, new Live(closed, Arrays.copyOf(kept, count)))) {
        return;
      }
    }
  }

  /// One thread's part of a [Counter].
  public static final class Handle extends CounterHandleAfterValue implements AutoCloseable {
    private static final VarHandle VALUE =
        ConstantBootstraps.fieldVarHandle(
                MethodHandles.lookup(), "value", VarHandle.class, Handle.class, long.class)
            .withInvokeExactBehavior();
    private static final VarHandle SHUT =
        ConstantBootstraps.fieldVarHandle(
                MethodHandles.lookup(), "closed", VarHandle.class, Handle.class, boolean.class)
            .withInvokeExactBehavior();

    // Arbitrary, but a count is seldom below zero, and an instruction holds it.
    static final long CLOSED = -0x5EA1ED;

    private Handle(Counter counter, Thread owner) {
      super(counter, owner);
    }

    /// Adds to the counter; owner only.
    ///
    /// @param delta what to add
    public void add(long delta) {
      assert mine() : wrongThread();
      long value = this.value; // plain, as closed: only this thread writes them
      if (value == CLOSED && closed) {
        throw refusal();
      }
      VALUE.setRelease(this, value + delta); // pairs with get
    }

    /// Adds 1; owner only.
    public void increment() {
      add(1);
    }

    /// Subtracts 1; owner only.
    public void decrement() {
      add(-1);
    }

    /// Returns what this handle has added; any thread.
    ///
    /// @return the sum of its own additions
    public long get() {
      long seen = (long) VALUE.getAcquire(this); // pairs with the release in add and close
      if (seen == CLOSED && (boolean) SHUT.getAcquire(this)) {
        return last; // final: written before the flag
      }
      return seen;
    }

    /// Leaves what it has added to the counter and ends; any thread once the owner has ended.
    @Override
    public void close() {
      if (mine()) {
        if (!closed) {
          last = value;
          SHUT.setRelease(this, true); // after last: pairs with get
          VALUE.setRelease(this, CLOSED); // after the flag: pairs with get
        }
      } else if (owner.isAlive()) {
        throw new IllegalStateException(wrongThread());
      }
      counter.replace(this, null); // again, if there was no memory for it before
    }

    @Override
    public String toString() {
      return Long.toString(get());
    }

    @SuppressWarnings("ReferenceEquality") // a thread equals itself only
    private boolean mine() {
      return owner == Thread.currentThread();
    }

    private IllegalStateException refusal() {
      return new IllegalStateException("the handle of " + owner + " is closed");
    }

    private String wrongThread() {
      return "the handle of " + owner + " on " + Thread.currentThread();
    }
  }

  /// What is counted at one moment; never changed.
  static final class Live {
    final long closed;
    final Handle[] handles;

    Live(long closed, Handle[] handles) {
      this.closed = closed;
      this.handles = handles;
    }
  }
}

/// The padding of [Counter.Handle] before its fields, and an int for the gap after the header.
class CounterHandleBeforeValue {
  int gap;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// The fields of [Counter.Handle], all of them its owner's.
class CounterHandleValue extends CounterHandleBeforeValue {
  long value;
  long last;
  boolean closed;
  final Thread owner;
  final Counter counter;

  CounterHandleValue(Counter counter, Thread owner) {
    this.counter = counter;
    this.owner = owner;
  }
}

/// The padding of [Counter.Handle] after its fields.
class CounterHandleAfterValue extends CounterHandleValue {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

  CounterHandleAfterValue(Counter counter, Thread owner) {
    super(counter, owner);
  }
}

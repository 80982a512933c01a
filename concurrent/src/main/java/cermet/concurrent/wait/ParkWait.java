// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A wait that parks until somebody calls `wake`, or for a longest time.
///
/// - **Use** when waits are long, and whoever brings work can say so: no core is burnt, and the
///   delay is that of an unpark.
/// - **Avoid** for a single condition under a lock that is there anyway: take its `Condition`.
/// - **Cost** `wake` a full fence and one read while nobody waits, else a lock, and an unpark for
///   each thread that waits; the first `idle` in a row never parks, so that the caller looks again;
///   `idleNanos` parks for the lesser of its limit and the longest time.
/// - **Allocation** none, but for the JDK's node of each park, and its timer for a virtual thread.
/// - **Threads** any number may wait and wake at once, platform or virtual; a parked virtual thread
///   leaves its carrier; what was written before `wake` is seen by those that it woke.
/// - **Errors** time below 1: `IllegalArgumentException`; an interrupt ends a park and is kept, and
///   an interrupted thread yields, or parks for 1 millisecond if it is virtual.
/// - **Source** event counts: Reed and Kanodia 1979; the form with prepare, look again and commit:
///   Vyukov.
/// - **Copies with** `Carrier`, `WaitStrategy`.
public final class ParkWait implements WaitStrategy {
  /*
   * An event count. The waiter's counter is its key:
   *
   *   waiter                                waker
   *   key = state |= 1   (idle(0))          what is waited for becomes true
   *   fence                                 fence
   *   looks again (the caller does)         state even?  nobody is armed
   *   lock: state | 1 == key?  park         lock: state += 1 if odd; signal all
   *
   * Of the two fences one comes first: either the waiter's look sees what has become true, or the
   * waker sees an odd state. To add one to that disarms it and begins the next epoch at once: a
   * waiter with an older key does not park, and who arms after that has a new one. A waiter that
   * finds work after all leaves the state odd, which costs the next waker one lock for nothing.
   *
   * A key is odd, hence never 0. After 2^31 wakes it comes again: who slept through all of them
   * parks for the longest time at most.
   *
   * Who writes the state: waiters set its lowest bit, wakers clear it, under the lock.
   */

  private static final VarHandle STATE =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "state", VarHandle.class, ParkWait.class, int.class)
          .withInvokeExactBehavior();

  private static final int ARMED = 1;

  int state; // the epoch in steps of two, and ARMED
  private final long maxNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Makes a wait.
  ///
  /// @param maxNanos after how many nanoseconds a park ends without a wake: 1 or more; it bounds
  ///   how late a loop sees what nobody wakes it for
  public ParkWait(long maxNanos) {
    this(maxNanos, 0);
  }

  ParkWait(long maxNanos, int epoch) {
    if (maxNanos < 1) {
      throw new IllegalArgumentException("maxNanos: " + maxNanos);
    }
    this.maxNanos = maxNanos;
    this.state = epoch & ~ARMED;
    VarHandle.releaseFence(); // the state is not final: a racy publication must not undo it
  }

  @Override
  public int idle(int idleCounter) {
    return idleNanos(idleCounter, maxNanos);
  }

  @Override
  public int idleNanos(int idleCounter, long limit) {
    if (idleCounter == 0) {
      int key = (int) STATE.getAndBitwiseOr(this, ARMED) | ARMED;
      VarHandle.fullFence(); // pairs with the one in wake: the caller looks after this
      return key;
    }
    park(idleCounter, Math.min(limit, maxNanos));
    return 0;
  }

  @Override
  public void wake() {
    VarHandle.fullFence(); // pairs with the one in idle: what the caller did came before
    if (((int) STATE.getOpaque(this) & ARMED) != 0) { // opaque: the fence orders it
      wakeAll();
    }
  }

  /// Whether a wake has come since the wait that returned this key.
  boolean isWoken(int key) {
    return ((int) STATE.getAcquire(this) | ARMED) != key; // pairs with the addition in wakeAll
  }

  private void wakeAll() {
    lock.lock();
    try {
      if (((int) STATE.getOpaque(this) & ARMED) != 0) { // opaque: cleared under the lock only
        int ignored = (int) STATE.getAndAdd(this, 1);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void park(int key, long nanos) {
    if (Thread.currentThread().isInterrupted()) {
      Carrier.leaveInterrupted(); // the park would return at once
      return;
    }
    lock.lock();
    try {
      long left = nanos;
      while (!isWoken(key) && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}

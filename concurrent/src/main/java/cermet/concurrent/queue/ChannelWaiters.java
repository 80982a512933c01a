// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The calls that sleep on one side of a [Channel], or are about to: the longest first.
final class ChannelWaiters {
  private static final int STREAM = 16; // elements between two waits; two lines of stamps

  final ReentrantLock lock = new ReentrantLock(); // guards all else but waited
  private @Nullable Waiter first;
  private @Nullable Waiter last;
  private long arrivals;
  private long waited; // where this side last had to wait; a guess: plain, and raced for

  /// One call that waits; all but the thread under the lock of its side.
  static final class Waiter {
    final Thread thread = Thread.currentThread();
    private @Nullable Waiter before;
    private @Nullable Waiter after;
    private boolean listed;
    private long arrival; // in which the list is sorted; 0: was never in it
  }

  /// Waits while the other side of a stream goes on, at most for twice the spins. Two sides of one
  /// speed stay close together else, and write into the same lines all the time: this gives them a
  /// queue that is filled and emptied in turns. A wait that is not one of a stream ends at once.
  ///
  /// @param takes whether this is the takers' side
  /// @param index where this side stands
  /// @return how many times the spins are worth it before a park
  int gather(Channel<?> channel, boolean takes, long index, int spins) {
    boolean streams = index - waited >= STREAM;
    waited = index;
    if (!streams) {
      return 1;
    }
    int before = 0;
    for (int left = Math.min(2 * spins, channel.capacity()); left > 0; ) {
      int pauses = Math.min(left, 64); // a look costs the other side its line: some microseconds
      for (int i = 0; i < pauses; i++) {
        Thread.onSpinWait();
      }
      left -= pauses;
      int ready = takes ? channel.size() : channel.capacity() - channel.size();
      if (ready > 0 && ready == before) {
        break; // the other side has paused
      }
      before = ready;
    }
    return 4;
  }

  /// Enters the list, unless it is in: at the end, or at its old place if it was in before.
  void add(Waiter waiter) {
    lock.lock();
    try {
      if (!waiter.listed) {
        link(waiter);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Leaves for good.
  ///
  /// @return true if it had been taken off, and has not entered again
  boolean leave(Waiter waiter) {
    lock.lock();
    try {
      if (!waiter.listed) {
        return true;
      }
      unlink(waiter);
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Takes the first off the list, and so gives it a wake-up; under the lock.
  @Nullable Waiter remove() {
    Waiter waiter = first;
    if (waiter != null) {
      unlink(waiter);
    }
    return waiter;
  }

  /// Wakes all, and takes each off the list once that is done: who must do it again misses nobody.
  void wakeAll() {
    lock.lock();
    try {
      for (Waiter waiter = first; waiter != null; waiter = first) {
        LockSupport.unpark(waiter.thread);
        unlink(waiter);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether nobody is in the list; under the lock.
  boolean isEmpty() {
    return first == null;
  }

  /// How many are in the list; under the lock.
  int size() {
    int size = 0;
    for (Waiter waiter = first; waiter != null; waiter = waiter.after) {
      size++;
    }
    return size;
  }

  private void link(Waiter waiter) {
    Waiter before = last;
    if (waiter.arrival == 0) {
      waiter.arrival = ++arrivals;
    } else { // only those that were woken too and came back faster are before it
      before = null;
      for (Waiter next = first; next != null && next.arrival < waiter.arrival; next = next.after) {
        before = next;
      }
    }
    Waiter after = before == null ? first : before.after;
    waiter.before = before;
    waiter.after = after;
    if (before == null) {
      first = waiter;
    } else {
      before.after = waiter;
    }
    if (after == null) {
      last = waiter;
    } else {
      after.before = waiter;
    }
    waiter.listed = true;
  }

  private void unlink(Waiter waiter) {
    Waiter before = waiter.before;
    Waiter after = waiter.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    waiter.before = null;
    waiter.after = null;
    waiter.listed = false;
  }
}

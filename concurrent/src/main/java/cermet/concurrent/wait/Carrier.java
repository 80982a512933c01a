// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import java.util.concurrent.locks.LockSupport;

/// What a virtual thread that waits without blocking owes to the others: its carrier, now and then.
final class Carrier {
  /*
   * A virtual thread is never taken off its carrier against its will, and Thread.yield does not
   * suffice: a carrier of JDK 25 goes on with the queue that it took its last thread from for as
   * long as there is something in it, and a thread that yields comes back into such a queue. A few
   * threads that do nothing but yield keep all others waiting, the one they wait for among them. So
   * do parks that are shorter than what the threads do between them. So each turn of waits ends
   * with a park, and each park is longer than the one before, up to a longest one.
   */

  private static final long TURN_NANOS = 50_000; // of the order of an unpark by a timer; arbitrary
  private static final int LONGEST = 20; // 1 millisecond: seventy turns of 256 spins; arbitrary

  private Carrier() {}

  /// Whether the wait with this counter is the last one of a turn, on a virtual thread.
  static boolean isDue(int idleCounter, int turn) {
    return (idleCounter & (turn - 1)) == turn - 1 && Thread.currentThread().isVirtual();
  }

  /// Leaves the carrier at the end of this turn, the first being 0.
  static void leave(int turns) {
    boolean longer = turns >= 0 && turns < LONGEST;
    boolean interrupted = Thread.interrupted(); // a park would return at once
    if (interrupted) {
      LockSupport.parkNanos(1); // takes the permit that an interrupt leaves
    }
    LockSupport.parkNanos((longer ? turns + 1 : LONGEST) * TURN_NANOS);
    if (interrupted) {
      Thread.currentThread().interrupt(); // as it was
    }
  }

  /// What an interrupted thread does instead of a park.
  @SuppressWarnings("ThreadPriorityCheck") // to yield is all that a platform thread can do
  static void leaveInterrupted() {
    if (Thread.currentThread().isVirtual()) {
      leave(LONGEST);
    } else {
      Thread.yield();
    }
  }
}

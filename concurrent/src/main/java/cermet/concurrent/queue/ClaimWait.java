// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.concurrent.locks.LockSupport;

/// The wait of a strict call for a thread that has claimed a slot and not yet released it.
final class ClaimWait {
  /*
   * That is nanoseconds away, unless the other thread has lost its core or stands in a supplier of
   * fill. Then it may need what the waiting thread holds: its core, which a yield gives up, or its
   * carrier. A virtual thread is never taken off its carrier against its will, and a carrier may go
   * on with threads that do nothing but yield for ever; so a virtual one parks, each time for
   * longer, up to a longest time.
   */

  private static final int TURN = 1 << 6; // spins, some microseconds; arbitrary
  private static final long TURN_NANOS = 50_000; // of the order of an unpark by a timer; arbitrary
  private static final int LONGEST = 200; // 10 milliseconds, after a second; arbitrary

  private ClaimWait() {}

  /// Waits a little.
  ///
  /// @param idle what the last wait of this call returned, or 0
  /// @return the argument of the next one
  @SuppressWarnings("ThreadPriorityCheck") // to yield is all that a platform thread can do
  static int idle(int idle) {
    if ((idle & (TURN - 1)) != TURN - 1) {
      Thread.onSpinWait();
    } else if (Thread.currentThread().isVirtual()) {
      leaveCarrier(Math.min(idle / TURN, LONGEST - 1) + 1);
    } else {
      Thread.yield();
    }
    return (idle + 1) & Integer.MAX_VALUE;
  }

  private static void leaveCarrier(int turns) {
    boolean interrupted = Thread.interrupted(); // a park would return at once
    try {
      if (interrupted) {
        LockSupport.parkNanos(1); // takes the permit that an interrupt leaves
      }
      LockSupport.parkNanos(turns * TURN_NANOS);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt(); // as it was
      }
    }
  }
}

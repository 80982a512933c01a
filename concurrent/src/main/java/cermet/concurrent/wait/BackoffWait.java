// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import java.util.concurrent.locks.LockSupport;

/// A wait that spins at first, then yields, then parks for times that double up to a longest one.
///
/// - **Use** when nobody can tell how long a wait will be, or call `wake` at its end.
/// - **Avoid** when a delay of the longest park is too much: `ParkWait` and its `wake` end a park.
/// - **Cost** `idle` a pause of the processor for the first waits in a row, a yield for the next,
///   then a park, in `idleNanos` not beyond its limit; what comes while a thread is parked is seen
///   when the time is over.
/// - **Allocation** none, but for the JDK's timer of each park of a virtual thread.
/// - **Threads** immutable: any number of threads, platform or virtual; a parked virtual thread
///   leaves its carrier, and one that spins or yields does after 32 waits.
/// - **Errors** numbers out of range: `IllegalArgumentException`; an interrupt ends a park and is
///   kept, and an interrupted thread yields, or parks for 1 millisecond if it is virtual.
/// - **Source** the three phases and their order: `BackoffIdleStrategy` of Agrona; doubling:
///   Metcalfe and Boggs 1976.
/// - **Copies with** `Carrier`, `WaitStrategy`.
public final class BackoffWait implements WaitStrategy {
  /*
   * The counter says which wait in a row this is, and that says all:
   *
   *   0 ...            spins ...           spins + yields ...                last, last, last
   *   | onSpinWait      | yield             | park min, 2 min, 4 min ...      | park max
   *
   * It stays at the last one, so that it never wraps.
   */

  private static final int MAX_WAITS = 1 << 20; // of either kind, a second or so; arbitrary
  private static final int TURN = 1 << 5; // as in YieldWait

  private final int spins;
  private final int parks; // the counter of the first park
  private final int last; // the counter of the first park of maxNanos
  private final long minNanos;
  private final long maxNanos;

  /// Makes a wait of 10 spins, 10 yields, and parks of 1 microsecond to 1 millisecond.
  public BackoffWait() {
    this(10, 10, 1_000, 1_000_000); // of the order of what Agrona takes
  }

  /// Makes a wait.
  ///
  /// @param spins how many waits in a row spin: 0 to 2^20
  /// @param yields how many of the next ones yield: 0 to 2^20
  /// @param minNanos how long the first park is, in nanoseconds: 1 or more
  /// @param maxNanos how long the longest is: not less than the first
  public BackoffWait(int spins, int yields, long minNanos, long maxNanos) {
    if (spins < 0 || spins > MAX_WAITS) {
      throw new IllegalArgumentException("spins: " + spins + ", not 0 to " + MAX_WAITS);
    }
    if (yields < 0 || yields > MAX_WAITS) {
      throw new IllegalArgumentException("yields: " + yields + ", not 0 to " + MAX_WAITS);
    }
    if (minNanos < 1 || maxNanos < minNanos) {
      throw new IllegalArgumentException("parks of " + minNanos + " to " + maxNanos + " ns");
    }
    this.spins = spins;
    this.parks = spins + yields;
    this.minNanos = minNanos;
    this.maxNanos = maxNanos;
    int doublings = 0;
    for (long nanos = minNanos; nanos < maxNanos; doublings++) {
      nanos = nanos > maxNanos >>> 1 ? maxNanos : nanos << 1;
    }
    this.last = parks + doublings;
  }

  @Override
  public int idle(int idleCounter) {
    return idleNanos(idleCounter, maxNanos);
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // to yield is the second phase
  public int idleNanos(int idleCounter, long limit) {
    if (idleCounter >= parks) {
      return park(idleCounter, limit);
    }
    if (Carrier.isDue(idleCounter, TURN)) {
      Carrier.leave(idleCounter / TURN);
    } else if (idleCounter < spins) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
    return idleCounter + 1;
  }

  private int park(int idleCounter, long limit) {
    if (Thread.currentThread().isInterrupted()) {
      Carrier.leaveInterrupted(); // the park would return at once
    } else {
      LockSupport.parkNanos(this, Math.min(limit, nanos(idleCounter)));
    }
    return idleCounter < last ? idleCounter + 1 : last;
  }

  /// How long the wait with this counter parks, in nanoseconds; 0: it does not.
  long nanos(int idleCounter) {
    if (idleCounter < parks) {
      return 0;
    }
    return idleCounter < last ? minNanos << (idleCounter - parks) : maxNanos;
  }
}

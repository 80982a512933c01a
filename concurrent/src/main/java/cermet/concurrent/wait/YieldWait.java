// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

/// A wait that offers its core to other threads each time, and goes on when none wants it.
///
/// - **Use** when what is waited for is microseconds away and other threads may need the core.
/// - **Avoid** where the core should idle: with nobody else to run this burns as much as spinning.
/// - **Cost** `idle` one yield, a call into the operating system; on a virtual thread the carrier
///   runs what else is ready, and one wait in 32 is a park of 50 microseconds to 1 millisecond, so
///   that yielding does not starve others.
/// - **Allocation** none, but for the JDK's timer of each park of a virtual thread.
/// - **Threads** stateless: any number of threads, platform or virtual.
/// - **Errors** none; an interrupt is kept, though a virtual thread clears it for as long as it
///   parks.
/// - **Source** `YieldingIdleStrategy` of Agrona for the name's meaning.
/// - **Copies with** `Carrier`, `WaitStrategy`.
public final class YieldWait implements WaitStrategy {
  private static final int TURN = 1 << 5; // some 10 microseconds of yields; arbitrary

  /// Makes a wait.
  public YieldWait() {}

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // to yield is what it is for
  public int idle(int idleCounter) {
    if (Carrier.isDue(idleCounter, TURN)) {
      Carrier.leave(idleCounter / TURN); // the few that it yields to may be the same again
    } else {
      Thread.yield();
    }
    return idleCounter + 1;
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

/// A wait that keeps its core: the processor is told that it spins, and nothing else.
///
/// - **Use** when what is waited for is less than a microsecond away and the thread has a core of
///   its own.
/// - **Avoid** with more spinning threads than cores, and where heat or a neighbour's speed counts.
/// - **Cost** `idle` one pause of the processor; on a virtual thread one wait in 256 is a park of
///   50 microseconds to 1 millisecond, so that spinning does not starve others.
/// - **Allocation** none, but for the JDK's timer of each park of a virtual thread.
/// - **Threads** stateless: any number of threads, platform or virtual.
/// - **Errors** none; an interrupt is kept, though a virtual thread clears it for as long as it
///   parks.
/// - **Source** `Thread.onSpinWait`, JEP 285; `BusySpinIdleStrategy` of Agrona for the name's
///   meaning.
/// - **Copies with** `Carrier`, `WaitStrategy`.
public final class SpinWait implements WaitStrategy {
  private static final int TURN = 1 << 8; // some 10 microseconds of pauses; arbitrary

  /// Makes a wait.
  public SpinWait() {}

  @Override
  public int idle(int idleCounter) {
    if (Carrier.isDue(idleCounter, TURN)) {
      Carrier.leave(idleCounter / TURN);
    } else {
      Thread.onSpinWait();
    }
    return idleCounter + 1;
  }
}

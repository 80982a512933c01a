// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

/// What a thread does between two looks at something that is not there yet.
///
/// - **Use** as the wait of loops that poll, of `drain` and `fill` of the queues (as `wait::idle`),
///   and of channels.
/// - **Avoid** where a lock, a condition or a latch of the JDK says what is waited for.
/// - **Cost** unspecified; that of the class.
/// - **Allocation** unspecified; that of the class.
/// - **Threads** one object serves any number of threads at once: what differs between them is in
///   their counters.
/// - **Errors** an interrupt is kept, and no wait blocks an interrupted thread for more than a
///   millisecond; a virtual thread may clear an interrupt for as long as that.
/// - **Source** `idle(idleCounter)` as in JCTools' `MessagePassingQueue.WaitStrategy`; `workCount`
///   and reset as in Agrona's `IdleStrategy`, with the state in the caller's hand.
/// - **Copies with** nothing.
@FunctionalInterface
public interface WaitStrategy {
  /// Waits once.
  ///
  /// @param idleCounter 0 for the first wait after work was found, which is what resets a strategy;
  ///   else what the last call returned
  /// @return the argument of the next call
  int idle(int idleCounter);

  /// Waits once if nothing was done, else resets.
  ///
  /// @param idleCounter 0 at first, then what the last call returned
  /// @param workCount how much was done since; 0 or less: nothing
  /// @return the argument of the next call
  default int idle(int idleCounter, int workCount) {
    return workCount > 0 ? 0 : idle(idleCounter);
  }

  /// Waits once before a deadline: a wait of more than a millisecond ends when the limit is over.
  /// The default is [#idle(int)], for strategies whose waits are shorter.
  ///
  /// @param idleCounter as in [#idle(int)]
  /// @param limit how many nanoseconds are left; 0 or less: none
  /// @return the argument of the next call
  default int idleNanos(int idleCounter, long limit) {
    return idle(idleCounter);
  }

  /// Ends the waits of all threads that wait for what the caller has done before this call; does
  /// nothing where waits end by themselves. It must not throw: what it reports has been done.
  default void wake() {}
}

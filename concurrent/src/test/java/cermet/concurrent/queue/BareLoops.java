// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

/// Loops that do nothing but ask one queue, each in the class of that queue's test: the compiler
/// sees one class of queue there, and would take a read that need not be repeated out of the loop.
interface BareLoops {
  /// What a loop waits for.
  enum Until {
    OFFERED,
    OFFERED_RELAXED,
    OFFERED_BELOW_ONE,
    OFFERED_OF_ARRAY,
    FILLED,
    POLLED,
    POLLED_RELAXED,
    POLLED_INTO_ARRAY,
    DRAINED,
    PEEKED,
    PEEKED_RELAXED,
    SIZE_NOT_ZERO,
    NOT_EMPTY,
    SIZE_ZERO,
    EMPTY
  }

  void spin(Until end);
}

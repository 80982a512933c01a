// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

/// What a case does to the machine, which fixes the length of a turn and the number of fork pairs.
public enum Kind {
  /// Nanoseconds an operation, data in the caches.
  SHORT(20, 40, 60, 8, 4),
  /// Data beyond the caches: a turn must outlast their refilling.
  MEMORY(100, 6, 20, 12, 4),
  /// Allocates on at least one side: a turn must hold several young collections.
  ALLOCATING(50, 16, 30, 18, 6),
  /// More than one thread.
  THREADS(100, 8, 20, 4, 4),
  /// A parameter called `threads` says how many; measured where there are more than two cores.
  SCALING(100, 8, 20, 4, 4),
  /// Bursts between two spinning threads at a fixed rate: a turn is one schedule, its time is the
  /// median of its bursts; see [Burst].
  BURST(410, 4, 12, 8, 4),
  /// Milliseconds or more an operation, inside the fork: a turn is one operation or two.
  LONG(100, 6, 12, 6, 3),
  /// A whole program in a JVM of its own, one run a turn; bytes are not counted.
  PROGRAM(1, 1, 4, 4, 2);

  final int turnMillis;
  final int warmTurns;
  final int turns;
  final int fullPairs;
  final int quickPairs;

  Kind(int turnMillis, int warmTurns, int turns, int fullPairs, int quickPairs) {
    this.turnMillis = turnMillis;
    this.warmTurns = warmTurns;
    this.turns = turns;
    this.fullPairs = fullPairs;
    this.quickPairs = quickPairs;
  }

  int pairs(boolean full) {
    return full ? fullPairs : quickPairs;
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

/// What a case does to the machine, which fixes how long a turn is and how many fork pairs it takes.
public enum Kind {
  /// Nanoseconds an operation, data in the caches.
  SHORT(20, 8),
  /// Data beyond the caches: a turn must outlast their refilling.
  MEMORY(100, 12),
  /// Allocates on at least one side: a turn must hold several young collections.
  ALLOCATING(50, 18),
  /// More than one thread.
  THREADS(100, 4),
  /// A whole program or tens of milliseconds an operation: one operation a turn.
  PROGRAM(1, 4);

  final int turnMillis;
  final int fullPairs;

  Kind(int turnMillis, int fullPairs) {
    this.turnMillis = turnMillis;
    this.fullPairs = fullPairs;
  }
}

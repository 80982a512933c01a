// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// What a case does to the machine, which fixes the length of a turn and the number of fork pairs.
public enum Kind {
  /// Nanoseconds an operation, data in the caches.
  SHORT(20, 20, 40, 8, 4, 512),
  /// Data beyond the caches.
  MEMORY(100, 6, 20, 12, 4, 2048),
  /// Allocates on at least one side: a turn must hold several young collections.
  ALLOCATING(50, 12, 24, 18, 6, 2048),
  /// More than one thread.
  THREADS(100, 8, 20, 4, 4, 512),
  /// A parameter called `threads` says how many; measured where there are more than two cores.
  SCALING(100, 8, 20, 4, 4, 2048),
  /// Bursts between two spinning threads at a fixed rate: a turn is one schedule, its time is the
  /// median of its bursts; see [Burst].
  BURST(410, 4, 12, 8, 4, 512),
  /// Milliseconds or more an operation, inside the fork: a turn is one operation or two.
  LONG(100, 6, 12, 6, 3, 2048),
  /// A whole program in a JVM of its own, one run a turn; bytes are not counted.
  PROGRAM(1, 1, 4, 4, 2, 2048);

  /// How long turns are, and how many of them there are.
  record Pace(int turnMillis, int warmTurns, int turns) {
    int all() {
      return warmTurns + turns;
    }
  }

  private static final long CACHE = 32L << 20; // what another fork can push out, of any set
  private static final int LINE = 64;
  private static final double REFILL_NANOS = 25; // a line, several under way at once
  private static final double REFILL_SHARE = 0.05; // of a turn, on both sides alike
  private static final int LEAST_TURNS = 12;
  private static final int LEAST_WARM_TURNS = 3;

  private final int turnMillis;
  private final int warmTurns;
  private final int turns;
  private final int fullPairs;
  private final int quickPairs;
  private final int heapMegabytes; // all of it touched before a fork begins, which takes its time

  Kind(int turnMillis, int warmTurns, int turns, int fullPairs, int quickPairs, int heapMegabytes) {
    this.turnMillis = turnMillis;
    this.warmTurns = warmTurns;
    this.turns = turns;
    this.fullPairs = fullPairs;
    this.quickPairs = quickPairs;
    this.heapMegabytes = heapMegabytes;
  }

  int pairs(boolean full) {
    return full ? fullPairs : quickPairs;
  }

  /// The JVM's flags for a fork's heap, which is of one size.
  List<String> heap() {
    return List.of("-Xms" + heapMegabytes + "m", "-Xmx" + heapMegabytes + "m");
  }

  /// The heaps of all kinds, in words.
  static String heaps() {
    return Arrays.stream(values())
        .map(kind -> kind.heapMegabytes + "m")
        .distinct()
        .collect(Collectors.joining(" or ", "-Xms = -Xmx = ", " by kind"));
  }

  /// The kind's turns, or fewer and longer ones where a working set takes its time to come back
  /// into the caches.
  ///
  /// @param workingSet bytes that an operation picks from; 0 if they are few
  Pace pace(long workingSet) {
    long lines = Math.min(workingSet, CACHE) / LINE;
    int millis = (int) Math.ceil(lines * REFILL_NANOS / REFILL_SHARE / 1e6);
    if (millis <= turnMillis) {
      return new Pace(turnMillis, warmTurns, turns);
    }
    double longer = (double) millis / turnMillis;
    return new Pace(
        millis,
        Math.max(LEAST_WARM_TURNS, (int) (warmTurns / longer)),
        Math.max(LEAST_TURNS, (int) (turns / longer)));
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Everything about a side of a case that does not depend on the weather, counted once a side.
final class Tally {
  /// What one side takes.
  record Side(Double instructions, Evidence.Counts counts) {}

  /// What both sides of a case take.
  record Both(
      Double instructions,
      Evidence.Counts counts,
      Double peerInstructions,
      Evidence.Counts peerCounts,
      String reason) {
    static final Both NOTHING = new Both(null, null, null, null, null);

    static Both of(Evidence.Row row) {
      return new Both(
          row.instructions(), row.counts(), row.peerInstructions(), row.peerCounts(), row.reason());
    }
  }

  private static final int DIGITS = 5; // a fiftieth of what the guard lets pass
  private static final int EMPTY_CALLS = 1 << 20; // four million instructions
  private static final int AGAIN = 4; // minutes a row

  private final Path directory;
  private final Map<Loop.Side, Side> known = new HashMap<>();
  private CompletableFuture<Double>
      empty; // null until asked for: a turn of the loop that calls nothing

  Tally(Path directory) {
    this.directory = directory;
  }

  /// Whether this kind of case fits into a loop under valgrind, fifty times slower, on one thread.
  static boolean counts(Kind kind) {
    return kind == Kind.SHORT || kind == Kind.ALLOCATING || kind == Kind.MEMORY;
  }

  static Loop.Side ours(Catalogue.Entry entry) {
    var peer = entry.peer().getAnnotation(Peer.class);
    // An incumbent's flags are its own; those of a twin are what the case itself cannot do without.
    List<String> jvmArgs = peer.value().equals("none") ? List.of(peer.jvmArgs()) : List.of();
    return new Loop.Side(entry.ours(), entry.method(), entry.params(), jvmArgs);
  }

  private static Loop.Side peer(Catalogue.Entry entry) {
    return new Loop.Side(
        entry.peer(),
        entry.method(),
        entry.params(),
        List.of(entry.peer().getAnnotation(Peer.class).jvmArgs()));
  }

  /// Counts both sides of a case, ours with its twins.
  ///
  /// @param before the accepted row, or null
  /// @param reason why instructions may have changed since
  Both both(Catalogue.Entry entry, Evidence.Row before, String reason)
      throws IOException, InterruptedException {
    Side ours = of(ours(entry), true);
    Side peer = of(peer(entry), false);
    boolean changed =
        before != null
            && before.instructions() != null
            && !before.instructions().equals(ours.instructions);
    return new Both(
        ours.instructions,
        ours.counts,
        peer.instructions,
        peer.counts,
        changed && !reason.isEmpty() ? reason : before == null ? null : before.reason());
  }

  /// Counts a side; the twins that do nothing, and everything twice, only if asked for.
  ///
  /// @throws IOException if it cannot be counted, with the reason
  Side of(Loop.Side side, boolean twins) throws IOException, InterruptedException {
    Side before = known.get(side);
    if (before != null && (!twins || before.counts.doubled() != null)) {
      return before;
    }
    Inspection seen = Inspection.of(side);
    Side counted;
    if (Instructions.valgrind().isEmpty()) {
      counted =
          new Side(
              null,
              new Evidence.Counts(
                  seen.bytes(), null, null, null, null, null, seen.inlined(), null));
    } else {
      counted = count(side, seen, twins);
    }
    known.put(side, counted);
    return counted;
  }

  /// Counts a side, once more with so many times the calls if runs are too short for what happens
  /// now and then.
  Side count(Loop.Side side, Inspection seen, boolean twins) throws IOException {
    int calls = Instructions.calls(seen.nanos());
    try {
      return count(side, seen, twins, calls);
    } catch (IOException e) {
      if (!(e.getCause() instanceof Instructions.NotProportionalException)) {
        throw e;
      }
      return count(side, seen, twins, AGAIN * calls);
    }
  }

  private Side count(Loop.Side side, Inspection seen, boolean twins, int calls) throws IOException {
    var instructions = new Instructions(side, calls, directory);
    double operations = seen.operations();
    var serial = Instructions.Collector.SERIAL;
    // Ours is pinned and must be exact; the peers' stand beside it.
    var once = twins ? instructions.countLinear(serial) : instructions.count(serial, 1, 3);
    var g1 = instructions.instructions(Instructions.Collector.G1, 1, 3);
    if (twins && empty == null) {
      empty = new Instructions(side, EMPTY_CALLS, directory).instructions(serial, 0, 3);
    }
    var twice = twins ? instructions.instructions(serial, 2, 2) : null;
    try {
      var one = once.join().per(operations);
      Double nothing = twins ? empty.join() / operations : null;
      Double doubled =
          twins ? (twice.join() / operations - nothing) / (one.instructions() - nothing) : null;
      return new Side(
          digits(one.instructions()),
          new Evidence.Counts(
              seen.bytes(),
              digits(g1.join() / operations),
              digits(one.misses()),
              digits(one.lastMisses()),
              digits(nothing),
              digits(doubled),
              seen.inlined(),
              calls));
    } catch (CompletionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  private static Double digits(Double value) {
    return value == null ? null : Double.valueOf(("%." + (DIGITS - 1) + "e").formatted(value));
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/// Holds a case against its accepted proof: counts exactly, times by whole intervals.
///
/// | gate | fails when | hard |
/// |---|---|---|
/// | bytes | an operation allocates another number of bytes | yes |
/// | inlining | C2 refuses, or no longer finds, a method that it inlined | yes |
/// | instructions | they differ by more than 0.5 %, counted by the same instrument | yes |
/// | ratio | the whole interval of the change lies beyond 20 % | no: less is named, not red |
///
/// Layout, padding, bytecode size and probe counts are tests, which `mvn -Pguard verify` runs too.
final class Gate {
  /// What a gate says; only FAIL is red.
  enum Outcome {
    PASS,
    FAIL,
    /// Surely slower than accepted, but not surely beyond the budget.
    SLOWER,
    UNDECIDED,
    SKIPPED
  }

  /// What one gate found on one case.
  record Finding(Outcome outcome, String gate, String what, String why) {
    @Override
    public String toString() {
      return "%-9s %-12s %s%s".formatted(outcome, gate, what, why.isEmpty() ? "" : ": " + why);
    }
  }

  static final double INSTRUCTIONS = 0.005;
  static final double RATIO = 1.20;
  private static final double BYTES = 0.01; // of a byte: one object in a hundred operations of 1 B

  private final Path directory;
  private final Evidence.Instrument instrument = Instructions.instrument();

  Gate(Path directory) {
    this.directory = directory;
  }

  /// Runs the hard gates on our side of a case.
  List<Finding> hard(String what, Loop.Side side, Evidence evidence, Evidence.Row row)
      throws IOException, InterruptedException {
    Inspection now = Inspection.of(side);
    List<Finding> findings = new ArrayList<>();
    findings.add(bytes(what, row.counts(), now));
    findings.add(inlining(what, row.counts(), now));
    findings.add(instructions(what, side, now, evidence.instrument(), row));
    return findings;
  }

  private static Finding bytes(String what, Evidence.Counts pinned, Inspection now) {
    boolean same = Math.abs(now.bytes() - pinned.allocated()) < BYTES;
    return new Finding(
        same ? Outcome.PASS : Outcome.FAIL,
        "bytes",
        what,
        same
            ? ""
            : "allocates %.2f B an operation, accepted are %.2f B"
                .formatted(now.bytes(), pinned.allocated()));
  }

  private static Finding inlining(String what, Evidence.Counts pinned, Inspection now) {
    List<String> lost =
        pinned.inlined().stream()
            .filter(name -> !now.inlined().contains(name))
            .map(name -> name + " (" + now.refused().getOrDefault(name, "not called") + ")")
            .toList();
    return new Finding(
        lost.isEmpty() ? Outcome.PASS : Outcome.FAIL,
        "inlining",
        what,
        lost.isEmpty() ? "" : "no longer inlined: " + String.join(", ", lost));
  }

  private Finding instructions(
      String what, Loop.Side side, Inspection now, Evidence.Instrument pinnedBy, Evidence.Row row)
      throws IOException {
    Double pinned = row.instructions();
    String gate = "instructions";
    if (instrument == null) {
      return new Finding(Outcome.SKIPPED, gate, what, Instructions.MISSING);
    }
    if (pinned == null || !Objects.equals(instrument, pinnedBy)) {
      return new Finding(
          Outcome.SKIPPED, gate, what, "counted here by " + instrument + ", accepted: " + pinnedBy);
    }
    Integer calls = row.counts().calls();
    try {
      double counted =
          new Instructions(side, calls == null ? Instructions.calls(now.nanos()) : calls, directory)
                  .instructions(Instructions.Collector.SERIAL, 1, 3)
                  .join()
              / now.operations();
      double change = counted / pinned - 1;
      return new Finding(
          Math.abs(change) <= INSTRUCTIONS ? Outcome.PASS : Outcome.FAIL,
          gate,
          what,
          "%.4g, accepted %.4g (%+.2f %%)".formatted(counted, pinned, 100 * change));
    } catch (CompletionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  /// Compares a ratio with the accepted one, each with its interval.
  static Finding ratio(String what, Ratio now, double accepted, double low, double high) {
    double change = Math.log(now.value() / accepted); // above 0: faster than accepted
    double below = Math.hypot(Math.log(now.value() / now.low()), Math.log(high / accepted));
    double above = Math.hypot(Math.log(now.high() / now.value()), Math.log(accepted / low));
    double budget = -Math.log(RATIO);
    Outcome outcome;
    if (change + above < budget) {
      outcome = Outcome.FAIL;
    } else if (change - below > budget) {
      outcome = Outcome.PASS;
    } else {
      outcome = change + above < 0 ? Outcome.SLOWER : Outcome.UNDECIDED;
    }
    return new Finding(
        outcome,
        "ratio",
        what,
        "%.2f, accepted %.2f: change ×%.2f [%.2f, %.2f]%s"
            .formatted(
                now.value(),
                accepted,
                Math.exp(change),
                Math.exp(change - below),
                Math.exp(change + above),
                change + above < 0 ? ", slower" : ""));
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A row of evidence as it is shown.
///
/// @param packageName of the primitive, found by its source where the file does not say it
/// @param module what it is listed under
/// @param fresh measured in this run
/// @param setup a letter for the machine and its flags; empty if all rows share one
record Item(
    Evidence evidence,
    Evidence.Row row,
    String packageName,
    String module,
    boolean fresh,
    String setup) {

  String primitive() {
    return evidence.primitive();
  }

  /// The method of the proof: the first word of the case.
  String method() {
    return row.name().split(" ", 2)[0];
  }

  boolean isPickedBy(String pick) {
    return Pick.names(pick, primitive(), row.name(), row.peer());
  }

  String command() {
    return command(primitive() + "." + method());
  }

  static String command(String pick) {
    return "mvn -Pproofs verify -Dproofs=" + pick + " -Dproofs.depth=full";
  }

  /// Where a flame graph of the case lies beside the page, if there is one.
  String flame() {
    return flame(primitive(), row.name());
  }

  static String flame(String primitive, String name) {
    return "flame/" + primitive + "-" + name + ".html";
  }

  String peer() {
    return (row.peer() + " " + (row.peerVersion() == null ? "" : row.peerVersion())).strip();
  }

  String title() {
    return primitive() + " " + row.name() + " against " + peer();
  }

  /// Whether there is a ratio to plot.
  boolean measured() {
    return row.ratio() != null && !row.verdict().equals(Evidence.NOT_MEASURED);
  }

  double low() {
    return row.low() == null ? row.ratio() : row.low();
  }

  double high() {
    return row.high() == null ? row.ratio() : row.high();
  }

  /// What identical forks differed by: of the row, or of its file where the row is older.
  double floor() {
    return row.floor() == null ? evidence.floor() : row.floor();
  }

  String when() {
    return fresh ? "now" : row.date().substring(0, "2000-01-01".length());
  }

  Evidence.Machine machine() {
    return evidence.machine(row);
  }

  /// Whether the primitive's code has changed since, as newer rows of the same file show.
  boolean isOfEarlierCode() {
    return row.sources() != null;
  }

  /// The verdict as a word of a style sheet.
  String style() {
    return measured() ? row.verdict() : "none";
  }

  /// One sentence: the figures of a row.
  String line() {
    return measured() ? title() + ": " + line(row) : title() + ": " + Evidence.NOT_MEASURED;
  }

  static String line(Evidence.Row row) {
    return "%s [%s, %s] %s, %s ns against %s ns, %s B against %s B"
        .formatted(
            Figure.number(row.ratio()),
            Figure.number(row.low()),
            Figure.number(row.high()),
            row.verdict(),
            Figure.number(row.nanos()),
            Figure.number(row.peerNanos()),
            Figure.number(row.bytes()),
            Figure.number(row.peerBytes()));
  }

  /// What a table has no column for.
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (row.ours() != null || row.theirs() != null) {
      notes.add(
          "single events, p25 / p50 / p99 / p99.9: Cermet %s; %s %s"
              .formatted(events(row.ours()), row.peer(), events(row.theirs())));
    }
    if (row.reason() != null && !row.reason().isBlank()) {
      notes.add(row.reason());
    }
    if (row.gap() != null) {
      notes.add(
          "fork pairs fall into two groups that lie a factor of %s apart: the compiler or the layout"
                  .formatted(Figure.number(row.gap()))
              + " decides, not chance");
    }
    return notes;
  }

  private static String events(Evidence.Percentiles events) {
    return events == null
        ? Figure.NONE
        : Stream.of(events.p25(), events.p50(), events.p99(), events.p999())
            .map(Figure::time)
            .collect(Collectors.joining(" / "));
  }

  /// How the instructions were counted.
  List<String> counting() {
    List<String> counting = new ArrayList<>();
    counts("Cermet", row.counts(), counting);
    counts(row.peer(), row.peerCounts(), counting);
    return counting;
  }

  private static void counts(String side, Evidence.Counts counts, List<String> lines) {
    if (counts == null) {
      return;
    }
    List<String> parts = new ArrayList<>();
    if (counts.empty() != null) {
      parts.add("the loop alone " + Figure.number(counts.empty()) + " instructions");
    }
    if (counts.doubled() != null) {
      parts.add("two operations " + Figure.number(counts.doubled()) + " times those of one");
    }
    if (counts.inlined() != null && !counts.inlined().isEmpty()) {
      parts.add("inlined " + String.join(", ", counts.inlined()));
    }
    if (!parts.isEmpty()) {
      lines.add(side + ": " + String.join("; ", parts));
    }
  }
}

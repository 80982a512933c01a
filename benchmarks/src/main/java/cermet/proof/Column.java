// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// A column of the tables.
///
/// @param title what stands above it
/// @param meaning what the title means
/// @param sided the first line of a cell is ours, the second the peer's
/// @param tells whether a row has something to say here; a column in which none does is left out
/// @param lines the one or two lines of a row's cell
record Column(
    String title,
    String meaning,
    boolean sided,
    Predicate<Item> tells,
    Function<Item, List<String>> lines) {

  private static final List<Column> ALL =
      List.of(
          new Column(
              "ratio",
              "peer time ÷ ours, median of turns, with its 95 % interval",
              false,
              item ->
                  List.of(
                      Figure.number(item.row().ratio()),
                      Figure.span(item.row().low(), item.row().high()))),
          new Column(
              "verdict",
              "on which side of 1 the whole interval lies",
              false,
              item -> List.of(item.row().verdict())),
          new Column(
              "total",
              "ratio of the total times, which keeps pauses that medians leave out",
              false,
              item -> total(item.row().total())),
          new Column(
              "time",
              "an operation: the median, p50, of the turns",
              true,
              item ->
                  List.of(Figure.time(item.row().nanos()), Figure.time(item.row().peerNanos()))),
          new Column(
              "p50",
              "of the turns, where it is not the time beside it",
              true,
              item ->
                  differ(item.row().nanos(), item.row().p50())
                      || differ(item.row().peerNanos(), item.row().peerP50()),
              item -> List.of(Figure.time(item.row().p50()), Figure.time(item.row().peerP50()))),
          new Column(
              "p95",
              "of the turns",
              true,
              item -> List.of(Figure.time(item.row().p95()), Figure.time(item.row().peerP95()))),
          new Column(
              "bytes",
              "allocated an operation; 0 is below 0.05",
              true,
              item ->
                  List.of(Figure.bytes(item.row().bytes()), Figure.bytes(item.row().peerBytes()))),
          new Column(
              "instructions",
              "an operation, serial collector",
              true,
              item ->
                  List.of(
                      Figure.number(item.row().instructions()),
                      Figure.number(item.row().peerInstructions()))),
          counted("instr. G1", "an operation, G1 collector", Evidence.Counts::instructionsG1),
          counted("L1 misses", "simulated, first data cache", Evidence.Counts::misses),
          counted("LL misses", "simulated, last level", Evidence.Counts::lastMisses),
          new Column(
              "pairs",
              "of forks, and the depth of the run",
              false,
              item ->
                  List.of(
                      item.row().pairs() == null ? Figure.NONE : item.row().pairs().toString(),
                      item.row().depth() == null ? Figure.NONE : item.row().depth())),
          new Column(
              "when",
              "the date, and the floor: what identical forks differed by",
              false,
              item ->
                  List.of(
                      item.when()
                          + (item.setup().isEmpty() ? "" : " on " + item.setup())
                          + (item.isOfEarlierCode() ? ", earlier code" : ""),
                      "floor " + Figure.percent(item.floor()))));

  private Column(String title, String meaning, boolean sided, Function<Item, List<String>> lines) {
    this(
        title,
        meaning,
        sided,
        item -> lines.apply(item).stream().anyMatch(line -> !line.equals(Figure.NONE)),
        lines);
  }

  /// The columns in which any of these rows has something to say.
  static List<Column> of(List<Item> items) {
    return ALL.stream().filter(column -> items.stream().anyMatch(column.tells)).toList();
  }

  private static boolean differ(Double time, Double p50) {
    return p50 != null && !p50.equals(time);
  }

  private static Column counted(
      String title, String meaning, Function<Evidence.Counts, Double> count) {
    return new Column(
        title,
        meaning,
        true,
        item ->
            List.of(counted(item.row().counts(), count), counted(item.row().peerCounts(), count)));
  }

  private static String counted(Evidence.Counts counts, Function<Evidence.Counts, Double> count) {
    return Figure.number(counts == null ? null : count.apply(counts));
  }

  private static List<String> total(Evidence.Span total) {
    return total == null
        ? List.of(Figure.NONE)
        : List.of(Figure.number(total.ratio()), Figure.span(total.low(), total.high()));
  }
}

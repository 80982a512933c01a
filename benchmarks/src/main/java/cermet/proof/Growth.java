// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What `results/<Primitive>.growth.json` holds: nanoseconds an operation of one primitive and its
/// peers, from few entries to many.
///
/// @param forks JVMs that measured each size
/// @param level the sizes that fill a table alike, ascending; the others show what a table costs on
///   its way there
/// @param lines one for each operation and contender, ours first
record Growth(
    String primitive,
    @JsonProperty("package") String packageName,
    String version,
    String commit,
    boolean dirty,
    String date,
    String sources,
    Evidence.Machine machine,
    int forks,
    List<Integer> level,
    List<Line> lines) {

  /// One operation of one contender, by ascending sizes; the version is empty for ours.
  record Line(String operation, String contender, String version, List<Point> points) {
    String title() {
      return (contender + " " + (version == null ? "" : version)).strip();
    }

    boolean is(String operation, String contender) {
      return this.operation.equals(operation) && this.contender.equals(contender);
    }
  }

  /// Nanoseconds an operation with so many entries: median and quartiles of the rounds.
  record Point(int size, double low, double nanos, double high, int rounds) {
    /// The median and, in brackets, both quartiles.
    String text() {
      return Figure.number(nanos) + " (" + Figure.span(low, high) + ")";
    }
  }

  /// What the files' names end with.
  static final String ENDING = ".growth.json";

  static final String HIT = "hit";
  static final String MISS = "miss";
  static final String PUT = "put";
  static final List<String> OPERATIONS = List.of(HIT, MISS, PUT);

  /// Reads a file; what is wrong with one is said with its name and place.
  static Growth read(Path file) throws IOException {
    return Evidence.read(file, Growth.class, Growth::wrong);
  }

  /// Reads all of a folder, by primitive.
  static SortedMap<String, Growth> readAll(Path folder) throws IOException {
    var all = new TreeMap<String, Growth>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, "*" + ENDING)) {
        for (Path file : files) {
          all.put(file.getFileName().toString().replace(ENDING, ""), read(file));
        }
      }
    }
    return all;
  }

  /// What no file lacks; empty if this one is whole.
  private String wrong() {
    if (primitive == null
        || packageName == null
        || date == null
        || machine == null
        || level == null
        || lines == null) {
      return "lacks one of primitive, package, date, machine, level, lines";
    }
    if (date.length() < "2000-01-01".length()) {
      return "date: " + date;
    }
    if (lines.isEmpty()) {
      return "no lines";
    }
    if (level.contains(null)) {
      return "level: " + level;
    }
    var seen = new HashSet<String>();
    for (Line line : lines) {
      if (line == null
          || line.operation == null
          || line.contender == null
          || line.points == null
          || line.points.isEmpty()) {
        return "a line lacks one of operation, contender, points";
      }
      String name = line.operation + " of " + line.contender;
      if (!OPERATIONS.contains(line.operation)) {
        return name + ": operation: " + line.operation + ", not one of " + OPERATIONS;
      }
      if (!seen.add(name)) {
        return name + " stands twice";
      }
      String wrong = fault(line.points);
      if (!wrong.isEmpty()) {
        return name + ": " + wrong;
      }
    }
    return "";
  }

  private static String fault(List<Point> points) {
    int before = 0;
    for (Point point : points) {
      if (point == null) {
        return "a point is null";
      }
      if (point.size <= before) {
        return "size: " + point.size + ", not above " + before;
      }
      before = point.size;
      if (!(point.low > 0
          && point.low <= point.nanos
          && point.nanos <= point.high
          && point.high < Double.POSITIVE_INFINITY)) {
        return "size %d: low %s, nanos %s, high %s: not ascending above 0"
            .formatted(point.size, point.low, point.nanos, point.high);
      }
      if (point.rounds < 1) {
        return "size " + point.size + ": rounds: " + point.rounds + ", not 1 or more";
      }
    }
    return "";
  }

  /// The text of a file.
  String json() throws IOException {
    return Evidence.json(this);
  }

  /// The same with other lines.
  Growth with(List<Line> lines) {
    return new Growth(
        primitive,
        packageName,
        version,
        commit,
        dirty,
        date,
        sources,
        machine,
        forks,
        level,
        List.copyOf(lines));
  }

  /// What was measured, in the order of [#OPERATIONS].
  List<String> operations() {
    return lines.stream()
        .map(Line::operation)
        .distinct()
        .sorted(Comparator.comparingInt(OPERATIONS::indexOf))
        .toList();
  }

  /// Ours and the peers, with their versions.
  List<String> titles() {
    return contenders().stream()
        .map(contender ->
            lines.stream()
                .filter(line -> line.contender.equals(contender))
                .findFirst()
                .orElseThrow()
                .title())
        .toList();
  }

  List<String> contenders() {
    return lines.stream().map(Line::contender).distinct().toList();
  }

  SortedSet<Integer> sizes() {
    var sizes = new TreeSet<Integer>();
    points().forEach(point -> sizes.add(point.size));
    return sizes;
  }

  /// The point of a size, or null where it was not measured.
  Point point(String operation, String contender, int size) {
    return lines.stream()
        .filter(line -> line.is(operation, contender))
        .flatMap(line -> line.points.stream())
        .filter(point -> point.size == size)
        .findFirst()
        .orElse(null);
  }

  /// The contender whose median is the least; empty if none was measured.
  String fastest(String operation, int size) {
    return contenders().stream()
        .filter(contender -> point(operation, contender, size) != null)
        .min(Comparator.comparingDouble(contender -> point(operation, contender, size).nanos))
        .orElse("");
  }

  /// What was measured where, and how a figure is to be read.
  String sentence() {
    var rounds = points().mapToInt(Point::rounds).summaryStatistics();
    return ("Nanoseconds an operation of %s and peers with %s to %s entries: the median of %s"
            + " rounds with fresh keys, in %s a size, and in brackets the quartiles. %s (%d"
            + " cores, %s) with %s, %s, %s, flags %s.")
        .formatted(
            primitive,
            entries(sizes().first()),
            entries(sizes().last()),
            rounds.getMin() == rounds.getMax()
                ? rounds.getMin()
                : rounds.getMin() + " to " + rounds.getMax(),
            Report.plural(forks, "JVM", "JVMs"),
            machine.cpu(),
            machine.cores(),
            machine.os(),
            machine.jdk(),
            machine.gc(),
            date.substring(0, "2000-01-01".length()),
            machine.flags());
  }

  private Stream<Point> points() {
    return lines.stream().flatMap(line -> line.points.stream());
  }

  /// `12,207`.
  static String entries(int size) {
    return String.format(Locale.ROOT, "%,d", size);
  }

  /// How full so many entries make a table of 2^k slots that grows when three quarters are taken.
  static String load(int size) {
    long slots = 4;
    while (slots - (slots >> 2) < size) {
      slots <<= 1;
    }
    return String.format(Locale.ROOT, "%.3f", (double) size / slots);
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// What `results/<Primitive>.json` holds: the proof of one primitive; null is what was not
/// measured.
record Evidence(
    String primitive,
    @JsonProperty("package") String packageName,
    String version,
    String commit,
    boolean dirty,
    String date,
    String sources,
    Machine machine,
    Instrument instrument,
    double floor,
    List<Row> cases) {

  static final String WIN = "win";
  static final String TIE = "tie";
  static final String LOSS = "loss";
  static final String NOT_MEASURED = "not measured here";
  static final List<String> VERDICTS = List.of(WIN, TIE, LOSS, NOT_MEASURED);

  /// Where it ran.
  record Machine(String cpu, int cores, String os, String jdk, String gc, String flags) {}

  /// What counted the instructions; counts are comparable only where all of it agrees.
  record Instrument(String valgrind, String jdk, String features) {}

  /// One case against one peer. Times are nanoseconds, bytes and counts are per operation.
  ///
  /// @param instructions of C2 code on the serial collector, one thread
  /// @param floor what identical forks differed by in the same run, as a ratio
  /// @param total the ratio of the total times, which keeps what medians leave out
  /// @param counts what else was counted beside the instructions
  /// @param ours percentiles of single events where the case has any
  /// @param reason why the instructions differ from those of the results before
  /// @param machine where it was measured, where that is not the machine of the file
  /// @param sources the hash of the code that was measured, where it is not that of the file
  /// @param gap the factor between two groups of fork pairs, where they fall into two
  record Row(
      @JsonProperty("case") String name,
      String depth,
      String peer,
      String peerVersion,
      Double ratio,
      Double low,
      Double high,
      Integer pairs,
      Double nanos,
      Double p50,
      Double p95,
      Double peerNanos,
      Double bytes,
      Double peerBytes,
      Double instructions,
      Double peerInstructions,
      String verdict,
      String date,
      String commit,
      Double peerP50,
      Double peerP95,
      Double floor,
      Span total,
      Counts counts,
      Counts peerCounts,
      Percentiles ours,
      Percentiles theirs,
      String reason,
      Machine machine,
      String sources,
      Double gap) {
    /// A case that this machine cannot show.
    static Row notMeasured(Catalogue.Entry entry, String depth, String date, String commit) {
      return JSON.convertValue(
          Map.of(
              "case", entry.name(),
              "depth", depth,
              "peer", entry.peerName(),
              "peerVersion", Origin.peerVersion(entry.peer()),
              "verdict", NOT_MEASURED,
              "date", date,
              "commit", commit),
          Row.class);
    }

    /// This row with other values of the fields that `changes` names as the file does.
    Row with(Map<String, ?> changes) {
      ObjectNode node = JSON.valueToTree(this);
      changes.forEach((name, value) -> node.set(name, JSON.valueToTree(value)));
      return JSON.convertValue(node, Row.class);
    }

    boolean same(Row other) {
      return name.equals(other.name) && peer.equals(other.peer);
    }
  }

  /// A ratio with its interval.
  record Span(double ratio, double low, double high) {}

  /// What was counted of one side's operation, on the serial collector unless it says otherwise.
  ///
  /// @param allocated bytes, to the byte, of the thread that runs the operation
  /// @param instructionsG1 instructions with G1, where reference stores cost more
  /// @param misses simulated misses of the first data cache
  /// @param lastMisses simulated misses of the last level
  /// @param empty instructions that the loop itself takes, without the operation
  /// @param doubled how many times the instructions two operations take: 2 if nothing is folded
  /// @param inlined what C2 put into the operation, `Type.method`
  /// @param calls of the shorter run: a guard makes as many
  record Counts(
      Double allocated,
      Double instructionsG1,
      Double misses,
      Double lastMisses,
      Double empty,
      Double doubled,
      List<String> inlined,
      Integer calls) {}

  /// Percentiles of single events, in nanoseconds from when each was due.
  record Percentiles(double p25, double p50, double p99, double p999) {}

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /// Reads a results file; what is wrong with one is said with its name and place.
  static Evidence read(Path file) throws IOException {
    return read(file, Evidence.class, Evidence::wrong);
  }

  /// Reads a file of results of this type.
  ///
  /// @param wrong says what is wrong with one that can be read, or nothing
  static <T> T read(Path file, Class<T> type, Function<T, String> wrong) throws IOException {
    try {
      T results = JSON.readValue(Files.readAllBytes(file), type);
      String fault = results == null ? "holds no object" : wrong.apply(results);
      if (!fault.isEmpty()) {
        throw new IllegalArgumentException(file + ": " + fault);
      }
      return results;
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation();
      String where =
          place == null ? "" : ", line " + place.getLineNr() + ", column " + place.getColumnNr();
      String what = e.getOriginalMessage().lines().findFirst().orElse("malformed");
      throw new IllegalArgumentException(file + where + ": " + what, e);
    } catch (CharConversionException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /// Reads all results files of a folder, by their names without the ending.
  static SortedMap<String, Evidence> readAll(Path folder) throws IOException {
    var all = new TreeMap<String, Evidence>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, "*.json")) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (!name.endsWith(Growth.ENDING)) {
            all.put(name.replace(".json", ""), read(file));
          }
        }
      }
    }
    return all;
  }

  /// What no results file lacks; empty if this one is whole.
  private String wrong() {
    if (primitive == null || date == null || machine == null || cases == null) {
      return "lacks one of primitive, date, machine, cases";
    }
    if (!(floor >= 1)) {
      return "floor: " + floor + ", not 1 or more";
    }
    for (Row row : cases) {
      if (row == null || row.name == null || row.peer == null || row.date == null) {
        return "a row lacks one of case, peer, date";
      }
      String name = row.name + " against " + row.peer;
      if (row.date.length() < "2000-01-01".length()) {
        return name + ": date: " + row.date;
      }
      if (row.verdict == null || !VERDICTS.contains(row.verdict)) {
        return name + ": verdict: " + row.verdict + ", not one of " + VERDICTS;
      }
      if (row.ratio == null && !row.verdict.equals(NOT_MEASURED)) {
        return name + ": " + row.verdict + " without a ratio";
      }
      if (row.floor != null && !(row.floor >= 1)) {
        return name + ": floor: " + row.floor + ", not 1 or more";
      }
      for (Double ratio : new Double[] {row.ratio, row.low, row.high}) {
        if (ratio != null && !(ratio > 0 && ratio < Double.POSITIVE_INFINITY)) {
          return name + ": ratio: " + ratio + ", not above 0";
        }
      }
    }
    return "";
  }

  void write(Path file) throws IOException {
    WholeFile.write(file, json());
  }

  /// The text of a results file.
  String json() throws IOException {
    return json(this);
  }

  /// The text of a file of these results.
  static String json(Object results) throws IOException {
    var lines = new DefaultIndenter("  ", "\n");
    var printer = new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    return JSON.writer(printer).writeValueAsString(results) + "\n";
  }

  /// The row of this case and peer, or null.
  Row row(String name, String peer) {
    return cases.stream()
        .filter(row -> row.name.equals(name) && row.peer.equals(peer))
        .findFirst()
        .orElse(null);
  }

  /// Where one of these rows was measured.
  Machine machine(Row row) {
    return row.machine == null ? machine : row.machine;
  }

  /// The hash of the code that one of these rows measured.
  String sources(Row row) {
    return row.sources == null ? sources : row.sources;
  }

  /// This proof with other rows, and what counted them.
  Evidence with(String packageName, Instrument instrument, List<Row> rows) {
    return new Evidence(
        primitive,
        packageName,
        version,
        commit,
        dirty,
        date,
        sources,
        machine,
        instrument,
        floor,
        List.copyOf(rows));
  }

  /// What a row of an older proof must say once it stands in this one.
  private Map<String, ?> foreign(Evidence older, Row row) {
    var changes = new HashMap<String, Object>();
    Machine where = older.machine(row);
    changes.put("machine", where.equals(machine) ? null : where);
    String code = older.sources(row);
    changes.put("sources", Objects.equals(code, sources) ? null : code);
    if (row.floor == null && !row.verdict.equals(NOT_MEASURED)) {
      changes.put("floor", older.floor);
    }
    if (instrument != null && !instrument.equals(older.instrument)) {
      for (String count :
          List.of("instructions", "peerInstructions", "counts", "peerCounts", "reason")) {
        changes.put(count, null);
      }
    }
    return changes;
  }

  /// What an older proof counted otherwise, by more than this part, with the same instrument.
  List<String> changedCounts(Evidence older, double tolerance) {
    var changed = new TreeSet<String>();
    if (instrument == null || !instrument.equals(older.instrument)) {
      return List.of();
    }
    for (Row row : cases) {
      Row before = older.row(row.name, row.peer);
      if (before != null
          && before.instructions != null
          && row.instructions != null
          && Math.abs(row.instructions / before.instructions - 1) > tolerance) {
        changed.add(
            "%s takes %s instructions instead of %s"
                .formatted(row.name, row.instructions, before.instructions));
      }
    }
    return List.copyOf(changed);
  }

  /// This proof with the older one's rows for whatever did not run now.
  Evidence over(Evidence older) {
    var rows = new ArrayList<Row>(cases);
    for (Row row : older.cases) {
      if (cases.stream().noneMatch(row::same)) {
        rows.add(row.with(foreign(older, row)));
      }
    }
    rows.sort(Comparator.comparing(Row::name).thenComparing(Row::peer));
    return with(packageName, instrument == null ? older.instrument : instrument, rows);
  }
}

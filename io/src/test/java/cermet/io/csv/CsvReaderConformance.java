// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import cermet.io.source.SmallHeap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The public suites: how many cases of each are read as they say, in which mode.
class CsvReaderConformance {
  private static final Pattern YAML_TEXT =
      Pattern.compile("'((?:[^']|'')*)'|\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern JSON_TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final String[] LINE_ENDS = {"\n", "\r", "\r\n"};
  private static final int[] WINDOWS = {64, 65, 127, 4096, 1 << 16};

  /// `-Dcermet.texts=10000000` for the long run; it takes minutes.
  private static final int TEXTS = Integer.getInteger("cermet.texts", 100_000);

  /// Why ours may read a text otherwise than FastCSV does; the design page says which of the two is
  /// meant.
  private static final Set<String> REASONS =
      Set.of(
          "empty line as a record of one field",
          "malformed UTF-8",
          "malformed UTF-8 around a quote",
          "mark of UTF-16 or UTF-32",
          "quote behind what stands behind a closing one",
          "quote doubled at the end",
          "quote in an unquoted field");

  record Check(
      String id, String input, List<List<String>> records, CsvFormat format, boolean may) {}

  static Path data() {
    String given = System.getProperty("cermet.data", "");
    Path data =
        given.isEmpty()
            ? Path.of(System.getProperty("cermet.root", ".."), "..", "shared", "data")
            : Path.of(given);
    return data.resolve("csv");
  }

  private static Path suite(String name) {
    Path suite = data().resolve(name);
    Assumptions.assumeTrue(
        !System.getProperty("cermet.data", "").isEmpty() || Files.isDirectory(suite),
        () -> "no real data in " + suite);
    return suite;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (var all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /// Lenient, all 60 checks with every line end that they stand for; strict, the same or, where the
  /// suite allows it, an error.
  @Test
  void javaCsvComparison() throws IOException {
    int checks = 0;
    int texts = 0;
    int refused = 0;
    for (Path file : files(suite("JavaCsvComparison"), ".yaml")) {
      for (Check check : checks(Files.readString(file))) {
        checks++;
        for (String end : check.input.contains("\u23CE") ? LINE_ENDS : new String[] {"\n"}) {
          texts++;
          byte[] input = expand(check.input, end).getBytes(StandardCharsets.UTF_8);
          List<List<String>> expected =
              check.records.stream()
                  .map(row -> row.stream().map(field -> expand(field, end)).toList())
                  .toList();
          CsvFormat lenient = check.format.withLenience();
          assertEquals(expected, read(ByteSource.of(input, 64), lenient), check.id);
          assertEquals(expected, read(CsvModel.pieces(input, 1, 64), lenient), check.id);
          try {
            assertEquals(expected, read(ByteSource.of(input, 64), check.format), check.id);
          } catch (ParseException e) {
            assertTrue(check.may, () -> check.id + ": " + e);
            refused++;
          }
        }
      }
    }
    assertEquals(60, checks);
    assertEquals(60 + 2 * 24, texts); // 24 with all three line ends
    assertEquals(3 + 5, refused); // open-quotation and spaces-around-quotes
  }

  /// All 12 files: 11 strict as they are; `location_coordinates` has quotes in unquoted fields, and
  /// its expected values are of another telephone number.
  @Test
  void csvSpectrum() throws IOException {
    List<String> strict = new ArrayList<>();
    for (Path file : files(suite("csv-spectrum").resolve("csvs"), ".csv")) {
      String name = file.getFileName().toString().replace(".csv", "");
      Path json = file.resolveSibling("../json/" + name + ".json");
      List<Map<String, String>> expected = objects(Files.readString(json));
      byte[] bytes = Files.readAllBytes(file);
      boolean odd = name.equals("location_coordinates");
      if (odd) {
        expected.getFirst().put("Contact Phone Number", "2095257564");
        assertThrows(
            ParseException.class, () -> named(ByteSource.of(bytes, 4096), CsvFormat.RFC_4180));
      } else {
        strict.add(name);
        assertEquals(expected, named(ByteSource.of(bytes, 4096), CsvFormat.RFC_4180), name);
      }
      CsvFormat lenient = CsvFormat.RFC_4180.withLenience();
      assertEquals(expected, named(ByteSource.of(bytes, 4096), lenient), name);
      assertEquals(expected, named(CsvModel.pieces(bytes, 1, 4096), lenient), name);
    }
    assertEquals(11, strict.size());
  }

  /// All 6 files, each in its dialect.
  @Test
  void rustCsv() throws IOException {
    Path folder = suite("rust-csv");
    CsvFormat strange =
        CsvFormat.RFC_4180.withDelimiter(';').withEscape('\\').withComment('#').withRagged(true);
    assertEquals(
        "[[\"Hacksaw\" Jim Duggan, 1987], [Bret \"Hit Man\" Hart, 1984], [Rafael Halperin],"
            + " [\"Big Cat\" Ernie Ladd, 1964], [\"Macho Man\" Randy Savage, 1985],"
            + " [Jake \"The Snake\" Roberts, 1986]]",
        read(ByteSource.file(folder.resolve("strange.csv"), 256), strange).toString());
    List<List<String>> towns =
        read(
            ByteSource.file(folder.resolve("smallpop-colon.csv"), 64),
            CsvFormat.RFC_4180.withDelimiter(':'));
    assertEquals(11, towns.size());
    assertEquals(List.of("Concord", "NH", "United States", "42605"), towns.getLast());
    Path latin = folder.resolve("uspop-latin1.csv");
    var e = assertThrows(ParseException.class, () -> rows(latin, CsvFormat.RFC_4180));
    assertEquals("UTF-8 in column 0", e.expected());
    assertEquals(4, e.line());
    assertEquals("\uFFFDakman", rows(latin, CsvFormat.RFC_4180.withLenience()).get(3).getFirst());
    assertEquals(100, rows(folder.resolve("uspop-null.csv"), CsvFormat.RFC_4180).size() - 1);
    for (Path file : files(folder, ".csv")) {
      CsvFormat format = file.endsWith("strange.csv") ? strange : CsvFormat.RFC_4180;
      byte[] bytes = Files.readAllBytes(file);
      for (int window : WINDOWS) {
        CsvModel model = CsvModel.read(bytes, format, window);
        assertTrue(window < 4096 || model.flaw < 0, file + " in a window of " + window);
        model.check(ByteSource.file(file, window), () -> file + " " + window);
        model.check(CsvModel.pieces(bytes, 1, window), () -> file + " by bytes " + window);
      }
    }
  }

  /// Tables made at random, three of four then broken in up to three places, read by both strictly
  /// and leniently: the same records, each from the same line on, and an end or a flaw behind the
  /// same record. Where they differ, a reason of the list must hold.
  @Test
  void agreesWithFastCsvOrDiffersForAReasonThatIsKnown() throws IOException {
    Map<String, Integer> reasons = new TreeMap<>();
    int taken = 0;
    long seed = Long.getLong("cermet.seed", new Random().nextLong());
    for (int i = 0; i < TEXTS; i++) {
      long each = seed + i * 0x9E37_79B9_7F4A_7C15L; // near seeds have like beginnings
      var random = new Random(each);
      CsvFormat strict = FastCsv.DIALECTS[random.nextInt(FastCsv.DIALECTS.length)];
      strict = strict.withRagged(random.nextBoolean());
      byte[] text = CsvTexts.table(strict, 4, random);
      for (int mutations = random.nextInt(4); mutations > 0; mutations--) {
        text = CsvTexts.mutated(text, strict, random);
      }
      for (CsvFormat format : new CsvFormat[] {strict, strict.withLenience()}) {
        var ours = FastCsv.ours(text, format);
        var theirs = FastCsv.theirs(text, format);
        String difference = FastCsv.difference(text, format, ours, theirs);
        if (!difference.isEmpty()) {
          String shown = CsvReaderProperties.shown(text, format);
          assertTrue(
              REASONS.contains(difference),
              () ->
                  "seed " + each + ", " + difference + ": " + shown + "\n" + ours + "\n" + theirs);
          reasons.merge(
              (format.lenient() ? "lenient: " : "strict: ") + difference, 1, Integer::sum);
        }
        taken += difference.isEmpty() && ours.flaw() == null ? 1 : 0;
      }
    }
    assertTrue(taken > TEXTS, () -> "seed " + seed); // of two readings of each
    Set<String> found = new TreeSet<>();
    reasons.keySet().forEach(reason -> found.add(reason.substring(reason.indexOf(' ') + 1)));
    assertEquals(new TreeSet<>(REASONS), found, () -> "seed " + seed);
    if (System.getProperty("cermet.print") != null) {
      System.out.println(
          TEXTS + " texts read twice, " + taken + " times the same to the end, else " + reasons);
    }
  }

  @Test
  void anInputFarLongerThanTheHeapIsReadWithoutAllocating() throws Exception {
    SmallHeap.reads(SmallHeap.Kind.CSV);
  }

  private static List<List<String>> rows(Path file, CsvFormat format) throws IOException {
    return read(ByteSource.file(file, 1 << 16), format);
  }

  private static List<List<String>> read(ByteSource source, CsvFormat format) throws IOException {
    try (var csv = new CsvReader(source, format)) {
      return csv.toList(CsvReaderTest::texts);
    }
  }

  private static List<Map<String, String>> named(ByteSource source, CsvFormat format)
      throws IOException {
    try (var csv = new CsvReader(source, format.withHeader())) {
      List<String> names = csv.columns();
      return csv.toList(row -> {
        Map<String, String> object = new LinkedHashMap<>();
        for (int i = 0; i < row.count(); i++) {
          object.put(names.get(i), row.text(i));
        }
        return object;
      });
    }
  }

  /// What the suite writes as signs: U+240D, U+240A, U+2424, and U+23CE for any line end.
  private static String expand(String text, String end) {
    return text.replace("\u240D", "\r")
        .replace("\u240A", "\n")
        .replace("\u2424", "\r\n")
        .replace("\u23CE", end);
  }

  /// The few forms of YAML that the suite has.
  private static List<Check> checks(String yaml) {
    CsvFormat format = CsvFormat.RFC_4180.withRagged(true);
    format = yaml.contains("skipEmptyLines: true") ? format : format.withEmptyLines();
    format = yaml.contains("commentMode: SKIP") ? format.withComment('#') : format;
    format = yaml.contains("commentMode: READ") ? format.withCommentsRead('#') : format;
    boolean may = yaml.contains("exceptionAllowed: true");
    List<Check> checks = new ArrayList<>();
    String id = "";
    for (String line : yaml.lines().toList()) {
      String text = line.strip();
      if (text.startsWith("- id: ")) {
        id = text.substring("- id: ".length());
      } else if (text.startsWith("input: ")) {
        checks.add(new Check(id, texts(text).getFirst(), new ArrayList<>(), format, may));
      } else if (text.startsWith("- [")) {
        checks.getLast().records.add(texts(text));
      }
    }
    return checks;
  }

  private static List<String> texts(String line) {
    List<String> texts = new ArrayList<>();
    Matcher text = YAML_TEXT.matcher(line);
    while (text.find()) {
      texts.add(
          text.group(1) != null
              ? text.group(1).replace("''", "'")
              : text.group(2).replace("\\\"", "\""));
    }
    return texts;
  }

  /// Objects whose values are all texts: names and values take turns, and a name that is there
  /// already begins the next object.
  private static List<Map<String, String>> objects(String json) {
    List<Map<String, String>> objects = new ArrayList<>();
    objects.add(new LinkedHashMap<>());
    String name = "";
    boolean value = false;
    Matcher text = JSON_TEXT.matcher(json);
    while (text.find()) {
      String found = text.group(1).replace("\\\"", "\"").replace("\\n", "\n").replace("\\r", "\r");
      if (!value) {
        name = found;
        if (objects.getLast().containsKey(name)) {
          objects.add(new LinkedHashMap<>());
        }
      } else {
        objects.getLast().put(name, found);
      }
      value = !value;
    }
    return objects;
  }
}

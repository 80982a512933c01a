// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import cermet.io.source.SmallHeap;
import cermet.io.source.SourceKind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The public suites: how many cases of each are read as they say, in which mode.
class CsvReaderConformance {
  private static final Pattern YAML_TEXT =
      Pattern.compile("'((?:[^']|'')*)'|\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern JSON_TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final List<String> LINE_ENDS = List.of("\n", "\r", "\r\n");
  private static final int[] WINDOWS = {64, 65, 127, 4096, 1 << 16};

  private static final int SMALL = 256; // bytes of a text that is changed anywhere; arbitrary
  private static final int MEDIUM = 5000; // bytes of a text that is cut off anywhere; arbitrary

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

  /// A text of a suite in its dialect, a char for each byte.
  record Sample(String name, String text, CsvFormat format) {}

  @TempDir Path directory;

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

  /// Lenient, all 60 checks with every line end that they stand for, in every window; strict, the
  /// same or, where the suite allows it, an error at the flaw.
  @Test
  void javaCsvComparison() throws IOException {
    int checks = 0;
    int texts = 0;
    List<String> refused = new ArrayList<>();
    for (Path file : files(suite("JavaCsvComparison"), ".yaml")) {
      for (Check check : checks(Files.readString(file))) {
        checks++;
        for (String end : ends(check)) {
          texts++;
          byte[] input = bytes(check, end);
          List<List<String>> expected =
              check.records.stream()
                  .map(row -> row.stream().map(field -> expand(field, end)).toList())
                  .toList();
          CsvFormat lenient = check.format.withLenience();
          for (int window : WINDOWS) {
            assertEquals(expected, read(ByteSource.of(input, window), lenient), check.id);
            assertEquals(expected, read(CsvModel.pieces(input, 1, window), lenient), check.id);
          }
          same(input, lenient, check.id);
          same(input, check.format, check.id);
          same(input, check.format.withRagged(false), check.id);
          try {
            assertEquals(expected, read(ByteSource.of(input, 64), check.format), check.id);
          } catch (ParseException e) {
            assertTrue(check.may, () -> check.id + ": " + e);
            refused.add(check.id + " at " + e.offset());
          }
        }
      }
    }
    assertEquals(60, checks);
    assertEquals(60 + 2 * 24, texts); // 24 with all three line ends
    assertEquals(
        List.of(
            "open-quotation-1 at 4",
            "open-quotation-2 at 4",
            "open-quotation-3 at 3",
            "spaces-around-quotes-1 at 3",
            "spaces-around-quotes-2 at 5",
            "spaces-around-quotes-3 at 1",
            "spaces-around-quotes-4 at 1",
            "spaces-around-quotes-5 at 1"),
        refused);
  }

  /// All 12 files: 11 strict as they are; `location_coordinates` has quotes in unquoted fields, and
  /// its expected values are of another telephone number.
  @Test
  void csvSpectrum() throws IOException {
    List<String> strict = new ArrayList<>();
    CsvFormat lenient = CsvFormat.RFC_4180.withLenience();
    for (Path file : files(suite("csv-spectrum").resolve("csvs"), ".csv")) {
      String name = file.getFileName().toString().replace(".csv", "");
      Path json = file.resolveSibling("../json/" + name + ".json");
      List<Map<String, String>> expected = objects(Files.readString(json));
      byte[] bytes = Files.readAllBytes(file);
      boolean odd = name.equals("location_coordinates");
      if (odd) {
        expected.getFirst().put("Contact Phone Number", "2095257564");
      } else {
        strict.add(name);
      }
      for (int window : WINDOWS) {
        if (odd) {
          var source = ByteSource.of(bytes, window);
          var e = assertThrows(ParseException.class, () -> named(source, CsvFormat.RFC_4180));
          assertEquals(CsvModel.latin(bytes, 0, bytes.length).indexOf('"'), e.offset());
        } else {
          assertEquals(expected, named(ByteSource.of(bytes, window), CsvFormat.RFC_4180), name);
        }
        assertEquals(expected, named(ByteSource.of(bytes, window), lenient), name);
        assertEquals(expected, named(CsvModel.pieces(bytes, 1, window), lenient), name);
      }
      same(bytes, CsvFormat.RFC_4180, name);
      same(bytes, lenient, name);
    }
    assertEquals(11, strict.size());
  }

  /// All 6 files, each in its dialect.
  @Test
  void rustCsv() throws IOException {
    Path folder = suite("rust-csv");
    Path strange = folder.resolve("strange.csv");
    assertEquals(
        "[[\"Hacksaw\" Jim Duggan, 1987], [Bret \"Hit Man\" Hart, 1984], [Rafael Halperin],"
            + " [\"Big Cat\" Ernie Ladd, 1964], [\"Macho Man\" Randy Savage, 1985],"
            + " [Jake \"The Snake\" Roberts, 1986]]",
        read(ByteSource.file(strange, 256), dialect(strange)).toString());
    Path colon = folder.resolve("smallpop-colon.csv");
    List<List<String>> towns = read(ByteSource.file(colon, 64), dialect(colon));
    assertEquals(11, towns.size());
    assertEquals(List.of("Concord", "NH", "United States", "42605"), towns.getLast());
    Path latin = folder.resolve("uspop-latin1.csv");
    var e = assertThrows(ParseException.class, () -> rows(latin, CsvFormat.RFC_4180));
    assertEquals("UTF-8 in column 0", e.expected());
    assertEquals(4, e.line());
    assertEquals(125, e.offset());
    assertEquals("\uFFFDakman", rows(latin, CsvFormat.RFC_4180.withLenience()).get(3).getFirst());
    assertEquals(100, rows(folder.resolve("uspop-null.csv"), CsvFormat.RFC_4180).size() - 1);
    for (Path file : files(folder, ".csv")) {
      CsvFormat format = dialect(file);
      byte[] bytes = Files.readAllBytes(file);
      for (int window : WINDOWS) {
        CsvModel model = CsvModel.read(bytes, format, window);
        assertTrue(window < 4096 || model.flaw < 0, file + " in a window of " + window);
        model.check(ByteSource.file(file, window), () -> file + " " + window);
        model.check(CsvModel.pieces(bytes, 1, window), () -> file + " by bytes " + window);
      }
    }
  }

  /// All but the two large ones, which `rustCsv` reads.
  @Test
  void everyKindOfSourceAndWindowGivesTheSame() throws IOException {
    List<Sample> samples = samples(MEDIUM);
    assertEquals(108 + 12 + 4, samples.size());
    for (Sample sample : samples) {
      byte[] text = CsvModel.bytes(sample.text);
      Path file = Files.write(directory.resolve("sample"), text);
      for (int window : WINDOWS) {
        CsvModel model = CsvModel.read(text, sample.format, window);
        for (SourceKind kind : SourceKind.values()) {
          Supplier<String> what = () -> kind + " " + window + " " + sample;
          model.check(kind.open(text, file, window), false, what);
        }
      }
    }
  }

  /// Behind the beginning the window has what was cut off.
  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyBeginningIsReadAsByThePlainReader() throws IOException {
    for (Sample sample : samples(MEDIUM)) {
      byte[] text = CsvModel.bytes(sample.text);
      for (CsvFormat format : List.of(sample.format, sample.format.withLenience())) {
        for (int length = 0; length <= text.length; length++) {
          byte[] cut = Arrays.copyOf(text, length);
          Supplier<String> what = () -> cut.length + " of " + sample;
          CsvModel whole = CsvModel.read(cut, format, MEDIUM);
          whole.check(SourceKind.beginning(text, length, MEDIUM), false, what);
          CsvModel model = CsvModel.read(cut, format, 64);
          model.check(CsvModel.pieces(cut, 1 + length % 7, 64), false, what);
        }
      }
    }
  }

  /// Each byte of the small texts changed to each of the 256 values.
  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyByteChangedToAnyIsReadAsByThePlainReader() throws IOException {
    List<Sample> samples = samples(SMALL);
    assertEquals(108 + 12 + 1, samples.size());
    for (Sample sample : samples) {
      byte[] text = CsvModel.bytes(sample.text);
      int window = text.length + 1;
      for (int at = 0; at < text.length; at++) {
        byte kept = text[at];
        for (int value = 0; value < 256; value++) {
          text[at] = (byte) value;
          for (CsvFormat format : List.of(sample.format, sample.format.withLenience())) {
            Supplier<String> what = () -> CsvReaderProperties.shown(text, format);
            CsvModel model = CsvModel.read(text, format, window);
            model.check(ByteSource.of(text, window), false, what);
          }
        }
        text[at] = kept;
      }
    }
  }

  @Test
  void aGzipStreamThatIsCutOffHasNoEnd() throws IOException {
    String records = "a,\"b\r\nc\"\n,\n\"d\"\"\",e\r\nf,g".repeat(20);
    byte[] text = records.getBytes(StandardCharsets.US_ASCII);
    CsvFormat format = CsvFormat.RFC_4180.withRagged(true);
    List<List<String>> expected = read(ByteSource.of(text, 64), format);
    byte[] packed = SourceKind.packed(text);
    List<List<String>> seen = new ArrayList<>();
    for (int length = 10; length < packed.length; length++) { // with the header
      seen.clear();
      ByteSource source = SourceKind.unpacked(Arrays.copyOf(packed, length), 64);
      try (var csv = new CsvReader(source, format)) {
        for (int i = 0; i < 2; i++) { // and again
          assertThrows(EOFException.class, () -> collect(csv, seen));
        }
      }
      assertEquals(expected.subList(0, seen.size()), seen);
    }
    assertEquals(expected.size() - 1, seen.size()); // the last record lacks its end
  }

  @Test
  void saysSoWhenItsFileShrinks() throws IOException {
    for (int length : new int[] {8, 10, 11}) { // between two records, and within one
      Path file = Files.writeString(directory.resolve("shrinks"), "a,b\n".repeat(100));
      try (var csv = new CsvReader(ByteSource.file(file, 8))) {
        assertTrue(csv.next());
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(length);
        }
        assertTrue(csv.next());
        for (int i = 0; i < 2; i++) { // and again
          assertEquals(
              file + ": ends at byte " + length + ", had 400 when it was opened",
              assertThrows(EOFException.class, csv::next).getMessage());
          assertEquals(2, csv.records());
          assertEquals(0, csv.row().count());
        }
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

  /// All texts of the suites that are no longer than that.
  private static List<Sample> samples(int most) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (Path file : files(suite("JavaCsvComparison"), ".yaml")) {
      for (Check check : checks(Files.readString(file))) {
        for (String end : ends(check)) {
          samples.add(sample(check.id, bytes(check, end), check.format));
        }
      }
    }
    List<Path> files = new ArrayList<>(files(suite("csv-spectrum").resolve("csvs"), ".csv"));
    files.addAll(files(suite("rust-csv"), ".csv"));
    for (Path file : files) {
      samples.add(sample(file.toString(), Files.readAllBytes(file), dialect(file)));
    }
    samples.removeIf(sample -> sample.text.length() > most);
    return samples;
  }

  private static Sample sample(String name, byte[] text, CsvFormat format) {
    return new Sample(name, CsvModel.latin(text, 0, text.length), format);
  }

  /// The dialect of a file of rust-csv.
  private static CsvFormat dialect(Path file) {
    CsvFormat plain = CsvFormat.RFC_4180;
    if (file.endsWith("strange.csv")) {
      return plain.withDelimiter(';').withEscape('\\').withComment('#').withRagged(true);
    }
    return file.endsWith("smallpop-colon.csv") ? plain.withDelimiter(':') : plain;
  }

  /// Compares with the plain reader, in every window.
  private static void same(byte[] text, CsvFormat format, String name) throws IOException {
    for (int window : WINDOWS) {
      CsvModel model = CsvModel.read(text, format, window);
      model.check(ByteSource.of(text, window), () -> name + " " + window);
      model.check(CsvModel.pieces(text, 1, window), () -> name + " by bytes " + window);
    }
  }

  private static void collect(CsvReader csv, List<List<String>> into) throws IOException {
    csv.forEach(row -> into.add(CsvReaderTest.texts(row)));
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

  private static List<String> ends(Check check) {
    return check.input.contains("\u23CE") ? LINE_ENDS : List.of("\n");
  }

  private static byte[] bytes(Check check, String end) {
    return expand(check.input, end).getBytes(StandardCharsets.UTF_8);
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

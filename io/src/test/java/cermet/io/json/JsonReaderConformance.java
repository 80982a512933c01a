// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Utf8;
import cermet.io.source.ByteSource;
import cermet.io.source.SmallHeap;
import cermet.io.source.SourceKind;
import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// The public suite of small texts and three large ones, where they are to be had.
class JsonReaderConformance {
  private static final int TEXTS = 100_000;
  private static final int SMALL = 256; // bytes of a text that is changed anywhere; arbitrary
  private static final int[] WINDOWS = {64, 65, 127, 4096};
  private static final String SUITE = "JSONTestSuite/test_parsing";

  /// Of what the suite leaves to the reader: numbers of any size are numbers, and the rest is no
  /// Unicode.
  private static final Set<String> LEFT_AND_ACCEPTED =
      Set.of(
          "i_number_double_huge_neg_exp.json",
          "i_number_huge_exp.json",
          "i_number_neg_int_huge_exp.json",
          "i_number_pos_double_huge_exp.json",
          "i_number_real_neg_overflow.json",
          "i_number_real_pos_overflow.json",
          "i_number_real_underflow.json",
          "i_number_too_big_neg_int.json",
          "i_number_too_big_pos_int.json",
          "i_number_very_big_negative_int.json",
          "i_structure_500_nested_arrays.json");

  @TestFactory
  Stream<DynamicTest> acceptsWhatIsJsonAndRefusesWhatIsNot() throws IOException {
    return files(SUITE).stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> judge(file)));
  }

  @Test
  void whatIsLeftToTheReaderIsListed() throws IOException {
    Set<String> accepted = new TreeSet<>();
    Set<String> left = new TreeSet<>();
    for (Path file : files(SUITE)) {
      String name = file.getFileName().toString();
      if (name.startsWith("i_")) {
        left.add(name);
        if (events(Files.readAllBytes(file), 4096).getLast().equals("end")) {
          accepted.add(name);
        }
      }
    }
    Set<String> expected = new TreeSet<>(LEFT_AND_ACCEPTED);
    expected.retainAll(left);
    assertEquals(expected, accepted);
    assertTrue(accepted.size() < left.size());
  }

  @TestFactory
  Stream<DynamicTest> readsLargeTextsAsTheModelDoes() throws IOException {
    return files("simdjson-data").stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
  }

  /// Texts made at random, three of four then broken in up to three places. Where one of the two
  /// refuses what the other accepts, a reason of the list must hold; what both accept is the same.
  @Test
  void agreesWithJacksonOrDiffersForAReasonThatIsKnown() throws IOException {
    var factory = new JsonFactory();
    Map<String, Integer> reasons = new TreeMap<>();
    int both = 0;
    long seed = new Random().nextLong();
    var random = new Random(seed);
    for (int i = 0; i < TEXTS; i++) {
      byte[] text = new JsonModel.Writer(random.nextLong()).document(random.nextInt(8));
      for (int mutations = i & 3; mutations > 0; mutations--) {
        text = JsonReaderProperties.mutated(text, random);
      }
      List<String> ours = events(text, text.length + 1);
      String difference = difference(factory, text, ours, () -> seed + ": " + ours);
      if (!difference.isEmpty()) {
        reasons.merge(difference, 1, Integer::sum);
      }
      both += ours.getLast().equals("end") ? 1 : 0;
    }
    assertTrue(both > TEXTS / 4);
    if (System.getProperty("cermet.print") != null) {
      System.out.println(
          TEXTS + " texts, " + both + " accepted by both, Jackson alone: " + reasons);
    }
  }

  @Test
  void everyKindOfSourceGivesTheSame() throws IOException {
    for (Path file : good()) {
      byte[] text = Files.readAllBytes(file);
      for (int window : WINDOWS) {
        List<String> expected = events(text, window);
        for (SourceKind kind : SourceKind.values()) {
          ByteSource source = kind.open(text, file, window);
          List<String> seen = JsonReaderProperties.events(source, JsonRules.STRICT);
          assertEquals(expected, seen, () -> kind + " " + window + " " + file);
        }
      }
    }
  }

  /// Of all that is JSON; behind the beginning the window has what was cut off.
  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyBeginningIsReadAsTheModelDoes() throws IOException {
    var factory = new JsonFactory();
    for (Path file : good()) {
      byte[] text = Files.readAllBytes(file);
      for (int length = 0; length <= text.length; length++) {
        byte[] cut = Arrays.copyOf(text, length);
        Supplier<String> what = () -> cut.length + " of " + file;
        List<String> expected = JsonModel.events(cut);
        ByteSource source = SourceKind.beginning(text, length, 4096);
        assertEquals(expected, JsonReaderProperties.events(source, JsonRules.STRICT), what);
        JsonReaderProperties.same(cut, false, false, 3, length);
        difference(factory, cut, expected, what);
      }
    }
  }

  /// Each byte of the small texts changed to each of the 256 values; what was JSON before, Jackson
  /// reads too.
  @Test
  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everyByteChangedToAnyIsReadAsTheModelDoes() throws IOException {
    var factory = new JsonFactory();
    List<Path> good = good();
    for (Path file : files(SUITE)) {
      byte[] text = Files.readAllBytes(file);
      boolean both = good.contains(file);
      for (int at = 0; text.length <= SMALL && at < text.length; at++) {
        byte kept = text[at];
        for (int value = 0; value < 256; value++) {
          text[at] = (byte) value;
          Supplier<String> what = () -> file + ": " + latin(text);
          List<String> expected = JsonModel.events(text);
          assertEquals(expected, events(text, text.length + 1), what);
          if (both) {
            difference(factory, text, expected, what);
          }
        }
        text[at] = kept;
      }
    }
  }

  @Test
  void anInputFarLongerThanTheHeapIsReadWithoutAllocating() throws Exception {
    SmallHeap.reads(SmallHeap.Kind.JSON);
  }

  /// Why Jackson accepts what ours refuses; empty if both do the same, and read the same.
  private static String difference(
      JsonFactory factory, byte[] text, List<String> ours, Supplier<String> what)
      throws IOException {
    List<String> theirs = jackson(factory, text);
    boolean accepted = ours.getLast().equals("end");
    if (!accepted && theirs.getLast().equals("end")) {
      String reason = reason(text, theirs);
      assertFalse(reason.isEmpty(), what);
      return reason;
    }
    assertEquals(accepted, theirs.getLast().equals("end"), what);
    if (accepted) {
      assertEquals(ours, theirs, what);
    }
    return "";
  }

  /// Why Jackson accepts what ours refuses; empty: nobody knows.
  private static String reason(byte[] text, List<String> events) {
    if (text.length > 2 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB) {
      return "byte order mark";
    }
    for (int i = 0; i < Math.min(4, text.length); i++) {
      if (text[i] == 0) {
        return "taken for UTF-16 or UTF-32";
      }
    }
    if (Utf8.indexOfMalformed(text, 0, text.length) >= 0) {
      return "malformed UTF-8";
    }
    for (String event : events) {
      if (Utf8.tryEncode(event, new byte[3 * event.length()], 0) < 0) {
        return "unpaired surrogate";
      }
    }
    return "";
  }

  /// Jackson's events in the words of the model, `!` where it refuses; a second value is refused.
  private static List<String> jackson(JsonFactory factory, byte[] text) throws IOException {
    List<String> events = new ArrayList<>();
    try (var json = factory.createParser(text)) {
      int depth = 0;
      for (var token = json.nextToken(); token != null; token = json.nextToken()) {
        if (depth == 0 && !events.isEmpty()) {
          events.add("!");
          return events;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        events.add(
            switch (token) {
              case FIELD_NAME -> "name " + json.currentName();
              case VALUE_STRING -> "string " + json.getText();
              case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number " + json.getText();
              default -> json.getText();
            });
      }
      events.add(events.isEmpty() ? "!" : "end");
    } catch (IOException e) { // its own are among these
      events.add("!");
    }
    return events;
  }

  private static void judge(Path file) throws IOException {
    byte[] text = Files.readAllBytes(file);
    String name = file.getFileName().toString();
    List<String> expected = deep(text) ? List.of() : JsonModel.events(text);
    for (int window : WINDOWS) {
      List<String> events = events(text, window);
      boolean end = events.getLast().equals("end");
      if (!events.getLast().equals("window")) {
        assertTrue(end || !name.startsWith("y_"), () -> name + ": " + events);
        assertTrue(!end || !name.startsWith("n_"), name);
        assertTrue(deep(text) || events.equals(expected), () -> name + ": " + events);
      }
      assertTrue(window < 4096 || !events.getLast().equals("window"));
      assertEquals(
          events,
          JsonReaderProperties.events(
              JsonReaderProperties.pieces(text, 1, 0, window), JsonRules.STRICT));
    }
  }

  private static void compare(Path file) throws IOException {
    byte[] text = Files.readAllBytes(file);
    List<String> expected = JsonModel.events(text);
    assertEquals("end", expected.getLast());
    for (int window : new int[] {JsonModel.longest(text), 4096, 1 << 16}) {
      assertTrue(expected.equals(events(text, window)), file::toString);
      assertTrue(
          expected.equals(
              JsonReaderProperties.events(ByteSource.file(file, window), JsonRules.STRICT)),
          file::toString);
    }
    for (int length = text.length - 40; length < text.length; length += 13) {
      String last = events(Arrays.copyOf(text, length), 4096).getLast();
      assertEquals(JsonModel.events(Arrays.copyOf(text, length)).getLast(), last);
    }
  }

  /// Nested more deeply than the model should be called.
  private static boolean deep(byte[] text) {
    return text.length > 50_000;
  }

  private static List<String> events(byte[] text, int window) throws IOException {
    try {
      return JsonReaderProperties.events(ByteSource.of(text, window), JsonRules.STRICT);
    } catch (RuntimeException e) {
      throw new AssertionError(latin(text), e);
    }
  }

  private static String latin(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /// The files of the suite that are JSON.
  private static List<Path> good() throws IOException {
    return files(SUITE).stream()
        .filter(file -> file.getFileName().toString().startsWith("y_"))
        .toList();
  }

  private static List<Path> files(String folder) throws IOException {
    String given = System.getProperty("cermet.data", "");
    Path data =
        given.isEmpty()
            ? Path.of(System.getProperty("cermet.root", ".."), "..", "shared", "data")
            : Path.of(given);
    Assumptions.assumeTrue(
        !given.isEmpty() || Files.isDirectory(data), () -> "no real data in " + data);
    List<Path> files;
    try (var all = Files.list(data.resolve("json").resolve(folder))) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    assertTrue(!files.isEmpty(), () -> "no files in " + folder);
    return files;
  }
}

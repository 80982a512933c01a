// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Slice;
import cermet.io.source.ByteSource;
import cermet.io.source.ParseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
  private static final CsvFormat RFC = CsvFormat.RFC_4180;
  private static final CsvFormat LENIENT = RFC.withLenience();

  @TempDir Path directory;

  // @start region="plays"
  record Play(String game, int quarter, int down, String description) {}

  static List<Play> plays(Path file) throws IOException {
    var format = CsvFormat.RFC_4180.withHeader();
    try (var csv = new CsvReader(ByteSource.file(file, 1 << 16), format)) {
      int game = csv.column("gameid");
      int quarter = csv.column("qtr");
      int down = csv.column("down");
      int text = csv.column("description");
      return csv.toList(
          row -> new Play(row.text(game), row.intAt(quarter), row.intAt(down, 0), row.text(text)));
    }
  }

  // @end

  @Test
  void theExampleOfThePackageReadsPlays() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("plays"),
            "gameid,qtr,min,down,description\nA@B,1,,,kick\nA@B,4,59,3,\"say \"\"go\"\", pass\"\n");
    assertEquals(
        List.of(new Play("A@B", 1, 0, "kick"), new Play("A@B", 4, 3, "say \"go\", pass")),
        plays(file));
  }

  @Test
  void theExampleReadsAllPlaysOfASeason() throws IOException {
    Path file = CsvReaderConformance.data().resolve("rust-csv/nfl.csv");
    Assumptions.assumeTrue(Files.exists(file), () -> "no real data: " + file);
    List<Play> plays = plays(file);
    assertEquals(lines(file) - 1, plays.size());
    assertEquals(
        new Play(
            "20120905_DAL@NYG", 1, 1, "(14:56) E.Manning pass incomplete deep left to H.Nicks."),
        plays.get(1));
  }

  private static long lines(Path file) throws IOException {
    try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.count();
    }
  }

  @Test
  void endsRecordsAtLineFeedsAndReturnsAndBoth() throws IOException {
    assertEquals("[[a, b], [c, d], [e, f], [g, h]]", read("a,b\nc,d\r\ne,f\rg,h", RFC));
    assertEquals("[[a], [b]]", read("a\n\r\r\n\n\rb\n", RFC));
    assertEquals("[[a], [], [], [], [b]]", read("a\n\r\r\n\rb\n", RFC.withEmptyLines()));
  }

  @Test
  void joinsAReturnAtABlocksOrWindowsEndWithItsLineFeed() throws IOException {
    for (int length = 60; length < 68; length++) {
      String first = "x".repeat(length);
      assertEquals(
          "[[" + first + "], [b], [], [c]]",
          read(first + "\r\nb\r\n\r\nc\r\n", RFC.withEmptyLines()));
      assertEquals("[[" + first + "], [b], [c]]", read("\"" + first + "\"\r\nb\r\n\r\nc\r\n", RFC));
    }
  }

  @Test
  void whatStandsBehindAClosingQuoteIsSeenOverABlocksEnd() throws IOException {
    for (int length = 55; length < 70; length++) {
      String field = "x".repeat(length);
      String text = '"' + field + "\"y,z\n" + "a,b\n".repeat(40);
      String expected = "[[" + field + "y, z]" + ", [a, b]".repeat(40) + "]";
      assertEquals(expected, read(text, LENIENT));
      int column = length + 3;
      assertEquals("line 1, column " + column + ", byte " + (column - 1), place(text, RFC));
    }
  }

  @Test
  void theLastRecordMayLackItsEnd() throws IOException {
    assertEquals("[[a, b]]", read("a,b", RFC));
    assertEquals("[[a, ]]", read("a,", RFC));
    assertEquals("[[, ]]", read(",", RFC));
    assertEquals("[[a,b]]", read("\"a,b\"", RFC));
    assertEquals("[[]]", read("\"\"", RFC));
    assertEquals("[[a]]", read("a\r", RFC));
    assertEquals("[]", read("", RFC));
  }

  @Test
  void takesQuotesAwayAndHalvesDoubledOnes() throws IOException {
    assertEquals("[[a,b, , c\nd]]", read("\"a,b\",\"\",\"c\nd\"\n", RFC));
    assertEquals("[[\", a\"b, \"\"]]", read("\"\"\"\",\"a\"\"b\",\"\"\"\"\"\"\n", RFC));
    assertEquals("[[a\r\nb, c\rd]]", read("\"a\r\nb\",\"c\rd\"\n", RFC));
  }

  @Test
  void aStrayQuoteIsAnErrorOrContent() throws IOException {
    assertEquals("[[a\"b, c]]", read("a\"b,c\n", LENIENT));
    assertEquals("[[a\"b\", c]]", read("a\"b\",c\n", LENIENT));
    assertEquals("[[ab, c], [d\"e\"\"\"]]", read("\"a\"b,c\n\"d\"\"e\"\"\"\"\"\"\"", LENIENT));
    assertEquals("[[a b\"c, d]]", read("\"a\" b\"c,d", LENIENT));
    assertEquals(
        "line 1, column 2, byte 1: expected no quote in a field that does not begin with one,"
            + " found '\"b,c\\n' after 'a'",
        flaw("a\"b,c\n", RFC));
    assertEquals(
        "line 2, column 4, byte 7: expected a delimiter or a line end behind the closing quote,"
            + " found 'd\"\\n' after 'a,b\\n\"c\"'",
        flaw("a,b\n\"c\"d\"\n", RFC));
  }

  @Test
  void aStrayQuoteInOneRecordLeavesTheOthersAlone() throws IOException {
    String good = "1,\"a,b\",c\n";
    for (int before = 0; before < 20; before++) {
      String text = good.repeat(before) + "2,x\"y,\"z\"\"\"\n" + good.repeat(20);
      String row = "[1, a,b, c]";
      String expected =
          "[" + (row + ", ").repeat(before) + "[2, x\"y, z\"]" + (", " + row).repeat(20) + "]";
      assertEquals(expected, read(text, LENIENT));
    }
  }

  @Test
  void aQuoteThatIsNeverClosedIsAnErrorOrTheLastField() throws IOException {
    assertEquals("[[a, b\nc,d\n]]", read("a,\"b\nc,d\n", LENIENT));
    assertEquals("[[a, b\"]]", read("a,\"b\"\"", LENIENT));
    assertEquals(
        "line 3, column 2, byte 10: expected a quote that closes the last field of the record in"
            + " line 2, found the end after 'a,\"b\\nc'",
        flaw("x,y\na,\"b\nc", RFC));
  }

  @Test
  void otherEscapesStandBeforeAnyByte() throws IOException {
    CsvFormat format = RFC.withEscape('\\').withRagged(true);
    assertEquals(
        "[[a\"b, c\\d, e\nf], [g\\h]]", read("\"a\\\"b\",\"c\\\\d\",\"e\\\nf\"\ng\\h", format));
    assertEquals("line 1, column 4, byte 3", place("\"a\"\"b\"\n", format));
    assertEquals("[[a\"b\"]]", read("\"a\"\"b\"\n", format.withLenience()));
    assertEquals("line 1, column 4, byte 3", place("\"a\\", format));
    assertEquals("[[a\\]]", read("\"a\\", format.withLenience()));
  }

  @Test
  void otherMarks() throws IOException {
    assertEquals(
        "[[a, b,c, d;'e]]", read("a;b,c;'d;''e'\n", RFC.withDelimiter(';').withQuote('\'')));
    assertEquals("[[\"a, b\"]]", read("\"a\tb\"\n", RFC.withDelimiter('\t').withoutQuote()));
  }

  @Test
  void commentsArePassedOverOrRead() throws IOException {
    String text = "#a,\"b\nc\n#\n\"#d\"\n #e\n#";
    assertEquals("[[c], [#d], [ #e]]", read(text, RFC.withComment('#')));
    assertEquals("[#[a,\"b], [c], #[], [#d], [ #e], #[]]", read(text, RFC.withCommentsRead('#')));
    assertEquals("[[#a]]", read("#a", RFC));
  }

  @Test
  void recordsHaveTheSameNumberOfFieldsUnlessRagged() throws IOException {
    assertEquals("[[a, b], [c], [d, e, f]]", read("a,b\nc\nd,e,f\n", RFC.withRagged(true)));
    assertEquals(
        "line 2, column 2, byte 5: expected a delimiter: record 2 has 1 fields, not 2, found '\\n'"
            + " after 'a,b\\nc'",
        flaw("a,b\nc\n", RFC));
    assertEquals(
        "line 3, column 4, byte 8: expected the end of the record: record 2 has 3 fields, not 2,"
            + " found ',f\\n' after 'a,b\\n\\nd,e'",
        flaw("a,b\n\nd,e,f\n", RFC));
  }

  @Test
  void columnsHaveALimit() throws IOException {
    CsvFormat format = RFC.withColumnLimit(40);
    assertEquals(40, fields(",".repeat(39) + "\n", format));
    String flaw = flaw(",".repeat(40) + "\n", format);
    String expected = "line 1, column 41, byte 40: expected at most 40 fields in record 1, found";
    assertEquals(expected, flaw.substring(0, expected.length()));
    assertEquals(1 << 14, fields(",".repeat((1 << 14) - 1) + "\n", RFC));
    assertEquals("line 1, column 16385, byte 16384", place(",".repeat(1 << 14) + "\n", RFC));
  }

  private static int fields(String text, CsvFormat format) throws IOException {
    try (var csv = new CsvReader(ByteSource.of(bytes(text), 1 << 16), format)) {
      assertTrue(csv.next());
      return csv.row().count();
    }
  }

  @Test
  void aRecordFitsWithItsEndOrNotAtAll() throws IOException {
    for (String good :
        new String[] {"1234567\n", "123456\r\n", "1234567", "12,\"6\"\n", "123456\r"}) {
      try (var csv = new CsvReader(ByteSource.of(bytes("a\n\n" + good), 8), LENIENT)) {
        assertTrue(csv.next());
        assertTrue(csv.next(), good);
        assertFalse(csv.next());
      }
    }
    for (String bad :
        new String[] {"12345678", "12345678\n", "1234567\r\n", "1234567\r", "\"123456\""}) {
      try (var csv = new CsvReader(ByteSource.of(bytes("a\n\n" + bad), 8), RFC)) {
        assertTrue(csv.next());
        for (int i = 0; i < 2; i++) {
          var e = assertThrows(ParseException.class, csv::next);
          assertEquals("record 2 to end in the window of 8 bytes", e.expected());
          assertEquals(3, e.line());
          assertEquals(1, e.column());
          assertEquals(3, e.offset());
          assertEquals(0, csv.row().count());
        }
      }
    }
  }

  @Test
  void aByteOrderMarkIsPassedOverAtTheStartOnly() throws IOException {
    assertEquals("[[a], [\uFEFFb]]", read("\uFEFFa\n\uFEFFb\n", RFC));
    assertEquals("[[a,b]]", read("\uFEFF\"a,b\"", RFC));
    assertEquals("[]", read("\uFEFF", RFC));
    byte[] part = {(byte) 0xEF, (byte) 0xBB, 'x', '\n'};
    try (var csv = new CsvReader(CsvModel.pieces(part, 1, 64), LENIENT)) {
      assertTrue(csv.next());
      assertEquals(3, csv.row().length(0));
    }
  }

  @Test
  void namesItsColumns() throws IOException {
    try (var csv = reader("#c\n\"a,b\",\"c\"\"\"\n1,2\n", header())) {
      assertEquals(List.of("a,b", "c\""), csv.columns());
      assertEquals(0, csv.column("a,b"));
      assertEquals(1, csv.column("c\""));
      assertEquals(0, csv.records());
      assertEquals(0, csv.row().count());
      assertTrue(csv.next());
      assertEquals(1, csv.records());
      assertEquals(3, csv.row().line());
      assertEquals(2, csv.row().longAt(csv.column("c\"")));
      assertEquals(
          "byte[19]: column: C, of [a,b, c\"]",
          assertThrows(IllegalArgumentException.class, () -> csv.column("C")).getMessage());
    }
    try (var csv = reader("", header())) {
      assertFalse(csv.next());
      assertEquals(List.of(), csv.columns());
    }
  }

  private static CsvFormat header() {
    return RFC.withHeader().withCommentsRead('#');
  }

  @Test
  void columnsOfOneNameAreAnErrorOrTheFirst() throws IOException {
    try (var csv = reader("\"a\"\"\",b,b\n1,2,3\n", header())) {
      for (int i = 0; i < 2; i++) {
        var e = assertThrows(ParseException.class, csv::next);
        assertEquals("a name that no other column has in column 2", e.expected());
        assertEquals(8, e.offset());
        assertThrows(ParseException.class, () -> csv.column("b"));
        assertEquals(0, csv.records());
      }
    }
    try (var csv = reader("a,b,b\n1,2,3\n", header().withLenience())) {
      assertEquals(1, csv.column("b"));
      assertEquals(List.of("a", "b", "b"), csv.columns());
    }
  }

  @Test
  void parsesFieldsInPlace() throws IOException {
    try (var csv = reader("12,-3,\"4\",1.5,\"2.50\",,-9223372036854775808,1e3\n", RFC)) {
      assertTrue(csv.next());
      CsvRow row = csv.row();
      assertEquals(12, row.intAt(0));
      assertEquals(-3, row.longAt(1));
      assertEquals(4, row.intAt(2));
      assertEquals(1.5, row.doubleAt(3));
      assertEquals(250, row.scaledAt(4, 2));
      assertEquals(7, row.intAt(5, 7));
      assertEquals(7L, row.longAt(5, 7L));
      assertEquals(7.0, row.doubleAt(5, 7.0));
      assertEquals(Long.MIN_VALUE, row.longAt(6));
      assertEquals(1000.0, row.doubleAt(7, 0));
      assertEquals(Slice.of("2.50"), row.slice(4));
      assertTrue(row.contentEquals(4, Slice.of("2.50")));
      assertFalse(row.contentEquals(4, Slice.of("2.5")));
      assertTrue(row.isQuoted(4));
      assertFalse(row.isQuoted(5));
      assertTrue(row.isEmpty(5));
    }
  }

  @Test
  void readsTruthValuesAndExactDecimals() throws IOException {
    String text = "true,\"false\",-1.50,\"12E+400\",,NaN,truE,fals,1e99999999999,1x\n";
    try (var csv = reader(text, RFC)) {
      assertTrue(csv.next());
      CsvRow row = csv.row();
      assertTrue(row.booleanAt(0));
      assertFalse(row.booleanAt(1));
      assertEquals(new BigDecimal("-1.50"), row.decimalAt(2));
      assertEquals(new BigDecimal("12E+400"), row.decimalAt(3));
      int[][] neither = {{2, 13}, {4, 29}, {5, 30}, {6, 37}, {7, 43}};
      for (int[] place : neither) {
        var e = assertThrows(ParseException.class, () -> row.booleanAt(place[0]));
        assertEquals("true or false in column " + place[0], e.expected());
        assertEquals(place[1], e.offset());
      }
      int[][] none = {{0, 0}, {4, 29}, {5, 30}, {8, 44}, {9, 59}};
      for (int[] place : none) {
        var e = assertThrows(ParseException.class, () -> row.decimalAt(place[0]));
        assertEquals(place[1], e.offset());
      }
    }
  }

  @Test
  void aFieldThatIsNotWhatIsAskedForIsAnErrorAtItsPlace() throws IOException {
    try (var csv = reader("a,b\n\"x\ny\",12z\n", RFC)) {
      assertTrue(csv.next());
      assertTrue(csv.next());
      CsvRow row = csv.row();
      assertEquals(
          "byte[14]: line 3, column 6, byte 12: expected a long in column 1, found 'z\\n' after"
              + " 'a,b\\n\"x\\ny\",12'",
          String.valueOf(assertThrows(ParseException.class, () -> row.longAt(1)).getMessage()));
      assertEquals(12, assertThrows(ParseException.class, () -> row.intAt(1, 0)).offset());
      assertEquals(12, assertThrows(ParseException.class, () -> row.doubleAt(1)).offset());
      assertEquals(12, assertThrows(ParseException.class, () -> row.scaledAt(1, 2)).offset());
      assertEquals(5, assertThrows(ParseException.class, () -> row.intAt(0)).offset());
      assertEquals(4, row.malformed(0, "a date").offset());
      assertEquals("a date in column 0", row.malformed(0, "a date").expected());
      assertFalse(csv.next());
    }
  }

  @Test
  void linesAreCountedWithinQuotesToo() throws IOException {
    try (var csv = reader("\"a\nb\r\nc\"\"\rd\",1\n\"e\",x\n", RFC)) {
      assertTrue(csv.next());
      assertEquals("a\nb\r\nc\"\rd", csv.row().text(0));
      assertEquals(1, assertThrows(ParseException.class, () -> csv.row().longAt(0)).line());
      assertTrue(csv.next());
      assertEquals(5, csv.row().line());
      assertEquals(5, assertThrows(ParseException.class, () -> csv.row().longAt(1)).line());
    }
  }

  @Test
  void linesAreCountedRightBehindAFieldThatWasMadePlain() throws IOException {
    try (var csv = reader("\"\"\"\n\",x\n", RFC)) {
      assertTrue(csv.next());
      assertEquals("\"\n", csv.row().text(0));
      assertEquals(2, assertThrows(ParseException.class, () -> csv.row().longAt(1)).line());
    }
  }

  @Test
  void columnsAreCountedRightBehindAFieldThatWasMadePlain() throws IOException {
    for (CsvFormat format : new CsvFormat[] {RFC, LENIENT}) {
      try (var csv = reader("\"\"\"a\"\"b\nc\",x\n", format)) {
        assertTrue(csv.next());
        assertEquals(4, csv.row().malformed(1, "a date").column());
        assertEquals("\"a\"b\nc", csv.row().text(0));
        assertEquals("line 2, column 4, byte 11", place(csv.row().malformed(1, "a date")));
      }
    }
    try (var csv = reader("\"\"\"a\n\",\"b\"\"\n\",\"\"\"\",d\n", RFC)) {
      assertTrue(csv.next());
      for (int last = -1; last < 4; last++) {
        for (int i = last; i >= 0; i--) {
          assertFalse(csv.row().isEmpty(i));
        }
        assertEquals("line 2, column 3, byte 7", place(csv.row().malformed(1, "a date")));
        assertEquals("line 3, column 3, byte 14", place(csv.row().malformed(2, "a date")));
        assertEquals("line 3, column 8, byte 19", place(csv.row().malformed(3, "a date")));
      }
    }
  }

  private static String place(ParseException e) {
    return "line " + e.line() + ", column " + e.column() + ", byte " + e.offset();
  }

  @Test
  void aFlawInAFieldWhoseBytesMovedIsAnErrorAtItsFirst() throws IOException {
    byte[] text = CsvModel.bytes("a,\"b\u00FF\"\na,\"b\n\"\"c\u00FF\"\n");
    try (var csv = new CsvReader(CsvModel.pieces(text, 1, 64))) { // by bytes
      assertTrue(csv.next());
      assertEquals(4, assertThrows(ParseException.class, () -> csv.row().text(1)).offset());
      assertTrue(csv.next());
      for (int i = 0; i < 2; i++) {
        var e = assertThrows(ParseException.class, () -> csv.row().text(1));
        assertEquals("UTF-8 in column 1", e.expected());
        assertEquals("line 2, column 3, byte 9", place(e));
      }
    }
    try (var csv = reader("\"1\\2x\",\"1x\"\n", RFC.withEscape('\\'))) {
      assertTrue(csv.next());
      assertEquals(0, assertThrows(ParseException.class, () -> csv.row().intAt(0)).offset());
      assertEquals(9, assertThrows(ParseException.class, () -> csv.row().intAt(1)).offset());
    }
    try (var csv = reader("\"1\"2x,\"1x\"\n", LENIENT)) {
      assertTrue(csv.next());
      assertEquals(0, assertThrows(ParseException.class, () -> csv.row().intAt(0)).offset());
      assertEquals(8, assertThrows(ParseException.class, () -> csv.row().intAt(1)).offset());
    }
  }

  @Test
  void noCommentIsLeftBehindTheEnd() throws IOException {
    try (var csv = reader("#a\n", RFC.withCommentsRead('#'))) {
      assertTrue(csv.next());
      assertTrue(csv.row().isComment());
      assertFalse(csv.next());
      assertFalse(csv.row().isComment());
    }
  }

  @Test
  void whatIsNotUtf8IsAnErrorOrReplaced() throws IOException {
    byte[] text =
        CsvModel.bytes("\u00C3\u00A9\u00EF\u00BF\u00BD,x\u00EF\u00BF\u00BDy\u00EF\u00BFz\n");
    try (var csv = new CsvReader(ByteSource.of(text, 64))) {
      assertTrue(csv.next());
      assertEquals("\u00E9\uFFFD", csv.row().text(0));
      var e = assertThrows(ParseException.class, () -> csv.row().text(1));
      assertEquals(11, e.offset());
      assertEquals("UTF-8 in column 1", e.expected());
    }
    try (var csv = new CsvReader(ByteSource.of(text, 64), LENIENT)) {
      assertTrue(csv.next());
      assertEquals("x\uFFFDy\uFFFDz", csv.row().text(1));
    }
  }

  @Test
  void bytesBeyondAsciiAreSeenHoweverFarBeforeARecordsEnd() throws IOException {
    for (int size = 0; size < 5000; size += 31) {
      String text = "\u00E9" + "x".repeat(size);
      for (String next : new String[] {"b", "\u20AC"}) {
        byte[] bytes = (text + "\n\"" + next + "\"\n").getBytes(StandardCharsets.UTF_8);
        try (var csv = new CsvReader(ByteSource.of(bytes, 1 << 14))) {
          assertTrue(csv.next());
          assertEquals(text, csv.row().text(0));
          assertTrue(csv.next());
          assertEquals(next, csv.row().text(0));
        }
      }
    }
  }

  @Test
  void refusesColumnsThatARecordDoesNotHave() throws IOException {
    try (var csv = reader("a,b\n\"c\"\"\"\n", LENIENT)) {
      CsvRow row = csv.row();
      assertThrows(IndexOutOfBoundsException.class, () -> row.text(0));
      assertTrue(csv.next());
      assertEquals(
          "byte[10], line 1: column: 2, count: 2",
          assertThrows(IndexOutOfBoundsException.class, () -> row.from(2)).getMessage());
      assertThrows(IndexOutOfBoundsException.class, () -> row.to(-1));
      assertTrue(csv.next());
      assertThrows(IndexOutOfBoundsException.class, () -> row.to(1));
      assertThrows(IndexOutOfBoundsException.class, () -> row.isQuoted(1));
      assertThrows(IndexOutOfBoundsException.class, () -> row.malformed(1, ""));
      assertFalse(csv.next());
      assertThrows(IndexOutOfBoundsException.class, () -> row.longAt(0));
    }
  }

  @Test
  void visitsMapsAndStreams() throws IOException {
    String text = "1,a\n2,b\n3,c\n";
    List<Long> seen = new ArrayList<>();
    try (var csv = reader(text, RFC)) {
      csv.forEach(row -> seen.add(row.longAt(0)));
      assertFalse(csv.next());
    }
    assertEquals(List.of(1L, 2L, 3L), seen);
    try (var csv = reader(text, RFC)) {
      assertEquals(List.of("a", "b", "c"), csv.stream(row -> row.text(1)).toList());
    }
    try (var csv = reader(text, RFC)) {
      assertEquals("1", csv.stream(row -> row.text(0)).findFirst().orElse(""));
      assertEquals(List.of("2", "3"), csv.toList(row -> row.text(0)));
    }
    try (var csv = reader("1\nx\n2\n", RFC)) {
      var e =
          assertThrows(UncheckedIOException.class, () -> csv.stream(row -> row.longAt(0)).toList());
      assertTrue(e.getCause() instanceof ParseException);
      assertEquals(List.of(2L), csv.toList(row -> row.longAt(0)));
    }
  }

  @Test
  void aCallbackMayThrowOrReadOn() throws IOException {
    try (var csv = reader("1\n2\n3\n4\n5\n", RFC)) {
      assertThrows(
          IllegalStateException.class,
          () ->
              csv.forEach(row -> {
                throw new IllegalStateException("stop at " + row.text(0));
              }));
      List<Long> seen = new ArrayList<>();
      csv.forEach(row -> {
        assertTrue(csv.next());
        seen.add(row.longAt(0));
      });
      assertEquals(List.of(3L, 5L), seen);
    }
  }

  @Test
  void losesNoRecordWhenAReadFails() throws IOException {
    byte[] text = bytes("one,1\r\n\"t\"\"w\no\",2\nx\"y,3\n\nthree,\"4\"");
    for (int most = 1; most < 8; most++) {
      int size = most;
      InputStream torn =
          new ByteArrayInputStream(text) {
            private int calls;

            @Override
            public synchronized int read(byte[] into, int at, int length) {
              if (++calls % 2 == 1) {
                throw new UncheckedIOException(new IOException("torn"));
              }
              return super.read(into, at, Math.min(length, size));
            }
          };
      List<List<String>> seen = new ArrayList<>();
      try (var csv = new CsvReader(ByteSource.of(torn, 64), LENIENT)) {
        for (boolean more = true; more; ) {
          try {
            more = csv.next();
            if (more) {
              seen.add(texts(csv.row()));
            }
          } catch (UncheckedIOException e) {
            assertEquals(0, csv.row().count());
          }
        }
      }
      assertEquals("[[one, 1], [t\"w\no, 2], [x\"y, 3], [three, 4]]", seen.toString());
    }
  }

  @Test
  void refusesToReadWhenClosed() throws IOException {
    for (CsvFormat format : new CsvFormat[] {RFC, header(), RFC.withEscape('\\')}) {
      var csv = reader("a\nb\n#c\n", format);
      if (!format.header()) {
        assertTrue(csv.next());
      }
      csv.close();
      csv.close();
      assertEquals(0, csv.row().count());
      for (int i = 0; i < 2; i++) {
        assertEquals(
            "byte[7]: closed", assertThrows(IllegalStateException.class, csv::next).getMessage());
      }
    }
    var csv = reader("a\n", header());
    csv.close();
    assertThrows(IllegalStateException.class, () -> csv.column("a"));
    var bad = reader("a,a\n", header());
    assertThrows(ParseException.class, bad::next);
    bad.close();
    assertThrows(IllegalStateException.class, bad::next);
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"}) // null on purpose
  void refusesNull() throws IOException {
    assertThrows(NullPointerException.class, () -> new CsvReader(null));
    var csv = reader("a\n", RFC);
    assertThrows(NullPointerException.class, () -> csv.forEach(null));
    assertThrows(NullPointerException.class, () -> csv.toList(null));
    assertThrows(NullPointerException.class, () -> csv.stream(null));
    assertThrows(NullPointerException.class, () -> csv.column(null));
    assertTrue(csv.next());
  }

  @Test
  void goesOnBehindALineThatCannotBeRead() throws IOException {
    byte[] text = bytes("a,b\r\n1,2\r3,x\"y\r\n4,5\nmore than a small window holds,6\r7,8\n\"9,10");
    for (int window : new int[] {12, 4096}) {
      String longer = window == 12 ? "line 5" : "[more than a small window holds, 6]";
      for (int most : new int[] {1, 2, 4096}) {
        try (var csv = new CsvReader(CsvModel.pieces(text, most, window), RFC)) {
          List<String> read = new ArrayList<>();
          for (boolean more = true; more; ) {
            try {
              more = csv.next();
              read.add(more ? texts(csv.row()).toString() : "end");
            } catch (ParseException e) {
              read.add("line " + e.line());
              assertThrows(ParseException.class, csv::next);
              assertTrue(csv.skipLine());
              assertEquals(0, csv.row().count());
            }
          }
          assertEquals(
              List.of("[a, b]", "[1, 2]", "line 3", "[4, 5]", longer, "[7, 8]", "line 7", "end"),
              read);
          assertFalse(csv.skipLine());
        }
      }
    }
  }

  @Test
  void passesLinesBeforeTheHeader() throws IOException {
    String mark = "\uFEFF";
    String text = mark + "made \"by\" hand\r\n\nid,id,id\ncity,pop\nOslo,\"7\"\n";
    for (int window : new int[] {20, 4096}) {
      for (int most : new int[] {1, 4096}) {
        var source = CsvModel.pieces(bytes(text), most, window);
        try (var csv = new CsvReader(source, RFC.withHeader())) {
          assertTrue(csv.skipLine());
          assertTrue(csv.skipLine());
          assertThrows(ParseException.class, csv::next, "two columns of one name");
          assertTrue(csv.skipLine());
          assertEquals(1, csv.column("pop"));
          assertTrue(csv.next());
          assertEquals(5, csv.row().line());
          assertEquals(7, csv.row().longAt(csv.column("pop")));
          assertFalse(csv.next());
        }
      }
    }
    var stops =
        new InputStream() {
          private int reads;

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] into, int from, int count) throws IOException {
            if (++reads == 2) {
              throw new IOException("later");
            }
            into[from] = 'a';
            return reads == 1 ? 1 : -1;
          }
        };
    try (var csv = new CsvReader(ByteSource.of(stops, 8), RFC)) {
      assertThrows(IOException.class, csv::skipLine);
      assertTrue(csv.skipLine(), "the line that began before");
      assertFalse(csv.skipLine());
    }
    try (var csv = new CsvReader(ByteSource.of(bytes("a\rb"), 1), RFC)) {
      assertTrue(csv.skipLine());
      assertTrue(csv.skipLine());
      assertFalse(csv.skipLine());
    }
  }

  @Test
  void refusesFormatsThatCannotBeRead() {
    for (char bad : new char[] {'a', '7', '+', '-', '.', '\r', '\n', '\u00E9'}) {
      assertThrows(IllegalArgumentException.class, () -> RFC.withDelimiter(bad));
      assertThrows(IllegalArgumentException.class, () -> RFC.withQuote(bad));
      assertThrows(IllegalArgumentException.class, () -> RFC.withEscape(bad));
      assertThrows(IllegalArgumentException.class, () -> RFC.withComment(bad));
    }
    assertThrows(IllegalArgumentException.class, () -> RFC.withDelimiter('"'));
    assertThrows(IllegalArgumentException.class, () -> RFC.withQuote(','));
    assertThrows(IllegalArgumentException.class, () -> RFC.withEscape(','));
    assertThrows(IllegalArgumentException.class, () -> RFC.withComment(','));
    assertThrows(IllegalArgumentException.class, () -> RFC.withComment('"'));
    assertThrows(IllegalArgumentException.class, () -> RFC.withEscape('#').withComment('#'));
    assertThrows(IllegalArgumentException.class, () -> RFC.withComment('#').withEscape('#'));
    assertThrows(IllegalArgumentException.class, () -> RFC.withColumnLimit(0));
    assertThrows(IllegalArgumentException.class, () -> RFC.withoutQuote().withEscape('\\'));
    assertThrows(IllegalArgumentException.class, () -> RFC.withoutQuote().withQuoteAll());
    assertEquals(RFC.withQuote('\'').withEscape('\\'), RFC.withEscape('\\').withQuote('\''));
    assertEquals(RFC, RFC.withDelimiter(';').withQuote('\'').withDelimiter(',').withQuote('"'));
  }

  @Test
  void describesItsPlace() throws IOException {
    try (var csv = reader("a\n\nb,\"c\"\n", LENIENT)) {
      assertEquals("byte[9], record 0, line 0 at byte 0", csv.toString());
      csv.next();
      csv.next();
      assertEquals("byte[9], record 2, line 3 at byte 3", csv.toString());
      assertEquals("byte[9], line 3: [b, c]", csv.row().toString());
      assertSame(csv.row(), csv.row());
    }
  }

  @Test
  void goesOnWhereASourceStands() throws IOException {
    var source = ByteSource.of(bytes("head;a,b\nc,d\n"), 16);
    assertTrue(source.refill(0));
    source.advance(5);
    try (var csv = new CsvReader(source)) {
      assertEquals(5, csv.row().offset());
      assertEquals("[[a, b], [c, d]]", csv.toList(CsvReaderTest::texts).toString());
    }
  }

  @Test
  void aRecordThatArrivesByteByByteCostsItsLength() throws IOException {
    int size = 4 << 20; // the square of it would take hours
    byte[] text = new byte[size];
    Arrays.fill(text, (byte) '\n');
    text[0] = '"';
    text[size - 1] = '"';
    try (var csv = new CsvReader(CsvModel.pieces(text, 1, size + 1))) {
      assertTrue(csv.next());
      assertEquals(size - 2, csv.row().length(0));
    }
  }

  @Test
  void everyShortTextInEveryWindowAndPiece() throws IOException {
    char[] alphabet = {'a', ',', '"', '\n', '\r'};
    for (int length = 0; length <= 5; length++) {
      int texts = (int) Math.pow(alphabet.length, length);
      for (int code = 0; code < texts; code++) {
        var text = new StringBuilder();
        for (int i = 0, rest = code; i < length; i++, rest /= alphabet.length) {
          text.append(alphabet[rest % alphabet.length]);
        }
        byte[] bytes = bytes(text.toString());
        for (CsvFormat format : new CsvFormat[] {RFC, LENIENT.withEmptyLines()}) {
          for (int window = 1; window <= length + 2; window++) {
            CsvModel model = CsvModel.read(bytes, format, window);
            model.check(ByteSource.of(bytes, window), text::toString);
            model.check(CsvModel.pieces(bytes, 1, window), text::toString);
          }
        }
      }
    }
  }

  static List<String> texts(CsvRow row) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < row.count(); i++) {
      texts.add(row.text(i));
    }
    return texts;
  }

  /// What comes out, the same for several windows and pieces, and what the plain reader says.
  private static String read(String text, CsvFormat format) throws IOException {
    byte[] bytes = bytes(text);
    CsvModel model = CsvModel.read(bytes, format, 4096);
    for (int most : new int[] {1, 3, 4096}) {
      model.check(CsvModel.pieces(bytes, most, 4096), () -> text);
    }
    try (var csv = new CsvReader(ByteSource.of(bytes, 4096), format)) {
      return csv.toList(row -> (row.isComment() ? "#" : "") + texts(row)).toString();
    }
  }

  /// The message of the first error, without the source.
  private static String flaw(String text, CsvFormat format) {
    try (var csv = reader(text, format)) {
      var e =
          assertThrows(
              ParseException.class,
              () -> {
                while (csv.next()) {
                  assertTrue(csv.row().count() > 0);
                }
              });
      assertEquals(CsvModel.read(bytes(text), format, 1 << 16).flaw, e.offset());
      return String.valueOf(e.getMessage()).replaceFirst("^byte\\[\\d+\\]: ", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String place(String text, CsvFormat format) {
    String flaw = flaw(text, format);
    return flaw.substring(0, flaw.indexOf(':'));
  }

  private static CsvReader reader(String text, CsvFormat format) {
    return new CsvReader(ByteSource.of(bytes(text), 1 << 16), format);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

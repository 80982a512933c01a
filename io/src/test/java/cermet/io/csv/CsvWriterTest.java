// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Slice;
import cermet.io.csv.CsvFormat.LineEnd;
import cermet.io.source.ByteSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CsvWriterTest {
  private static final CsvFormat RFC = CsvFormat.RFC_4180;

  @TempDir Path directory;

  /// Appends records.
  @FunctionalInterface
  private interface Step {
    void to(CsvWriter csv) throws IOException;
  }

  @Test
  void theExampleWritesStations() throws IOException {
    Path file = directory.resolve("stations");
    stations(file);
    assertEquals(
        "name,id,degrees\r\n\"Bonn, south\",7,-12.3\r\nK\u00F6ln,8,0.5\r\n",
        Files.readString(file));
  }

  // @start region="stations"
  static void stations(Path file) throws IOException {
    try (var csv = new CsvWriter(ByteSink.file(file, 1 << 16))) {
      csv.record("name", "id", "degrees");
      csv.append("Bonn, south").append(7).appendFixed(-123, 1).end();
      csv.append("K\u00F6ln").append(8).append(0.5).end();
    }
  }

  // @end

  @Test
  void quotesWhatNeedsQuotes() throws IOException {
    assertEquals("a,\"b,c\",\"d\"\"e\"\r\n", text(RFC, csv -> csv.record("a", "b,c", "d\"e")));
    assertEquals(
        "\"a\nb\",\"c\rd\",\"\r\n\"\r\n", text(RFC, csv -> csv.record("a\nb", "c\rd", "\r\n")));
    assertEquals("\"\"\"\"\"\",,;\r\n", text(RFC, csv -> csv.record("\"\"", "", ";")));
    assertEquals(
        "a,b;'c;''d'\r\n",
        text(RFC.withDelimiter(';').withQuote('\''), csv -> csv.record("a,b", "c;'d")));
    assertEquals(
        "\"a\\\"\\\\,\",\\\r\n", text(RFC.withEscape('\\'), csv -> csv.record("a\"\\,", "\\")));
    assertEquals("a b, c \r\n", text(RFC, csv -> csv.record("a b", " c ")));
  }

  @Test
  void quotesTextsOfEveryLengthAtEveryPlace() throws IOException {
    for (int length = 1; length < 40; length++) {
      for (int place = 0; place < length; place++) {
        for (char mark : new char[] {',', '"', '\n', '\r'}) {
          String field = "x".repeat(place) + mark + "y".repeat(length - place - 1);
          String quoted = '"' + field.replace("\"", "\"\"") + '"';
          assertEquals(quoted + "\r\n", text(RFC, csv -> csv.record(field)));
          assertEquals(
              "," + quoted + "\r\n",
              text(RFC, csv -> csv.appendEmpty().append(Slice.of(field)).end()));
        }
        String plain = "x".repeat(place) + (char) (',' ^ 1) + "\u00AC\u00A2".repeat(length - place);
        assertEquals(plain + "\r\n", text(RFC, csv -> csv.record(plain)));
      }
    }
  }

  @Test
  void quotesNothingThatOnlyResemblesAMark() throws IOException {
    String others =
        "\t\u0000\u000B\u000F\u0010\u007F\u008A\u008D\u00A2\u00AC\u010A\u010D\u0122\u012C"
            + "\u0A0D\u222C\u2C22\uAC00\uFF0C#";
    for (int i = 0; i < others.length(); i++) {
      char other = others.charAt(i);
      for (int length = 1; length < 20; length++) {
        for (int place = 0; place < length; place++) {
          String field = "x".repeat(place) + other + "y".repeat(length - place - 1);
          assertEquals(
              field + "," + field + "\r\n" + field + "," + field + "\r\n",
              text(RFC, csv -> csv.append(field).append(field).end().record(field, field)));
        }
      }
    }
  }

  @Test
  void textsEndWhereverTheWindowDoes() throws IOException {
    String letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    for (int window = 64; window < 100; window++) {
      var out = new ByteArrayOutputStream();
      var expected = new StringBuilder();
      try (var csv = new CsvWriter(ByteSink.of(out, window), unix())) {
        for (int length = 0; length < letters.length(); length++) {
          String plain = letters.substring(0, length);
          String special = letters.substring(length) + '"';
          csv.append(plain).append(special).append(length).end();
          csv.record(special, plain, "");
          String quoted = '"' + letters.substring(length) + "\"\"\"";
          expected.append(
              plain + "," + quoted + "," + length + "\n" + quoted + "," + plain + ",\n");
        }
      }
      assertEquals(expected.toString(), out.toString(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void shortTextsFitInWhatIsLeftOfTheWindow() throws IOException {
    for (int before = 0; before < 64; before++) {
      for (int length = 0; length < 10; length++) {
        Slice first = Slice.of("x".repeat(before));
        String text = "abcdefghi".substring(0, length);
        assertEquals(
            first + "," + text + "\n" + text + ",\n",
            text(unix(), csv -> csv.append(first).append(text).end().record(text, "")));
      }
    }
  }

  @Test
  void quotesAFirstFieldThatWouldBePassedOver() throws IOException {
    assertEquals("\"#a\",#b\n", text(unix().withComment('#'), csv -> csv.record("#a", "#b")));
    assertEquals("#a\n", text(unix(), csv -> csv.record("#a")));
    assertEquals(
        "\"\uFEFFa\",\uFEFFb\n\uFEFFc,d\n",
        text(unix(), csv -> csv.record("\uFEFFa", "\uFEFFb").record("\uFEFFc", "d")));
    assertEquals("\"\"\n\"\"\n", text(unix(), csv -> csv.record("").appendEmpty().end()));
    assertEquals("\n", text(unix().withEmptyLines(), csv -> csv.record("")));
    assertEquals(",\n", text(unix(), csv -> csv.record("", "")));
  }

  @Test
  void quotesEveryTextIfAsked() throws IOException {
    assertEquals(
        "\"a\",\"\",1,,\"b\"\"\"\r\n",
        text(
            RFC.withQuoteAll(),
            csv -> csv.append("a").append("").append(1).appendEmpty().append("b\"").end()));
  }

  @Test
  void endsLinesAsTheFormatSays() throws IOException {
    assertEquals("a\r\nb\r\n", text(RFC, csv -> csv.record("a").record("b")));
    assertEquals("a\nb\n", text(unix(), csv -> csv.record("a").record("b")));
    assertEquals("a\rb\r", text(RFC.withLineEnd(LineEnd.CR), csv -> csv.record("a").record("b")));
  }

  @Test
  void writesNumbers() throws IOException {
    assertEquals(
        "-2147483648,-9223372036854775808,-2.2250738585072014E-308,-0.00,NaN\n",
        text(
            unix(),
            csv ->
                csv.append(Integer.MIN_VALUE)
                    .append(Long.MIN_VALUE)
                    .append(-Double.MIN_NORMAL)
                    .append(Slice.of("-0.00"))
                    .append(Double.NaN)
                    .end()));
    assertEquals("-0.05,7\n", text(unix(), csv -> csv.appendFixed(-5, 2).appendFixed(7, 0).end()));
  }

  @Test
  void aFloatHasItsOwnDigits() throws IOException {
    assertEquals(
        "0.1,-3.4028235E38,NaN\n",
        text(unix(), csv -> csv.append(0.1f).append(-Float.MAX_VALUE).append(Float.NaN).end()));
  }

  @Test
  void writesTruthValuesAndExactDecimals() throws IOException {
    assertEquals(
        "true,false,-1.50,1E+400\nfalse,1,2,3\n",
        text(
            unix().withQuoteAll(), // these are no texts
            csv -> {
              csv.append(true).append(false).append(new BigDecimal("-1.50"));
              csv.append(new BigDecimal("1e400")).end();
              csv.append(false).append(1).append(2).append(3).end();
            }));
    for (int length : new int[] {1, 61, 62, 63, 64, 65, 1000}) {
      String digits = "7".repeat(length);
      assertEquals(
          digits + "," + digits + ",true\n",
          text(
              unix(),
              csv -> {
                csv.append(new BigDecimal(digits)).append(new BigDecimal(digits));
                csv.append(true).end();
              }));
    }
  }

  @Test
  void aCharIsTextAndNoNumber() throws IOException {
    assertEquals(
        "x,\",\",\"\"\"\",\u00e9,\u20ac\n",
        text(
            unix(),
            csv -> {
              csv.append('x').append(',').append('"').append('\u00e9');
              assertThrows(IllegalArgumentException.class, () -> csv.append('\uD83D'));
              csv.append('\u20ac').end();
            }));
  }

  @Test
  void writesCommentsLineByLine() throws IOException {
    CsvFormat format = unix().withComment('#');
    assertEquals(
        "#a,\"b\n#\n#c\n1\n#\n",
        text(format, csv -> csv.comment("a,\"b\r\n\nc").append(1).end().comment("")));
    assertThrows(IllegalStateException.class, () -> text(unix(), csv -> csv.comment("a")));
    assertThrows(
        IllegalStateException.class, () -> text(format, csv -> csv.append(1).comment("a")));
  }

  @Test
  void aCommentThatCannotBeWrittenLeavesNothing() throws IOException {
    assertEquals(
        "a,b\nc,d\n",
        text(
            unix().withComment('#'),
            csv -> {
              csv.record("a", "b");
              for (String bad : new String[] {"\uD800", "x\n\uDC00", "x\n".repeat(99) + '\uD800'}) {
                assertThrows(IllegalArgumentException.class, () -> csv.comment(bad));
              }
              csv.record("c", "d");
            }));
  }

  @Test
  void aCommentThatDoesNotFitOnADiskLeavesNoMarkOfItself() throws IOException {
    var disk = new Flaky(0);
    String fields = "x".repeat(20) + "," + "y".repeat(20) + "\n";
    for (int length = 0; length < 60; length++) {
      disk.out.reset();
      disk.left = Integer.MAX_VALUE;
      var sink = ByteSink.of(disk, 64);
      try (var csv = new CsvWriter(sink, unix().withComment('#'))) {
        csv.record("x".repeat(20), "y".repeat(20));
        disk.left = 0;
        String comment = "z".repeat(length);
        boolean kept = sink.to() + 1 + length + 1 <= 64; // there is room without a write
        if (kept) {
          csv.comment(comment);
        } else {
          assertThrows(IOException.class, () -> csv.comment(comment));
        }
        disk.left = Integer.MAX_VALUE;
        csv.record("x".repeat(20), "y".repeat(20));
        csv.flush();
        String between = kept ? "#" + comment + "\n" : "";
        assertEquals(fields + between + fields, disk.out.toString(StandardCharsets.US_ASCII));
      }
    }
  }

  /// Takes some writes, then none until it is told to.
  private static final class Flaky extends OutputStream {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int left;

    Flaky(int left) {
      this.left = left;
    }

    @Override
    public void write(int value) {
      throw new AssertionError("by arrays");
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (left-- <= 0) {
        throw new IOException("disk full");
      }
      out.write(bytes, from, length);
    }
  }

  @Test
  void whatFailsInTheMiddleEndsTheWriter() throws IOException {
    Step[] steps = {
      csv -> csv.append("x".repeat(1000)),
      csv -> csv.append("\"".repeat(1000)),
      csv -> csv.append(Slice.of("x,".repeat(1000))),
      csv -> csv.append(new BigDecimal("7".repeat(1000))),
      csv -> csv.record("b", "x".repeat(1000), "c"),
      csv -> csv.end().comment("x".repeat(1000))
    };
    for (Step step : steps) {
      for (int writes = 0; writes < 15; writes++) {
        var disk = new Flaky(writes);
        var sink = ByteSink.of(disk, 64);
        var csv = new CsvWriter(sink, unix().withComment('#').withRagged(true));
        csv.append("a");
        assertThrows(IOException.class, () -> step.to(csv));
        long position = sink.position();
        disk.left = Integer.MAX_VALUE;
        for (Step next :
            new Step[] {
              c -> c.append("b"),
              c -> c.append(1),
              c -> c.append(2L),
              c -> c.append(2.5),
              c -> c.appendFixed(2, 1),
              c -> c.append(true),
              c -> c.append(BigDecimal.TEN),
              c -> c.append("y".repeat(100)),
              c -> c.append(Slice.of("b")),
              CsvWriter::appendEmpty,
              CsvWriter::end,
              CsvWriter::record,
              c -> c.record("b"),
              c -> c.record("b", "y".repeat(100)),
              c -> c.comment("b")
            }) {
          var e = assertThrows(IllegalStateException.class, () -> next.to(csv));
          assertEquals("a write failed within a field or comment", message(e));
          assertEquals(position, sink.position());
        }
        csv.close();
        assertEquals(position, disk.out.size());
      }
    }
  }

  @Test
  void whatFailsBeforeItsFirstByteMayBeTriedAgain() throws IOException {
    String fill = "f".repeat(64);
    Step[] steps = {
      csv -> csv.append("x".repeat(1000)),
      csv -> csv.append("x,".repeat(1000)),
      csv -> csv.append("x"),
      csv -> csv.append(7),
      csv -> csv.append(true),
      csv -> csv.append(BigDecimal.TEN),
      CsvWriter::appendEmpty,
      CsvWriter::end
    };
    for (Step step : steps) {
      var disk = new Flaky(0);
      var whole = new Flaky(Integer.MAX_VALUE);
      for (Flaky each : new Flaky[] {disk, whole}) {
        try (var csv = new CsvWriter(ByteSink.of(each, 64), unix().withRagged(true))) {
          csv.append(Slice.of(fill.substring(1)));
          csv.appendEmpty(); // the window is full
          if (each.left == 0) {
            assertThrows(IOException.class, () -> step.to(csv));
            each.left = Integer.MAX_VALUE;
          }
          step.to(csv);
          csv.record("z", "z");
        }
      }
      assertEquals(
          whole.out.toString(StandardCharsets.UTF_8), disk.out.toString(StandardCharsets.UTF_8));
    }
  }

  @Test
  void textsLongerThanTheWindowGoThroughIt() throws IOException {
    for (int length : new int[] {18, 20, 21, 29, 30, 31, 58, 61, 62, 63, 64, 65, 200, 1000}) {
      for (String unit : new String[] {"x", "\"", "\u00E9", "\u20AC", "x\"y", "a,b"}) {
        String field = unit.repeat(length);
        String written = text(unix(), csv -> csv.append(1).append(field).append(2).end());
        boolean quotes = field.contains("\"") || field.contains(",");
        String expected = quotes ? '"' + field.replace("\"", "\"\"") + '"' : field;
        assertEquals("1," + expected + ",2\n", written);
        assertEquals(
            "1," + expected + ",2\n",
            text(unix(), csv -> csv.append(1).append(Slice.of(field)).append(2).end()));
      }
    }
  }

  @Test
  void aTextThatCannotBeWrittenLeavesNothing() throws IOException {
    CsvFormat bare = unix().withoutQuote();
    assertEquals(
        "a,\"b\n",
        text(
            bare,
            csv -> {
              csv.append("a");
              for (String bad : new String[] {"x,y", "x\ny", "x,y".repeat(100)}) {
                var e = assertThrows(IllegalArgumentException.class, () -> csv.append(bad));
                assertTrue(String.valueOf(e.getMessage()).contains("needs quotes"));
                assertThrows(IllegalArgumentException.class, () -> csv.append(Slice.of(bad)));
              }
              csv.append("\"b").end();
            }));
    assertEquals(
        "a,b\n",
        text(
            unix(),
            csv -> {
              csv.append("a");
              for (String bad : new String[] {"\uD800", "x\uDC00,", "x,".repeat(100) + '\uD800'}) {
                assertThrows(IllegalArgumentException.class, () -> csv.append(bad));
              }
              csv.append("b").end();
            }));
    assertThrows(IllegalStateException.class, () -> text(bare, csv -> csv.record("")));
  }

  @Test
  void recordsHaveTheSameNumberOfFieldsUnlessRagged() throws IOException {
    assertEquals(
        "a,b\nc,d\n",
        text(
            unix(),
            csv -> {
              csv.record("a", "b").append("c");
              assertEquals(
                  "record 2 has 1 fields, not 2",
                  message(assertThrows(IllegalStateException.class, csv::end)));
              csv.append("d");
              assertEquals(
                  "record 2 has more than 2 fields",
                  message(assertThrows(IllegalStateException.class, () -> csv.append(1))));
              csv.end();
              assertThrows(IllegalStateException.class, csv::end);
              assertEquals(2, csv.records());
            }));
    assertEquals(
        "a,b\nc\n", text(unix().withRagged(true), csv -> csv.record("a", "b").record("c")));
    assertThrows(
        IllegalStateException.class,
        () -> text(unix().withColumnLimit(2), csv -> csv.record("a", "b", "c")));
  }

  @Test
  void saysThatARecordHasNoFields() throws IOException {
    for (CsvFormat format : new CsvFormat[] {unix(), unix().withRagged(true)}) {
      text(
          format,
          csv -> {
            for (int record = 1; record <= 2; record++) {
              String expected = "record " + record + " has no fields";
              assertEquals(expected, message(assertThrows(IllegalStateException.class, csv::end)));
              assertEquals(
                  expected, message(assertThrows(IllegalStateException.class, csv::record)));
              csv.record("a", "b");
            }
          });
    }
  }

  @Test
  void aRecordOfTheWrongLengthLeavesNothing() throws IOException {
    assertEquals(
        "a,b\nc,d\n",
        text(
            unix(),
            csv -> {
              assertThrows(IllegalStateException.class, csv::record);
              csv.record("a", "b");
              assertEquals(
                  "record 2 has more than 2 fields",
                  message(
                      assertThrows(IllegalStateException.class, () -> csv.record("x", "y", "z"))));
              assertEquals(
                  "record 2 has 1 fields, not 2",
                  message(assertThrows(IllegalStateException.class, () -> csv.record("x"))));
              csv.append("c").record("d");
            }));
    assertEquals(
        "a,b\n",
        text(
            unix().withColumnLimit(2).withRagged(true),
            csv -> {
              assertThrows(IllegalStateException.class, () -> csv.record("x", "y", "z"));
              csv.record("a", "b");
            }));
  }

  @Test
  void aRecordWithATextThatCannotBeWrittenLeavesNothing() throws IOException {
    assertEquals(
        "a,b\n",
        text(
            unix(),
            csv -> {
              for (String bad : new String[] {"\uD800", "x\uDC00,", "x,".repeat(100) + '\uD800'}) {
                assertThrows(IllegalArgumentException.class, () -> csv.record("x", bad));
              }
              csv.record("a", "b");
            }));
    CsvFormat bare = unix().withoutQuote().withComment('#').withRagged(true);
    assertEquals(
        "a,#b\n",
        text(
            bare,
            csv -> {
              for (String bad : new String[] {"x,y", "x\ny", "x,y".repeat(100)}) {
                assertThrows(IllegalArgumentException.class, () -> csv.record("x", bad));
              }
              assertThrows(IllegalArgumentException.class, () -> csv.record("#x", "y"));
              assertThrows(IllegalArgumentException.class, () -> csv.record("\uFEFFx", "y"));
              assertThrows(IllegalStateException.class, () -> csv.record(""));
              csv.append("a").record("#b");
            }));
  }

  @Test
  void anErrorShowsTheBeginningOfALongText() throws IOException {
    for (int length : new int[] {1, 64, 65, 5000}) {
      byte[] bad = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
      bad[0] = ',';
      String shown =
          "there are none: ,"
              + "x".repeat(Math.min(length, 64) - 1)
              + (length > 64 ? "... of " + length + " bytes" : "");
      text(
          unix().withoutQuote(),
          csv -> {
            String message =
                assertThrows(IllegalArgumentException.class, () -> csv.append(Slice.of(bad)))
                    .getMessage();
            assertTrue(String.valueOf(message).endsWith(shown), message);
            csv.record("a");
          });
    }
  }

  @Test
  void anUnpairedSurrogateIsNamedHoweverLongTheRecord() throws IOException {
    for (int length : new int[] {0, 7, 17, 18, 60, 5000}) {
      String bad = "x".repeat(length) + '\uDBFF';
      String message = "unpaired surrogate at " + length + ": U+DBFF";
      assertEquals(
          "a,b\n",
          text(
              unix(),
              csv -> {
                csv.append("a");
                for (Executable call :
                    new Executable[] {() -> csv.append(bad), () -> csv.record(bad)}) {
                  assertEquals(
                      message, assertThrows(IllegalArgumentException.class, call).getMessage());
                }
                csv.append("b").end();
              }));
    }
  }

  private static String message(IllegalStateException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(message.indexOf(": ") + 2);
  }

  @Test
  void aFullDiskLosesNothingThatWasFlushed() throws IOException {
    var full = new Flaky(7);
    var out = full.out;
    var csv = new CsvWriter(ByteSink.of(full, 64), unix());
    var e =
        assertThrows(
            IOException.class,
            () -> {
              for (int i = 0; i < 100; i++) {
                csv.append("x".repeat(14)).append(i).end();
              }
            });
    assertTrue(String.valueOf(e.getMessage()).contains("disk full"));
    assertTrue("xxxxxxxxxxxxxx,0\nxxxxxxxxxxxxxx,1\nxxxxxxxxxxxxxx,2\n".length() <= out.size());
    assertTrue(out.toString(StandardCharsets.US_ASCII).startsWith("xxxxxxxxxxxxxx,0\nxx"));
    assertThrows(IOException.class, csv::close);
  }

  @Test
  void saysSoWhenItIsClosedWithinARecord() throws IOException {
    for (boolean quoted : new boolean[] {false, true}) {
      var out = new ByteArrayOutputStream();
      var csv = new CsvWriter(ByteSink.of(out, 64));
      csv.record("a", "b");
      csv.append(quoted ? "," : "");
      assertTrue(
          String.valueOf(assertThrows(IllegalStateException.class, csv::close).getMessage())
              .endsWith(": closed after 1 fields of record 2"));
      assertTrue(out.toString(StandardCharsets.US_ASCII).startsWith("a,b\r\n"));
      csv.close();
    }
  }

  @Test
  void refusesToWriteWhenClosed() throws IOException {
    var csv = new CsvWriter(ByteSink.of(new ByteArrayOutputStream(), 64));
    csv.record("a");
    csv.close();
    csv.close();
    assertThrows(IllegalStateException.class, () -> csv.append("b"));
    assertThrows(IllegalStateException.class, () -> csv.append(1));
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"}) // null on purpose
  void refusesNull() throws IOException {
    assertThrows(NullPointerException.class, () -> new CsvWriter(null));
    assertEquals(
        "a\n",
        text(
            unix(),
            csv -> {
              assertThrows(NullPointerException.class, () -> csv.append((String) null));
              assertThrows(NullPointerException.class, () -> csv.append((Slice) null));
              assertThrows(NullPointerException.class, () -> csv.append((BigDecimal) null));
              assertThrows(NullPointerException.class, () -> csv.append(null, 0, 0));
              csv.record("a");
            }));
  }

  @Test
  void describesItsPlace() throws IOException {
    text(
        unix(),
        csv -> {
          csv.record("a", "b").append("c");
          assertTrue(csv.toString().endsWith(", 1 records and 1 fields"), csv::toString);
          csv.append("d").end().flush();
        });
  }

  private static CsvFormat unix() {
    return RFC.withLineEnd(LineEnd.LF);
  }

  /// What steps write, the same through a small window and a large one.
  private static String text(CsvFormat format, Step step) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int window : new int[] {64, 4096}) {
      var out = new ByteArrayOutputStream();
      try (var csv = new CsvWriter(ByteSink.of(out, window), format)) {
        step.to(csv);
      }
      texts.add(out.toString(StandardCharsets.UTF_8));
    }
    assertEquals(texts.getLast(), texts.getFirst());
    return texts.getFirst();
  }

  static byte[] written(CsvFormat format, int window, List<List<String>> table) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var csv = new CsvWriter(ByteSink.of(out, window), format)) {
      for (List<String> fields : table) {
        csv.record(fields.toArray(new String[0]));
      }
    }
    return out.toByteArray();
  }
}

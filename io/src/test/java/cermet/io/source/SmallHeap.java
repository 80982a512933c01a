// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import cermet.core.text.Digits;
import cermet.io.csv.CsvReader;
import cermet.io.csv.CsvRow;
import cermet.io.json.JsonReader;
import cermet.io.json.JsonRules;
import cermet.io.json.JsonToken;
import cermet.io.line.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A program of its own that reads an input far longer than its heap, by any of the readers.
public final class SmallHeap {
  /// What is read: a record, again and again, its number one more each time.
  public enum Kind {
    /// Lines.
    LINES("100000000000 a line of text that has nothing to it but its length\n"),
    /// Quoted fields, with line ends within.
    CSV("100000000000,\"a field, with \"\"quotes\"\" and\na line end\",-12.5,plain\r\n"),
    /// An object a line.
    JSON("{\"id\":100000000000,\"text\":\"\\\"escaped\\\" \\u00e9\",\"list\":[1,-2.5e3,null]}\n");

    private final String record;

    Kind(String record) {
      this.record = record;
    }
  }

  private static final String NUMBER = "100000000000";
  private static final int WINDOW = 1 << 16;

  /// `-Dcermet.mebibytes=4096` for the long run, with a heap of 64 MiB.
  private static final long MEBIBYTES = Long.getLong("cermet.mebibytes", 64);

  private static final long HEAP = Math.max(8, MEBIBYTES / 64); // MiB, enough for the JVM itself
  private static final int FEW = 4096; // bytes for what is linked late, however much is read

  private SmallHeap() {}

  /// Runs the program and looks at what it printed.
  ///
  /// @param kind what to read
  /// @throws Exception if it does not run
  public static void reads(Kind kind) throws Exception {
    long records = (MEBIBYTES << 20) / kind.record.length() + 1;
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                kind.name(),
                Long.toString(records))
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);
    long sum = records * Long.parseLong(NUMBER) + records * (records - 1) / 2;
    String[] counts = printed.strip().split(" ", -1);
    assertEquals(List.of("" + records, "" + sum), List.of(counts).subList(0, 2), printed);
    assertTrue(Long.parseLong(counts[2]) <= FEW, printed);
  }

  /// Reads.
  ///
  /// @param args the kind, how many records
  /// @throws IOException never
  public static void main(String[] args) throws IOException {
    Kind kind = Kind.valueOf(args[0]);
    long records = Long.parseLong(args[1]);
    var count = new Count(records);
    var source = ByteSource.of(new Repeated(kind, records), WINDOW);
    switch (kind) {
      case LINES -> lines(source, count);
      case CSV -> csv(source, count);
      case JSON -> json(source, count);
    }
    System.out.println(count);
  }

  private static void lines(ByteSource source, Count count) throws IOException {
    try (var lines = new LineReader(source)) {
      while (lines.next()) {
        int from = lines.from();
        count.add(Digits.parseLong(lines.bytes(), from, from + NUMBER.length(), -1));
      }
    }
  }

  private static void csv(ByteSource source, Count count) throws IOException {
    try (var csv = new CsvReader(source)) {
      CsvRow row = csv.row();
      while (csv.next()) {
        boolean whole = row.count() == 4 && row.length(1) == 37 && row.doubleAt(2) == -12.5;
        count.add(whole ? row.longAt(0) : -1);
      }
    }
  }

  private static void json(ByteSource source, Count count) throws IOException {
    try (var json = new JsonReader(source, JsonRules.LINES)) {
      while (json.next() == JsonToken.BEGIN_OBJECT) {
        json.expect(JsonToken.NAME);
        json.expect(JsonToken.NUMBER);
        count.add(json.longValue());
        while (json.nextName()) {
          json.skipValue();
        }
      }
    }
  }

  /// What was read; of half of it, what it allocated.
  private static final class Count {
    private final AllocationMeter meter = new AllocationMeter();
    private final long start;
    private final long stop;
    private long seen;
    private long sum;
    private long bytes;

    Count(long records) {
      this.start = records / 4;
      this.stop = 3 * start;
      meter.start();
      this.bytes = meter.stop();
    }

    void add(long number) {
      if (seen == start) {
        meter.start();
      } else if (seen == stop) {
        bytes = meter.stop();
      }
      seen++;
      sum += number;
    }

    @Override
    public String toString() {
      return seen + " " + sum + " " + bytes;
    }
  }

  /// Made as it is read.
  private static final class Repeated extends InputStream {
    private final byte[] record;
    private final int last;
    private long left;
    private int at;

    Repeated(Kind kind, long records) {
      this.record = kind.record.getBytes(StandardCharsets.US_ASCII);
      this.last = kind.record.indexOf(NUMBER) + NUMBER.length() - 1; // digit of the number
      this.left = records;
    }

    @Override
    public int read() {
      throw new AssertionError("by arrays");
    }

    @Override
    public int read(byte[] into, int from, int length) {
      int to = from;
      while (left > 0 && to < from + length) {
        int count = Math.min(record.length - at, from + length - to);
        System.arraycopy(record, at, into, to, count);
        to += count;
        at += count;
        if (at == record.length) {
          next();
        }
      }
      return to == from ? -1 : to - from;
    }

    private void next() {
      at = 0;
      left--;
      int digit = last;
      while (record[digit] == '9') {
        record[digit--] = '0';
      }
      record[digit]++;
    }
  }
}

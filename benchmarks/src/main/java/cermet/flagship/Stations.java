// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import static java.nio.charset.StandardCharsets.UTF_8;

import cermet.collections.map.BytesLongMap;
import cermet.concurrent.task.Chunks;
import cermet.core.text.Digits;
import cermet.core.text.Slice;
import cermet.io.line.FieldReader;
import cermet.io.source.ByteSource;
import cermet.io.source.Windows;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import java.util.TreeMap;

/// The One Billion Row Challenge: minimum, mean and maximum temperature of each station in a file
/// of lines like `Oslo;-12.3`.
public final class Stations {
  private static final String USAGE = "usage: Stations FILE [--threads N] [--window BYTES]";
  private static final int PARTS = 32; // a thread; arbitrary, many enough to end evenly
  private static final int MOST_THREADS = 64; // each has 0.7 MB of its own
  private static final int MOST_NAMES = 10_000;

  private Stations() {}

  /// Runs the program; the exit code is 0, or 2 after a message on the error stream.
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    return Arguments.run("Stations", USAGE, args, out, err, Stations::run);
  }

  private static void run(Arguments arguments, PrintStream out, PrintStream err)
      throws IOException {
    int cores = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    int threads = (int) arguments.number("--threads", cores, 1, MOST_THREADS);
    int window = (int) arguments.number("--window", 256 * 1024, 128, 16 * 1024 * 1024);
    Path file = Arguments.readable(arguments.words("FILE").get(0));
    out.writeBytes(solve(file, threads, window, err).print().getBytes(UTF_8));
  }

  private static Table solve(Path file, int threads, int window, PrintStream err)
      throws IOException {
    long size = Files.size(file);
    var progress = new Progress("Stations", size, err);
    try (var parts = Windows.of(file, Math.max(size / threads / PARTS, window))) {
      Chunks.RangeBody<Table, IOException> body =
          (table, from, to) -> {
            for (int i = (int) from; i < to; i++) {
              try (var rows = new FieldReader(parts.open(i, window), (byte) ';')) {
                table.addAll(rows);
              }
              progress.add(parts.to(i) - parts.from(i));
            }
          };
      return new Chunks(threads).fold(0, parts.count(), 1, Table::new, body, Table::merge);
    } catch (IOException | IllegalArgumentException e) {
      // Parts fail in any order and know no line numbers: look for the first bad line again.
      try (var rows = new FieldReader(ByteSource.file(file, window), (byte) ';')) {
        new Table().addAll(rows);
      }
      throw e;
    }
  }

  /// What one worker knows: the number of each name, and four longs for each number.
  private static final class Table {
    private final BytesLongMap numbers = new BytesLongMap(2_000); // few places taken; it grows
    private final long[] stats = new long[4 * MOST_NAMES]; // min, max, sum in tenths, and count

    void addAll(FieldReader rows) throws IOException {
      while (rows.next()) {
        try {
          check(rows.count() == 2, "not one semicolon");
          check(!rows.endsWithCrLf(), "the line ends with CR LF");
          long tenths = tenths(rows.bytes(), rows.from(1), rows.to(1));
          add(number(rows.bytes(), rows.from(0), rows.to(0)), tenths, tenths, tenths, 1);
        } catch (IllegalArgumentException e) {
          throw new IOException(rows + ": " + e.getMessage(), e);
        }
      }
    }

    private static long tenths(byte[] bytes, int from, int to) {
      int length = to - from - (bytes[from] == '-' ? 1 : 0);
      boolean fits = length >= 3 && length <= 4 && bytes[from] != '+';
      check(fits, "the value is not -99.9 to 99.9 with one decimal");
      return Digits.parseFixed(bytes, from, to, 1);
    }

    private int number(byte[] bytes, int from, int to) {
      long number = numbers.get(bytes, from, to, -1);
      return number >= 0 ? (int) number : addName(new Slice(bytes, from, to));
    }

    private int addName(Slice name) {
      check(!name.isEmpty(), "the name is empty");
      check(name.length() <= 100, "the name is longer than 100 bytes");
      check(Slice.of(name.toString()).equals(name), "the name is not UTF-8");
      int number = numbers.size();
      check(number < MOST_NAMES, "more than 10,000 names");
      numbers.put(name, number);
      stats[4 * number] = 1000; // beyond any value
      stats[4 * number + 1] = -1000;
      return number;
    }

    private void add(int number, long min, long max, long sum, long count) {
      int at = 4 * number;
      stats[at] = Math.min(stats[at], min);
      stats[at + 1] = Math.max(stats[at + 1], max);
      stats[at + 2] += sum;
      stats[at + 3] += count;
    }

    Table merge(Table other) {
      for (var name = other.numbers.cursor(); name.next(); ) {
        int at = 4 * (int) name.value();
        long[] s = other.stats;
        add(number(name.bytes(), name.from(), name.to()), s[at], s[at + 1], s[at + 2], s[at + 3]);
      }
      return this;
    }

    String print() {
      var sorted = new TreeMap<String, Integer>();
      numbers.forEach((name, number) -> sorted.put(name.toString(), 4 * (int) number));
      var text = new StringJoiner(", ", "{", "}\n");
      sorted.forEach((name, at) -> {
        long mean = Math.round((double) stats[at + 2] / stats[at + 3]); // exact below 2^53
        text.add(name + "=" + stats[at] / 10.0 + "/" + mean / 10.0 + "/" + stats[at + 1] / 10.0);
      });
      return text.toString();
    }

    private static void check(boolean valid, String otherwise) {
      if (!valid) {
        throw new IllegalArgumentException(otherwise);
      }
    }
  }
}

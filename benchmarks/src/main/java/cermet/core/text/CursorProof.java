// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Heads of requests, a few headers each, in which one is found and its number read, by whatever
/// way is shortest or by cutting each line at its colon; and rows of numbers between semicolons.
public class CursorProof {
  /// So many that the processor cannot learn by heart how each branch goes.
  static final int HEADS = 4096;

  static final String WANTED = "content-length";

  /// The heads and rows in one array each, as a buffer holds them.
  @State(Scope.Thread)
  public abstract static class Input {
    byte[] heads;
    int[] headStarts;
    byte[] rows;
    int[] rowStarts;
    int next;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      headStarts = new int[HEADS + 1];
      heads = heads(random, headStarts);
      var row = new StringBuilder();
      rowStarts = new int[HEADS + 1];
      for (int i = 0; i < HEADS; i++) {
        for (int column = 0; column < 8; column++) {
          row.append(column == 0 ? "" : ";").append(random.nextInt() >> random.nextInt(32));
        }
        rowStarts[i + 1] = row.length();
      }
      rows = row.toString().getBytes(StandardCharsets.US_ASCII);
    }

    final int next() {
      next = (next + 1) % HEADS;
      return next;
    }
  }

  /// Heads that end with the wanted header, and where each begins; the last place is the end.
  static byte[] heads(SplittableRandom random, int[] starts) {
    String[] names = {"Host", "Accept", "User-Agent", "Cache-Control", "Content-Type", "Via"};
    var head = new StringBuilder();
    for (int i = 0; i < starts.length - 1; i++) {
      int before = random.nextInt(2, 6);
      for (int line = 0; line < before; line++) {
        head.append(names[random.nextInt(names.length)]).append(": ");
        head.append(Long.toString(random.nextLong() >>> random.nextInt(50), 36)).append("\r\n");
      }
      head.append(random.nextBoolean() ? "Content-Length: " : WANTED + ": ");
      head.append(random.nextInt() >>> random.nextInt(1, 32)).append("\r\n\r\n");
      starts[i + 1] = head.length();
    }
    return head.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    private final Cursor cursor = new Cursor();
    private final Slice wanted = Slice.of(WANTED);

    @Benchmark
    @Case(kind = Kind.ALLOCATING, headline = "Netty")
    public long findHeader() {
      int i = next();
      Cursor cursor = this.cursor.wrap(heads, headStarts[i], headStarts[i + 1]);
      return cursor.nextValue(wanted, (byte) ':') ? cursor.trim().asLong() : -1;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long walkHeaders() {
      int i = next();
      Cursor cursor = this.cursor.wrap(heads, headStarts[i], headStarts[i + 1]);
      while (cursor.nextField((byte) ':')) {
        boolean found = cursor.contentEqualsIgnoreCase(wanted);
        cursor.nextLine();
        if (found) {
          return cursor.trim().asLong();
        }
      }
      return -1;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long sumFields() {
      int i = next();
      Cursor cursor = this.cursor.wrap(rows, rowStarts[i], rowStarts[i + 1]);
      long sum = 0;
      while (cursor.nextField((byte) ';')) {
        sum += cursor.asLong();
      }
      return sum;
    }
  }

  /// Names are compared in place where only one is wanted, else cut by `substring`; values too.
  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk extends Input {
    @Benchmark
    public long findHeader() {
      String head = text(heads, headStarts, next());
      int line = 0;
      int colon = WANTED.length();
      while (colon < head.length()) {
        if (head.charAt(colon) == ':'
            && head.regionMatches(true, line, WANTED, 0, WANTED.length())) {
          return Long.parseLong(head.substring(colon + 1, head.indexOf('\r', colon)).trim());
        }
        int end = head.indexOf('\n', line);
        if (end < 0) {
          return -1;
        }
        line = end + 1;
        colon = line + WANTED.length();
      }
      return -1;
    }

    @Benchmark
    public long walkHeaders() {
      String head = text(heads, headStarts, next());
      int at = 0;
      while (at < head.length()) {
        int colon = head.indexOf(':', at);
        if (colon < 0) {
          return -1;
        }
        int end = head.indexOf("\r\n", colon);
        if (head.substring(at, colon).equalsIgnoreCase(WANTED)) {
          return Long.parseLong(head.substring(colon + 1, end).trim());
        }
        at = end + 2;
      }
      return -1;
    }

    @Benchmark
    public long sumFields() {
      String row = text(rows, rowStarts, next());
      long sum = 0;
      int at = 0;
      int end = row.indexOf(';');
      while (end >= 0) {
        sum += Long.parseLong(row.substring(at, end));
        at = end + 1;
        end = row.indexOf(';', at);
      }
      return sum + Long.parseLong(row.substring(at));
    }

    static String text(byte[] bytes, int[] starts, int i) {
      return new String(bytes, starts[i], starts[i + 1] - starts[i], StandardCharsets.ISO_8859_1);
    }
  }

  @State(Scope.Thread)
  @Peer("jdk")
  public static class Split extends Input {
    @Benchmark
    public long walkHeaders() {
      for (String line : Jdk.text(heads, headStarts, next()).split("\r\n", -1)) {
        String[] parts = line.split(":", 2);
        if (parts[0].equalsIgnoreCase(WANTED)) {
          return Long.parseLong(parts[1].trim());
        }
      }
      return -1;
    }

    @Benchmark
    public long sumFields() {
      long sum = 0;
      for (String field : Jdk.text(rows, rowStarts, next()).split(";", -1)) {
        sum += Long.parseLong(field);
      }
      return sum;
    }
  }

  /// Views that share their bytes.
  @State(Scope.Thread)
  @Peer("io.netty:netty-common")
  public static class Netty extends Input {
    private final AsciiString wanted = new AsciiString(WANTED);

    /// `regionMatches` would take one char after the other.
    @Benchmark
    public long findHeader() {
      AsciiString head = text(heads, headStarts, next());
      int line = 0;
      int colon = wanted.length();
      while (colon < head.length()) {
        if (head.byteAt(colon) == ':'
            && head.subSequence(line, colon, false).contentEqualsIgnoreCase(wanted)) {
          int end = head.indexOf('\r', colon);
          return head.subSequence(colon + 1, end, false).trim().parseLong();
        }
        int end = head.indexOf('\n', line);
        if (end < 0) {
          return -1;
        }
        line = end + 1;
        colon = line + wanted.length();
      }
      return -1;
    }

    @Benchmark
    public long walkHeaders() {
      AsciiString head = text(heads, headStarts, next());
      int at = 0;
      while (at < head.length()) {
        int colon = head.indexOf(':', at);
        if (colon < 0) {
          return -1;
        }
        int end = head.indexOf('\r', colon);
        if (head.subSequence(at, colon, false).contentEqualsIgnoreCase(wanted)) {
          return head.subSequence(colon + 1, end, false).trim().parseLong();
        }
        at = end + 2;
      }
      return -1;
    }

    @Benchmark
    public long sumFields() {
      AsciiString row = text(rows, rowStarts, next());
      long sum = 0;
      int at = 0;
      int end = row.indexOf(';', 0);
      while (end >= 0) {
        sum += row.parseLong(at, end);
        at = end + 1;
        end = at < row.length() ? row.indexOf(';', at) : -1;
      }
      return sum + row.parseLong(at, row.length());
    }

    static AsciiString text(byte[] bytes, int[] starts, int i) {
      return new AsciiString(bytes, starts[i], starts[i + 1] - starts[i], false);
    }
  }
}

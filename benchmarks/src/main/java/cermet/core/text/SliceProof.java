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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Header lines: cut the name and the value, and look whether the name is the one wanted; in the
/// heads of `CursorProof`, whatever its case, until it is found, and read its number.
public class SliceProof {
  private static final int LINES = 256;
  private static final String WANTED = "Content-Length";

  /// Lines in one array, as a buffer holds them.
  @State(Scope.Thread)
  public abstract static class Input {
    byte[] bytes;
    int[] starts;
    byte[] heads;
    int[] headStarts;
    int next;

    @Setup(Level.Trial)
    public void fill() {
      String[] names = {"Host", "Accept", "User-Agent", WANTED, "Cache-Control", "Content-Type"};
      var random = new SplittableRandom(Seed.fresh());
      var text = new StringBuilder();
      starts = new int[LINES + 1];
      for (int i = 0; i < LINES; i++) {
        text.append(names[random.nextInt(names.length)]).append(": ");
        text.append(Long.toString(random.nextLong() >>> random.nextInt(60), 36)).append(' ');
        starts[i + 1] = text.length();
      }
      bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
      headStarts = new int[CursorProof.HEADS + 1];
      heads = CursorProof.heads(random, headStarts);
    }

    final int next() {
      next = (next + 1) % CursorProof.HEADS;
      return next;
    }
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    private final Slice wanted = Slice.of(WANTED);

    @Benchmark
    @Case(kind = Kind.ALLOCATING, headline = "Jdk")
    @OperationsPerInvocation(LINES)
    public int cutHeaders() {
      int sum = 0;
      for (int i = 0; i < LINES; i++) {
        var line = new Slice(bytes, starts[i], starts[i + 1]);
        int colon = line.indexOf((byte) ':');
        Slice name = line.slice(0, colon);
        Slice value = line.slice(colon + 1, line.length()).trim();
        sum += name.equals(wanted) ? value.length() : 1;
      }
      return sum;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    @OperationsPerInvocation(LINES)
    public int hashLines() {
      int sum = 0;
      for (int i = 0; i < LINES; i++) {
        sum += new Slice(bytes, starts[i], starts[i + 1]).hashCode();
      }
      return sum;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long findHeader() {
      int i = next();
      var head = new Slice(heads, headStarts[i], headStarts[i + 1]);
      int line = 0;
      while (line < head.length()) {
        int colon = head.indexOf((byte) ':', line);
        if (colon < 0) {
          return -1;
        }
        int end = head.indexOf((byte) '\r', colon);
        if (head.slice(line, colon).equalsIgnoreCase(wanted)) {
          return head.slice(colon + 1, end).trim().parseLong();
        }
        line = end + 2;
      }
      return -1;
    }
  }

  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk extends Input {
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int cutHeaders() {
      int sum = 0;
      for (int i = 0; i < LINES; i++) {
        var line =
            new String(bytes, starts[i], starts[i + 1] - starts[i], StandardCharsets.ISO_8859_1);
        int colon = line.indexOf(':');
        String name = line.substring(0, colon);
        String value = line.substring(colon + 1).trim();
        sum += name.equals(WANTED) ? value.length() : 1;
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public int hashLines() {
      int sum = 0;
      for (int i = 0; i < LINES; i++) {
        sum +=
            new String(bytes, starts[i], starts[i + 1] - starts[i], StandardCharsets.ISO_8859_1)
                .hashCode();
      }
      return sum;
    }

    @Benchmark
    public long findHeader() {
      String head = CursorProof.Jdk.text(heads, headStarts, next());
      int line = 0;
      while (line < head.length()) {
        int colon = head.indexOf(':', line);
        if (colon < 0) {
          return -1;
        }
        int end = head.indexOf('\r', colon);
        if (head.substring(line, colon).equalsIgnoreCase(WANTED)) {
          return Long.parseLong(head.substring(colon + 1, end).trim());
        }
        line = end + 2;
      }
      return -1;
    }
  }

  /// Views that share their bytes.
  @State(Scope.Thread)
  @Peer("io.netty:netty-common")
  public static class Netty extends Input {
    private final AsciiString wanted = new AsciiString(WANTED);

    @Benchmark
    public long findHeader() {
      AsciiString head = CursorProof.Netty.text(heads, headStarts, next());
      int line = 0;
      while (line < head.length()) {
        int colon = head.indexOf(':', line);
        if (colon < 0) {
          return -1;
        }
        int end = head.indexOf('\r', colon);
        if (head.subSequence(line, colon, false).contentEqualsIgnoreCase(wanted)) {
          return head.subSequence(colon + 1, end, false).trim().parseLong();
        }
        line = end + 2;
      }
      return -1;
    }
  }
}

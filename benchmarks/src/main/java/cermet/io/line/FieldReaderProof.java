// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cermet.io.source.ByteSource;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// All the fields of lines of eight, the third of which is a whole number that is summed; an
/// operation is one line.
///
/// `Raw` cases need only the lengths of the fields; `Decoded` cases make a string of each on every
/// side.
public class FieldReaderProof {
  private static final int LINES = 1 << 15;
  private static final int FIELDS = 8;
  private static final int NUMBER = 2;
  private static final int WINDOW = 64 << 10; // each side's buffer

  /// The text.
  @State(Scope.Thread)
  public abstract static class Text {
    byte[] bytes = {};

    @Setup(Level.Trial)
    public void write() {
      var random = new SplittableRandom(Seed.fresh());
      var text = new StringBuilder();
      for (int line = 0; line < LINES; line++) {
        for (int field = 0; field < FIELDS; field++) {
          if (field == NUMBER) {
            text.append(random.nextInt() >> random.nextInt(32));
          } else {
            for (int length = random.nextInt(0, 16); length > 0; length--) {
              text.append((char) random.nextInt('a', 'z' + 1));
            }
          }
          text.append(field == FIELDS - 1 ? '\n' : ';');
        }
      }
      bytes = text.toString().getBytes(US_ASCII);
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Text {
    @Benchmark
    @OperationsPerInvocation(LINES)
    @Case(kind = Kind.LONG, headline = "IndexOf")
    public long fieldsRaw() throws IOException {
      long sum = 0;
      try (var lines = new FieldReader(ByteSource.of(bytes, WINDOW), (byte) ';')) {
        while (lines.next()) {
          for (int i = 0; i < lines.count(); i++) {
            sum += lines.length(i);
          }
          sum += lines.intAt(NUMBER);
        }
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    @Case(kind = Kind.LONG)
    public long fieldsDecoded() throws IOException {
      long sum = 0;
      try (var lines = new FieldReader(ByteSource.of(bytes, WINDOW), (byte) ';')) {
        while (lines.next()) {
          for (int i = 0; i < lines.count(); i++) {
            sum += lines.text(i).length();
          }
          sum += lines.intAt(NUMBER);
        }
      }
      return sum;
    }
  }

  /// A reader's lines, and `indexOf` for the fields; raw: no strings but the lines'.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class IndexOf extends Text {
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long fieldsRaw() throws IOException {
      long sum = 0;
      try (var reader = reader(bytes)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          int field = 0;
          for (int from = 0; from <= line.length(); field++) {
            int end = line.indexOf(';', from);
            int to = end < 0 ? line.length() : end;
            sum += to - from;
            if (field == NUMBER) {
              sum += Integer.parseInt(line, from, to, 10);
            }
            from = to + 1;
          }
        }
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public long fieldsDecoded() throws IOException {
      long sum = 0;
      try (var reader = reader(bytes)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          int field = 0;
          for (int from = 0; from <= line.length(); field++) {
            int end = line.indexOf(';', from);
            String text = line.substring(from, end < 0 ? line.length() : end);
            sum += text.length();
            if (field == NUMBER) {
              sum += Integer.parseInt(text);
            }
            from += text.length() + 1;
          }
        }
      }
      return sum;
    }
  }

  /// A reader's lines, split.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Split extends Text {
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long fieldsRaw() throws IOException {
      return fieldsDecoded();
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public long fieldsDecoded() throws IOException {
      long sum = 0;
      try (var reader = reader(bytes)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          String[] fields = line.split(";", -1);
          for (String field : fields) {
            sum += field.length();
          }
          sum += Integer.parseInt(fields[NUMBER]);
        }
      }
      return sum;
    }
  }

  private static BufferedReader reader(byte[] bytes) {
    return new BufferedReader(
        new InputStreamReader(new ByteArrayInputStream(bytes), US_ASCII), WINDOW);
  }
}

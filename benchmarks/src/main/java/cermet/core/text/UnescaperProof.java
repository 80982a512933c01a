// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Fields of 4 to 40 bytes of which one in so many holds escapes; the peers return strings.
public class UnescaperProof {
  private static final int FIELDS = 64;

  @State(Scope.Thread)
  public abstract static class Input {
    @Param({"1", "16"})
    int oneIn;

    byte[][] forms;
    byte[][] quoted;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      forms = new byte[FIELDS][];
      quoted = new byte[FIELDS][];
      for (int i = 0; i < FIELDS; i++) {
        var form = new StringBuilder();
        var quote = new StringBuilder();
        boolean escapes = i % oneIn == 0;
        for (int left = random.nextInt(4, 40); left > 0; left--) {
          char letter = (char) random.nextInt('a', 'z' + 1);
          boolean escape = escapes && random.nextInt(8) == 0;
          form.append(escape ? "%2" + random.nextInt(10) : String.valueOf(letter));
          quote.append(escape ? "\"\"" : String.valueOf(letter));
        }
        forms[i] = form.toString().getBytes(StandardCharsets.US_ASCII);
        quoted[i] = quote.toString().getBytes(StandardCharsets.US_ASCII);
      }
    }
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    private final Unescaper form = Unescaper.form();
    private final Unescaper csv = Unescaper.csv((byte) '"');

    @Benchmark
    @Case(kind = Kind.ALLOCATING, headline = "Jdk", params = "oneIn=16")
    public int form() {
      int sum = 0;
      for (byte[] field : forms) {
        sum += form.unescape(field, 0, field.length).length();
      }
      return sum;
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public int csv() {
      int sum = 0;
      for (byte[] field : quoted) {
        sum += csv.unescape(field, 0, field.length).length();
      }
      return sum;
    }
  }

  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk extends Input {
    @Benchmark
    public int form() {
      int sum = 0;
      for (byte[] field : forms) {
        String text = new String(field, StandardCharsets.ISO_8859_1);
        sum += URLDecoder.decode(text, StandardCharsets.UTF_8).length();
      }
      return sum;
    }

    @Benchmark
    public int csv() {
      int sum = 0;
      for (byte[] field : quoted) {
        String text = new String(field, StandardCharsets.ISO_8859_1);
        sum += text.replace("\"\"", "\"").length();
      }
      return sum;
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Texts of 1 KiB: ASCII, a European language, an Asian one, and all of them with emoji between.
public class Utf8Proof {
  private static final int SIZE = 1024;
  private static final int TEXTS = 16;

  /// Random words; the last is cut to fit.
  @State(Scope.Thread)
  public abstract static class Input {
    @Param({"ascii", "latin", "asian", "mixed"})
    String text;

    byte[][] bytes;
    char[][] chars;
    String[] strings;
    char[] intoChars;
    byte[] intoBytes;
    int next;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      bytes = new byte[TEXTS][];
      chars = new char[TEXTS][];
      strings = new String[TEXTS];
      for (int i = 0; i < TEXTS; i++) {
        var words = new StringBuilder();
        int size = 0;
        while (size < SIZE) {
          String word = word(random);
          int length = word.getBytes(StandardCharsets.UTF_8).length;
          if (size + length > SIZE) {
            word = " ".repeat(SIZE - size);
            length = SIZE - size;
          }
          words.append(word);
          size += length;
        }
        strings[i] = words.toString();
        bytes[i] = strings[i].getBytes(StandardCharsets.UTF_8);
        chars[i] = strings[i].toCharArray();
      }
      intoChars = new char[SIZE];
      intoBytes = new byte[3 * SIZE];
      prepare();
    }

    /// Runs after the filling: JMH does not say in which order inherited set-up methods run.
    void prepare() {}

    private String word(SplittableRandom random) {
      return switch (text) {
        case "ascii" -> ascii(random);
        case "latin" -> latin(random);
        case "asian" -> asian(random);
        default ->
            switch (random.nextInt(8)) {
              case 0, 1, 2 -> ascii(random);
              case 3 -> latin(random);
              case 4 -> letters(random, 'а', 'я', 8) + " ";
              case 5, 6 -> asian(random);
              default -> Character.toString(random.nextInt(0x1F600, 0x1F650));
            };
      };
    }

    private static String ascii(SplittableRandom random) {
      return letters(random, 'a', 'z', 9) + " ";
    }

    /// One letter in twelve is beyond ASCII.
    private static String latin(SplittableRandom random) {
      String word = letters(random, 'a', 'z', 9);
      boolean accent = random.nextInt(2) == 0;
      return accent ? word + letters(random, 'à', 'ü', 1) + " " : word + " ";
    }

    private static String asian(SplittableRandom random) {
      String word = letters(random, '一', '龥', 12);
      return random.nextInt(4) == 0 ? word + "。" : word;
    }

    private static String letters(SplittableRandom random, char first, char last, int most) {
      var word = new StringBuilder();
      for (int left = random.nextInt(most); left >= 0; left--) {
        word.append((char) random.nextInt(first, last + 1));
      }
      return word.toString();
    }

    final int next() {
      next = (next + 1) % TEXTS;
      return next;
    }
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    /// The decoder can only judge by decoding.
    @Benchmark
    @Case(headline = "Jdk", params = "text=mixed")
    public int validate() {
      byte[] bytes = this.bytes[next()];
      return Utf8.indexOfMalformed(bytes, 0, bytes.length);
    }

    @Benchmark
    @Case
    public int decode() {
      byte[] bytes = this.bytes[next()];
      return Utf8.tryDecode(bytes, 0, bytes.length, intoChars, 0);
    }

    @Benchmark
    @Case
    public int encodeChars() {
      char[] chars = this.chars[next()];
      return Utf8.tryEncode(chars, 0, chars.length, intoBytes, 0);
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public int encodeString() {
      return Utf8.tryEncode(strings[next()], intoBytes, 0);
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public int codePoints() {
      byte[] bytes = this.bytes[next()];
      return Utf8.codePointCount(bytes, 0, bytes.length);
    }
  }

  /// A decoder, an encoder and buffers that are reused; they throw away what they decode where only
  /// a judgement is wanted.
  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk extends Input {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private CharBuffer outChars;
    private ByteBuffer outBytes;
    private ByteBuffer[] inBytes;
    private CharBuffer[] inChars;

    @Override
    void prepare() {
      outChars = CharBuffer.allocate(SIZE);
      outBytes = ByteBuffer.allocate(3 * SIZE);
      inBytes = new ByteBuffer[TEXTS];
      inChars = new CharBuffer[TEXTS];
      for (int i = 0; i < TEXTS; i++) {
        inBytes[i] = ByteBuffer.wrap(bytes[i]);
        inChars[i] = CharBuffer.wrap(chars[i]);
      }
    }

    @Benchmark
    public int validate() {
      ByteBuffer in = inBytes[next()].rewind();
      CoderResult result = decoder.reset().decode(in, outChars.clear(), true);
      return result.isError() ? in.position() : -1;
    }

    @Benchmark
    public int decode() {
      ByteBuffer in = inBytes[next()].rewind();
      CoderResult result = decoder.reset().decode(in, outChars.clear(), true);
      return result.isError() ? ~in.position() : outChars.position();
    }

    @Benchmark
    public int encodeChars() {
      CharBuffer in = inChars[next()].rewind();
      CoderResult result = encoder.reset().encode(in, outBytes.clear(), true);
      return result.isError() ? ~in.position() : outBytes.position();
    }

    @Benchmark
    public int encodeString() {
      return outBytes.clear().put(strings[next()].getBytes(StandardCharsets.UTF_8)).position();
    }

    @Benchmark
    public int codePoints() {
      String decoded = new String(bytes[next()], StandardCharsets.UTF_8);
      return decoded.codePointCount(0, decoded.length());
    }
  }

  /// Judges by making a string: wrong bytes become U+FFFD, which is then looked for.
  @State(Scope.Thread)
  @Peer("jdk")
  public static class NewString extends Input {
    @Benchmark
    public int validate() {
      return new String(bytes[next()], StandardCharsets.UTF_8).indexOf('\uFFFD');
    }
  }
}

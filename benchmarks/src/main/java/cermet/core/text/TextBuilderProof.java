// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Records of a name and four numbers, written as lines of bytes into what is reused; and the names
/// alone.
public class TextBuilderProof {
  private static final int RECORDS = 32;

  @State(Scope.Thread)
  public abstract static class Input {
    String[] names;
    byte[][] nameBytes;
    long[] numbers;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      names = new String[RECORDS];
      nameBytes = new byte[RECORDS][];
      numbers = new long[4 * RECORDS];
      for (int i = 0; i < RECORDS; i++) {
        var name = new StringBuilder();
        for (int left = random.nextInt(4, 24); left > 0; left--) {
          name.append((char) random.nextInt('a', 'z' + 1));
        }
        names[i] = name.toString();
        nameBytes[i] = names[i].getBytes(StandardCharsets.US_ASCII);
      }
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = random.nextLong() >> random.nextInt(64);
      }
    }
  }

  @State(Scope.Thread)
  public static class Cermet extends Input {
    private final TextBuilder text = new TextBuilder(8192);

    @Benchmark
    @Case(kind = Kind.ALLOCATING, headline = "Jdk")
    public int records() {
      TextBuilder text = this.text;
      text.clear();
      for (int i = 0; i < RECORDS; i++) {
        text.append(names[i]);
        for (int column = 0; column < 4; column++) {
          text.append((byte) ';').append(numbers[4 * i + column]);
        }
        text.append((byte) '\n');
      }
      return text.length();
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public int strings() {
      text.clear();
      for (String name : names) {
        text.append(name).append((byte) '\n');
      }
      return text.length();
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public int slices() {
      text.clear();
      for (byte[] name : nameBytes) {
        text.append(name, 0, name.length).append((byte) '\n');
      }
      return text.length();
    }
  }

  /// A reused `StringBuilder`, encoded at the end into a reused buffer.
  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk extends Input {
    private final StringBuilder text = new StringBuilder(8192);
    private final ByteBuffer out = ByteBuffer.allocate(16_384);
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

    @Benchmark
    public int records() {
      text.setLength(0);
      for (int i = 0; i < RECORDS; i++) {
        text.append(names[i]);
        for (int column = 0; column < 4; column++) {
          text.append(';').append(numbers[4 * i + column]);
        }
        text.append('\n');
      }
      return encoded();
    }

    @Benchmark
    public int strings() {
      text.setLength(0);
      for (String name : names) {
        text.append(name).append('\n');
      }
      return encoded();
    }

    private int encoded() {
      encoder.reset().encode(CharBuffer.wrap(text), out.clear(), true);
      return out.position();
    }
  }

  /// As [Jdk], but through a `String`, whose encoding is compiled specially.
  @State(Scope.Thread)
  @Peer("jdk")
  public static class GetBytes extends Input {
    private final StringBuilder text = new StringBuilder(8192);

    @Benchmark
    public int records() {
      text.setLength(0);
      for (int i = 0; i < RECORDS; i++) {
        text.append(names[i]);
        for (int column = 0; column < 4; column++) {
          text.append(';').append(numbers[4 * i + column]);
        }
        text.append('\n');
      }
      return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @Benchmark
    public int strings() {
      text.setLength(0);
      for (String name : names) {
        text.append(name).append('\n');
      }
      return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /// A reused `ByteBuffer`; texts and numbers by strings of their own.
  @State(Scope.Thread)
  @Peer("jdk")
  public static class Buffer extends Input {
    private final ByteBuffer text = ByteBuffer.allocate(16_384);

    @Benchmark
    public int records() {
      text.clear();
      for (int i = 0; i < RECORDS; i++) {
        text.put(names[i].getBytes(StandardCharsets.UTF_8));
        for (int column = 0; column < 4; column++) {
          String number = Long.toString(numbers[4 * i + column]);
          text.put((byte) ';').put(number.getBytes(StandardCharsets.UTF_8));
        }
        text.put((byte) '\n');
      }
      return text.position();
    }

    @Benchmark
    public int strings() {
      text.clear();
      for (String name : names) {
        text.put(name.getBytes(StandardCharsets.UTF_8)).put((byte) '\n');
      }
      return text.position();
    }

    @Benchmark
    public int slices() {
      text.clear();
      for (byte[] name : nameBytes) {
        text.put(name, 0, name.length).put((byte) '\n');
      }
      return text.position();
    }
  }
}

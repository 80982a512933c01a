// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ByteSinkProperties {
  private static final String[] TEXTS = {"", "a", "é", "€", "😀", "ab😀é", "\u0000\u007F"};

  @Property(tries = 1000)
  void everyOutputGetsWhatAStringBuilderGets(
      @ForAll @IntRange(min = ByteSink.LEAST_WINDOW, max = 200) int window, @ForAll long seed)
      throws IOException {
    String expected = text(seed);
    byte[] bytes = expected.getBytes(UTF_8);
    var out = new ByteArrayOutputStream();
    check(ByteSink.of(out, window), seed, bytes.length);
    assertEquals(expected, out.toString(UTF_8));
    out.reset();
    check(ByteSink.of(Channels.newChannel(out), window), seed, bytes.length);
    assertEquals(expected, out.toString(UTF_8));
    byte[] into = new byte[bytes.length + 7];
    check(ByteSink.of(into, 7, into.length, window), seed, bytes.length);
    assertEquals(expected, new String(into, 7, bytes.length, UTF_8));
    Path file = Files.createTempFile("sink", "");
    try {
      check(ByteSink.file(file, window), seed, bytes.length);
      assertEquals(expected, Files.readString(file));
    } finally {
      Files.delete(file);
    }
  }

  /// The model.
  private static String text(long seed) {
    var random = new Random(seed);
    var text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      long number = random.nextLong() >> random.nextInt(64);
      int scale = random.nextInt(19);
      String piece = TEXTS[random.nextInt(TEXTS.length)].repeat(random.nextInt(40));
      switch (random.nextInt(7)) {
        case 0 -> text.append((char) (number & 0x7F));
        case 1 -> text.append((int) number);
        case 2 -> text.append(number);
        case 3 -> text.append(Double.longBitsToDouble(number));
        case 4 -> text.append(new BigDecimal(BigInteger.valueOf(number), scale).toPlainString());
        case 5 -> text.append(piece);
        default -> text.append("bytes ").append(piece);
      }
    }
    return text.toString();
  }

  private static void check(ByteSink output, long seed, int length) throws IOException {
    var random = new Random(seed);
    try (var sink = output) {
      for (int i = 0; i < 60; i++) {
        long number = random.nextLong() >> random.nextInt(64);
        int scale = random.nextInt(19);
        String piece = TEXTS[random.nextInt(TEXTS.length)].repeat(random.nextInt(40));
        switch (random.nextInt(7)) {
          case 0 -> sink.append((byte) (number & 0x7F));
          case 1 -> sink.append((int) number);
          case 2 -> sink.append(number);
          case 3 -> sink.append(Double.longBitsToDouble(number));
          case 4 -> sink.appendFixed(number, scale);
          case 5 -> sink.append(piece);
          default -> {
            byte[] bytes = ("bytes " + piece).getBytes(UTF_8);
            sink.append(bytes, 0, bytes.length);
          }
        }
        if (number % 16 == 0) {
          sink.flush();
          assertEquals(0, sink.to());
        }
      }
      assertEquals(length, sink.position());
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ByteSourceProperties {
  @Property(tries = 1200)
  void behavesLikeAnArrayWhateverTheInputAndItsPieces(
      @ForAll @Size(max = 300) byte[] data,
      @ForAll @IntRange(min = 1, max = 70) int window,
      @ForAll @IntRange(min = 1, max = 40) int piece,
      @ForAll long seed)
      throws IOException {
    Path file = Files.write(Files.createTempFile("source", ""), data);
    try {
      check(ByteSource.of(data, window), data, 0, seed);
      check(ByteSource.of(ByteBuffer.wrap(data).asReadOnlyBuffer(), window), data, 0, seed);
      check(ByteSource.of(MemorySegment.ofArray(data).asReadOnly(), window), data, 0, seed);
      check(ByteSource.of(new Pieces(data, piece, seed), window), data, 0, seed);
      check(
          ByteSource.of(Channels.newChannel(new Pieces(data, piece, seed)), window), data, 0, seed);
      check(ByteSource.file(file, window), data, 0, seed);
      int from = new Random(seed).nextInt(data.length + 1);
      int to = from + new Random(~seed).nextInt(data.length - from + 1);
      byte[] head = Arrays.copyOf(data, to);
      check(ByteSource.of(data, from, to, window), head, from, seed);
      check(ByteSource.file(file, from, to, window), head, from, seed);
    } finally {
      Files.delete(file);
    }
  }

  /// Refills and advances at random; the model is the array and the place of the first unread byte.
  private static void check(ByteSource input, byte[] data, int start, long seed)
      throws IOException {
    var random = new Random(seed);
    byte[] window = input.window();
    int unread = start;
    try (var source = input) {
      for (boolean ended = false; !ended; ) {
        int from = source.from();
        int length = source.to() - from;
        int drop = random.nextBoolean() ? length : random.nextInt(length + 1);
        if (random.nextInt(8) == 0) {
          source.advance(from + drop);
          unread += drop;
          continue;
        }
        if (length - drop == source.capacity()) {
          assertThrows(IllegalStateException.class, () -> source.refill(from + drop));
          assertEquals(from, source.from());
          assertEquals(length, source.to() - from);
          continue;
        }
        boolean added = source.refill(from + drop);
        unread += drop;
        ended = !added && source.to() == 0;
        assertEquals(0, source.from());
        assertEquals(unread, source.offset());
        assertEquals(added, source.to() > length - drop);
        if (!added) {
          assertEquals(data.length, unread + source.to());
        }
        assertTrue(source.to() <= source.capacity());
        assertTrue(source.to() + ByteSource.PADDING <= window.length);
        assertTrue(
            Arrays.equals(window, 0, source.to(), data, unread, unread + source.to()),
            source::toString);
      }
      assertEquals(data.length, unread);
      assertFalse(source.refill(0));
    }
  }

  /// Gives 1 to `most` bytes at a time, at random.
  private static final class Pieces extends InputStream {
    private final InputStream in;
    private final int most;
    private final Random random;

    Pieces(byte[] data, int most, long seed) {
      this.in = new ByteArrayInputStream(data);
      this.most = most;
      this.random = new Random(seed);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      return in.read(into, at, Math.min(length, 1 + random.nextInt(most)));
    }
  }
}

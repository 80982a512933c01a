// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MappedBufferProperties extends BufferModel {
  private static final MappedBuffer MEMORY = create(1 << 16);

  /* A part of one mapping: to map a file takes longer than a try. */
  @Override
  Buffer buffer(int capacity) {
    Buffer part = MEMORY.slice(7, capacity);
    part.fill(0, capacity, (byte) 0);
    return part;
  }

  private static MappedBuffer create(long capacity) {
    try {
      Path file = Files.createTempFile("cermet", ".properties");
      Files.delete(file);
      MappedBuffer buffer = MappedBuffer.create(file, capacity);
      Files.delete(file); // stays until it is closed
      return buffer;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Property(tries = 100)
  void growsLikeABufferOfItsFinalSize(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    HeapBuffer model = HeapBuffer.growing(0, 100_000);
    try (MappedBuffer buffer = create(random.nextInt(20))) {
      for (int step = 0; step < 30; step++) {
        if (random.nextInt(4) == 0) {
          buffer.grow(buffer.capacity() + random.nextInt(3_000));
        } else if (buffer.capacity() >= Long.BYTES) {
          long index = random.nextLong(buffer.capacity() - Long.BYTES + 1);
          long value = random.nextLong();
          buffer.putLong(index, value);
          model.putLong(index, value);
        }
        long both = Math.min(buffer.capacity(), model.capacity());
        assertEquals(-1, buffer.mismatch(0, model, 0, both));
      }
    }
  }
}

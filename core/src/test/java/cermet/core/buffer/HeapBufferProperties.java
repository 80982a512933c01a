// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HeapBufferProperties extends BufferModel {
  @Override
  Buffer buffer(int capacity) {
    return HeapBuffer.allocate(capacity);
  }

  @Property(tries = 300)
  void growsLikeAnOutputStream(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 40) int capacity,
      @ForAll @IntRange(min = 0, max = 900) int more) {
    Random random = new Random(seed);
    int limit = capacity + more;
    HeapBuffer buffer = HeapBuffer.growing(capacity, limit);
    var model = new ByteArrayOutputStream();
    for (int step = 0; step < 60; step++) {
      byte[] chunk = new byte[random.nextInt(random.nextInt(8) == 0 ? 300 : 20)];
      random.nextBytes(chunk);
      int end = model.size();
      long before = buffer.capacity();
      if (end + chunk.length > limit) {
        assertThrows(
            IndexOutOfBoundsException.class, () -> buffer.putBytes(end, chunk, 0, chunk.length));
        assertEquals(before, buffer.capacity());
      } else {
        buffer.putBytes(end, chunk, 0, chunk.length);
        model.writeBytes(chunk);
        assertTrue(buffer.capacity() <= limit && buffer.capacity() >= model.size());
        assertTrue(buffer.capacity() == before || buffer.capacity() >= Math.min(limit, 2 * before));
      }
      byte[] all = model.toByteArray();
      assertEquals(-1, buffer.mismatch(0, HeapBuffer.wrap(all), 0, all.length));
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpscByteRingTest extends ByteRingContract {
  @Override
  ByteRing<byte[]> onHeap(int capacity, long start) {
    return SpscByteRing.allocate(capacity, start);
  }

  @Override
  ByteRing<MemorySegment> outside(int capacity, SegmentAllocator allocator, long start) {
    return SpscByteRing.allocate(capacity, allocator, start);
  }

  @Override
  long[] starts() {
    return new long[] {0, (1L << 31) - 1024, (1L << 32) - 1024, -1024, Long.MAX_VALUE - 1023};
  }

  @Override
  int smallest() {
    return 64;
  }

  @Override
  int room(int length) {
    return (length + 8 + 7) / 8 * 8;
  }

  @Test
  void handsMessagesToAnotherThread() throws InterruptedException {
    List<String> printed = new ArrayList<>();
    // @start region="example"
    int text = 1; // what the number of a type means is yours
    SpscByteRing<byte[]> ring = SpscByteRing.allocate(1 << 16);
    ByteRing.Handler<byte[]> print =
        (typeId, bytes, offset, length) -> {
          if (typeId == text) {
            printed.add(new String(bytes, offset, length, UTF_8));
          }
        };
    var printer =
        new Thread(() -> {
          while (printed.size() < 3) {
            if (ring.read(print, 10) == 0) {
              Thread.onSpinWait();
            }
          }
        });
    printer.start();
    for (String line : List.of("one", "two")) {
      byte[] message = line.getBytes(UTF_8);
      while (!ring.write(text, message, 0, message.length)) { // full: the other thread is behind
        Thread.onSpinWait();
      }
    }
    int offset = ring.tryClaim(text, 5); // or written where it lies
    byte[] bytes = ring.memory();
    for (char c : "three".toCharArray()) {
      bytes[offset++] = (byte) c;
    }
    ring.commit(offset - 5);
    // @end
    printer.join(10_000);
    assertFalse(printer.isAlive());
    assertEquals(List.of("one", "two", "three"), printed);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1, 32, 63, 65, 100, (1 << 30) + 1, Integer.MAX_VALUE, 1 << 31})
  void refusesCapacity(int capacity) {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> SpscByteRing.allocate(capacity));
    assertTrue(String.valueOf(thrown.getMessage()).contains("capacity: " + capacity + ","));
    Arena arena = Arena.ofAuto();
    assertThrows(IllegalArgumentException.class, () -> SpscByteRing.allocate(capacity, arena));
  }

  @Test
  void smallestAndLongest() {
    assertEquals(24, SpscByteRing.allocate(64).maxMessageLength());
    assertEquals(504, SpscByteRing.allocate(1024, Arena.ofAuto()).maxMessageLength());
  }

  @Test
  void unblocksEveryOpenClaimAtOnce() {
    for (ByteRing<?> ring : rings(1024)) {
      claim(ring, 1, "a");
      write(ring, 2, "b");
      claim(ring, 3, "c");
      write(ring, 4, "d");
      assertTrue(ring.unblock());
      assertFalse(ring.unblock());
      assertEquals(List.of(new Message(2, "b"), new Message(4, "d")), readAll(ring));
    }
  }

  @Test
  void countsWhatTheConsumerCouldRead() {
    for (ByteRing<?> ring : rings(1024)) {
      int offset = claim(ring, 1, "a");
      write(ring, 2, "b");
      assertEquals(0, ring.size());
      ring.commit(offset);
      assertEquals(2 * room(1), ring.size());
      assertEquals("SpscByteRing[capacity=1024, size=32]", ring.toString());
    }
  }
}

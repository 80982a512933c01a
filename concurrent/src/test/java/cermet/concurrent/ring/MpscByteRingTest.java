// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.ring.ByteRing.Handler;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MpscByteRingTest extends ByteRingContract {
  private static final int PRODUCERS = 4;

  /// Each also where the stamps wrap: at 2^62.
  private static final long[] STARTS = {
    0, (1L << 31) - 1024, (1L << 32) - 1024, (1L << 62) - 1024, -1024, Long.MAX_VALUE - 1023
  };

  @Override
  ByteRing<byte[]> onHeap(int capacity, long start) {
    return MpscByteRing.allocate(capacity, 64, start);
  }

  @Override
  ByteRing<MemorySegment> outside(int capacity, SegmentAllocator allocator, long start) {
    return MpscByteRing.allocate(capacity, 64, allocator, start);
  }

  @Override
  long[] starts() {
    return STARTS.clone();
  }

  @Override
  int smallest() {
    return 128;
  }

  @Override
  int room(int length) {
    return Math.max(64, (length + 63) / 64 * 64);
  }

  /// The same with the smallest granules.
  @Nested
  class OfSmallGranules extends ByteRingContract {
    @Override
    ByteRing<byte[]> onHeap(int capacity, long start) {
      return MpscByteRing.allocate(capacity, 8, start);
    }

    @Override
    ByteRing<MemorySegment> outside(int capacity, SegmentAllocator allocator, long start) {
      return MpscByteRing.allocate(capacity, 8, allocator, start);
    }

    @Override
    long[] starts() {
      return STARTS.clone();
    }

    @Override
    int smallest() {
      return 16;
    }

    @Override
    int room(int length) {
      return Math.max(8, (length + 7) / 8 * 8);
    }
  }

  @Test
  void collectsMessagesOfManyThreads() throws InterruptedException {
    Set<String> collected = new TreeSet<>();
    // @start region="example"
    MpscByteRing<byte[]> ring = MpscByteRing.allocate(1 << 16);
    List<Thread> writers = new ArrayList<>();
    for (String line : List.of("one", "two", "three", "four")) {
      byte[] message = line.getBytes(UTF_8);
      writers.add(
          Thread.startVirtualThread(() -> {
            while (!ring.write(1, message, 0, message.length)) { // full: the reader is behind
              Thread.onSpinWait();
            }
          }));
    }
    ByteRing.Handler<byte[]> collect =
        (typeId, bytes, offset, length) -> collected.add(new String(bytes, offset, length, UTF_8));
    for (int read = 0; read < 4; ) {
      read += ring.read(collect, 10);
    }
    // @end
    for (Thread writer : writers) {
      writer.join(10_000);
    }
    assertEquals(Set.of("one", "two", "three", "four"), collected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1, 64, 127, 129, 200, (1 << 30) + 1, Integer.MAX_VALUE, 1 << 31})
  void refusesCapacity(int capacity) {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> MpscByteRing.allocate(capacity));
    assertTrue(String.valueOf(thrown.getMessage()).contains("capacity: " + capacity + ","));
    Arena arena = Arena.ofAuto();
    assertThrows(IllegalArgumentException.class, () -> MpscByteRing.allocate(capacity, arena));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -8, 1, 4, 7, 24, 1024, 1 << 30, Integer.MAX_VALUE, 1 << 31})
  void refusesGranule(int granule) {
    assertThrows(IllegalArgumentException.class, () -> MpscByteRing.allocate(1024, granule));
    Arena arena = Arena.ofAuto();
    var thrown =
        assertThrows(
            IllegalArgumentException.class, () -> MpscByteRing.allocate(1024, granule, arena));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains(granule == 1024 ? "capacity: 1024," : "granule: " + granule + ","));
  }

  @Test
  void smallestAndLongest() {
    assertEquals(64, MpscByteRing.allocate(128).maxMessageLength());
    assertEquals(8, MpscByteRing.allocate(16, 8).maxMessageLength());
    assertEquals(16, MpscByteRing.allocate(16, 8).capacity());
    assertEquals(512, MpscByteRing.allocate(1024, 512, Arena.ofAuto()).maxMessageLength());
  }

  @Test
  void countsClaims() {
    for (ByteRing<?> ring : rings(1024)) {
      int offset = claim(ring, 1, "a");
      write(ring, 2, "b");
      assertEquals(128, ring.size());
      assertEquals("MpscByteRing[capacity=1024, granule=64, size=128]", ring.toString());
      ring.commit(offset);
      assertEquals(128, ring.size());
    }
  }

  @Test
  void unblocksOneClaimAfterTheOther() {
    for (ByteRing<?> ring : rings(1024)) {
      write(ring, 1, "a");
      claim(ring, 2, "b");
      int open = claim(ring, 3, "c");
      assertFalse(ring.unblock()); // the consumer stands before "a"
      assertEquals(1, readAll(ring).size());
      assertTrue(ring.unblock());
      assertFalse(ring.unblock()); // a read would pass
      assertEquals(List.of(), readAll(ring));
      ring.commit(open);
      assertFalse(ring.unblock());
      assertEquals(List.of(new Message(3, "c")), readAll(ring));
    }
  }

  @Test
  void olderStampsMeanNothing() {
    for (int granule : new int[] {8, 64}) {
      ByteRing<byte[]> ring = MpscByteRing.allocate(8 * granule, granule, 0);
      for (int i = 0; i < 8; i++) { // every header has been that of a message
        write(ring, i, "");
        readAll(ring);
      }
      for (int lap = 0; lap < 20; lap++) {
        int offset = claim(ring, 1, text(3 * granule, lap));
        assertEquals(List.of(), readAll(ring));
        write(ring, 2, text(2 * granule, lap));
        assertEquals(List.of(), readAll(ring));
        ring.commit(offset);
        assertEquals(2, readAll(ring).size());
        assertEquals(0, ring.size());
      }
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // five threads spin: on two cores some must make room
  void keepsTheOrderOfEachOfManyProducers() throws Exception {
    int count = 15_000;
    for (int granule : new int[] {8, 64}) {
      for (int capacity : new int[] {8 * granule, 4096}) {
        ByteRing<byte[]> ring =
            MpscByteRing.allocate(capacity, granule, Long.MAX_VALUE - PRODUCERS * count / 2);
        List<Thread> producers = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
          int id = p;
          producers.add(new Thread(() -> send(ring, id, count)));
        }
        int[] next = new int[PRODUCERS];
        var wrong = new AtomicInteger();
        Handler<byte[]> check =
            (typeId, memory, offset, length) -> {
              int number = next[typeId]++;
              String expected = text(4 + number % 20, number * PRODUCERS + typeId);
              wrong.addAndGet(get(memory, offset, length).equals(expected) ? 0 : 1);
            };
        producers.forEach(Thread::start);
        for (int read = 0; read < PRODUCERS * count; ) {
          int some = ring.read(check, 7);
          read += some;
          if (some == 0) {
            Thread.yield();
          }
        }
        for (Thread producer : producers) {
          producer.join();
        }
        assertEquals(0, wrong.get());
        for (int sent : next) {
          assertEquals(count, sent);
        }
        readAll(ring); // what is aborted at the end
        assertEquals(0, ring.size());
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // as above
  private static void send(ByteRing<?> ring, int id, int count) {
    for (int i = 0; i < count; ) {
      String text = text(4 + i % 20, i * PRODUCERS + id);
      boolean sent;
      if (i % 4 == 1) {
        int offset = claim(ring, id, text);
        sent = offset >= 0;
        if (sent) {
          ring.commit(offset);
        }
      } else {
        sent = write(ring, id, text);
      }
      if (!sent) {
        Thread.yield();
      } else if (i++ % 16 == 0) {
        int offset = ring.tryClaim(-1, 1);
        if (offset >= 0) {
          ring.abort(offset);
        }
      }
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // as above
  void eitherCommitOrUnblockSucceeds() throws Exception {
    int count = 10_000;
    ByteRing<byte[]> ring = MpscByteRing.allocate(1024);
    var lost = new AtomicInteger();
    var ended = new AtomicInteger();
    List<Thread> producers = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      int id = p;
      producers.add(
          new Thread(() -> {
            for (int i = 0; i < count; i++) {
              int offset = ring.tryClaim(id, 8);
              while (offset < 0) {
                Thread.yield();
                offset = ring.tryClaim(id, 8);
              }
              if (i % 100 == 0) { // as if it had died
                lost.incrementAndGet();
                continue;
              }
              if (i % 7 == 0) {
                Thread.yield();
              }
              try {
                ring.commit(offset);
              } catch (IllegalStateException _) {
                lost.incrementAndGet();
              }
            }
            ended.incrementAndGet();
          }));
    }
    producers.forEach(Thread::start);
    int read = 0;
    int unblocked = 0;
    Handler<byte[]> handler = (typeId, memory, offset, length) -> {};
    while (ended.get() < PRODUCERS || ring.size() > 0) {
      int some = ring.read(handler);
      read += some;
      if (some == 0) {
        unblocked += ring.unblock() ? 1 : 0;
        Thread.yield();
      }
    }
    for (Thread producer : producers) {
      producer.join();
    }
    assertEquals(PRODUCERS * count, read + unblocked);
    assertEquals(unblocked, lost.get());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnUnblockEnds() throws Exception {
    ByteRing<byte[]> ring = MpscByteRing.allocate(1024);
    spin(
        10,
        () -> {
          while (!ring.unblock()) {}
          readAll(ring);
        },
        () -> ring.tryClaim(1, 1));
  }
}

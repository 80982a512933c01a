// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.ring.ByteRing.Action;
import cermet.concurrent.ring.ByteRing.ControlledHandler;
import cermet.concurrent.ring.ByteRing.Handler;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What both rings do, in either memory, wherever their indices start.
abstract class ByteRingContract {
  record Message(int typeId, String text) {}

  abstract ByteRing<byte[]> onHeap(int capacity, long start);

  abstract ByteRing<MemorySegment> outside(int capacity, SegmentAllocator allocator, long start);

  /// Around the places where an int or a long index wraps.
  abstract long[] starts();

  /// The smallest legal capacity.
  abstract int smallest();

  /// What a message takes of the capacity.
  abstract int room(int length);

  final List<ByteRing<?>> rings(int capacity) {
    List<ByteRing<?>> rings = new ArrayList<>();
    for (long start : starts()) {
      rings.add(onHeap(capacity, start));
      rings.add(outside(capacity, Arena.ofAuto(), start));
    }
    return rings;
  }

  static boolean write(ByteRing<?> ring, int typeId, String text) {
    return ring.write(typeId, text.getBytes(ISO_8859_1), 0, text.length());
  }

  static int claim(ByteRing<?> ring, int typeId, String text) {
    int offset = ring.tryClaim(typeId, text.length());
    if (offset >= 0) {
      put(ring.memory(), offset, text);
    }
    return offset;
  }

  static void put(Object memory, int offset, String text) {
    MemorySegment segment =
        memory instanceof byte[] bytes ? MemorySegment.ofArray(bytes) : (MemorySegment) memory;
    MemorySegment.copy(
        text.getBytes(ISO_8859_1), 0, segment, ValueLayout.JAVA_BYTE, offset, text.length());
  }

  static String get(Object memory, int offset, int length) {
    byte[] bytes =
        memory instanceof byte[] array
            ? Arrays.copyOfRange(array, offset, offset + length)
            : ((MemorySegment) memory).asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, ISO_8859_1);
  }

  static List<Message> read(ByteRing<?> ring, int limit) {
    List<Message> messages = new ArrayList<>();
    Handler<Object> handler =
        (typeId, memory, offset, length) ->
            messages.add(new Message(typeId, get(memory, offset, length)));
    assertEquals(
        ring.read(handler, limit), messages.size(), () -> "count of " + messages + " in " + ring);
    return messages;
  }

  static List<Message> readAll(ByteRing<?> ring) {
    return read(ring, Integer.MAX_VALUE);
  }

  /// A text of any length that tells its length and seed.
  static String text(int length, int seed) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ((seed * 31 + length * 7 + i) & 0xFF));
    }
    return text.toString();
  }

  /// Not made here: it takes 1 GB.
  @Test
  void asksForTheMemoryOfTheLargestCapacity() {
    var asked = new AtomicLong();
    SegmentAllocator none =
        (size, alignment) -> {
          asked.set(size);
          throw new UnsupportedOperationException("no memory");
        };
    assertThrows(UnsupportedOperationException.class, () -> outside(1 << 30, none, 0));
    assertEquals((1L << 30) + 128, asked.get());
  }

  @Test
  void handsOverMessagesOfAnyLengthAndType() {
    for (ByteRing<?> ring : rings(1024)) {
      for (int length = 0; length <= ring.maxMessageLength(); length++) {
        for (int typeId : new int[] {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
          String text = text(length, typeId);
          assertTrue(write(ring, typeId, text));
          assertEquals(List.of(new Message(typeId, text)), readAll(ring));
        }
      }
      assertEquals(List.of(), readAll(ring));
      assertEquals(0, ring.size());
    }
  }

  @Test
  void keepsOrderAcrossTheWrap() {
    for (int capacity : new int[] {smallest(), 256, 4096}) {
      for (ByteRing<?> ring : rings(capacity)) {
        assertEquals(capacity, ring.capacity());
        List<Message> sent = new ArrayList<>();
        List<Message> got = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
          String text = text((i * 13) % (ring.maxMessageLength() + 1), i);
          while (!write(ring, i, text)) {
            List<Message> some = read(ring, 2);
            assertFalse(some.isEmpty(), () -> "full and empty: " + ring);
            got.addAll(some);
          }
          sent.add(new Message(i, text));
          assertTrue(ring.size() <= capacity);
        }
        got.addAll(readAll(ring));
        assertEquals(sent, got);
      }
    }
  }

  @Test
  void takesTheLongestMessageWhereverItStands() {
    for (ByteRing<?> ring : rings(smallest() * 2)) {
      String longest = text(ring.maxMessageLength(), 1);
      for (int i = 0; i < 40; i++) {
        assertTrue(write(ring, 1, ""));
        assertEquals(1, readAll(ring).size());
        assertTrue(write(ring, 2, longest), () -> "empty, and yet no room: " + ring);
        assertEquals(List.of(new Message(2, longest)), readAll(ring));
      }
    }
  }

  @Test
  void refusesWhatHasNoRoomAndTakesItLater() {
    for (ByteRing<?> ring : rings(1024)) {
      String text = text(20, 3);
      int count = 0;
      while (write(ring, count, text)) {
        count++;
      }
      assertEquals(1024 / room(20), count);
      assertEquals(count * room(20), ring.size());
      for (int i = 0; i < 2000; i++) {
        assertFalse(write(ring, -1, text));
        assertEquals(ByteRing.INSUFFICIENT_CAPACITY, ring.tryClaim(-1, 20));
        assertFalse(ring.write(-1, MemorySegment.ofArray(new byte[20]), 0, 20));
        assertEquals(List.of(new Message(i, text)), read(ring, 1));
        assertTrue(write(ring, count + i, text));
      }
    }
  }

  @Test
  void copiesFromSegments() {
    for (ByteRing<?> ring : rings(512)) {
      MemorySegment outside = Arena.ofAuto().allocate(40);
      put(outside, 0, text(40, 1));
      MemorySegment ofLongs = MemorySegment.ofArray(new long[5]);
      put(ofLongs, 0, text(40, 2));
      assertTrue(ring.write(1, outside, 3, 37));
      assertTrue(ring.write(2, ofLongs, 0, 9));
      assertTrue(ring.write(3, ofLongs, 40, 0));
      assertEquals(
          List.of(
              new Message(1, text(40, 1).substring(3)),
              new Message(2, text(40, 2).substring(0, 9)),
              new Message(3, "")),
          readAll(ring));
      byte[] array = text(40, 3).getBytes(ISO_8859_1);
      assertTrue(ring.write(4, array, 30, 10));
      assertEquals(List.of(new Message(4, text(40, 3).substring(30))), readAll(ring));
    }
  }

  @Test
  void refusesLengthsAndStaysAsItWas() {
    for (ByteRing<?> ring : rings(smallest())) {
      int most = ring.maxMessageLength();
      write(ring, 1, "a");
      for (int length : new int[] {-1, Integer.MIN_VALUE, most + 1, Integer.MAX_VALUE}) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> ring.tryClaim(1, length));
        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.contains("length: " + length + ","), message);
        assertTrue(message.contains("maxMessageLength " + most), message);
      }
      assertThrows(
          IllegalArgumentException.class, () -> ring.write(1, new byte[most + 1], 0, most + 1));
      assertThrows(
          IllegalArgumentException.class,
          () -> ring.write(1, MemorySegment.ofArray(new byte[most + 1]), 0, most + 1));
      assertEquals(List.of(new Message(1, "a")), readAll(ring));
    }
  }

  @Test
  void refusesRangesAndLimitsAndStaysAsItWas() {
    for (ByteRing<?> ring : rings(512)) {
      write(ring, 1, "a");
      byte[] ten = new byte[10];
      MemorySegment segment = MemorySegment.ofArray(ten);
      for (int[] range : new int[][] {{-1, 2}, {0, 11}, {10, 1}, {3, -1}, {11, 0}}) {
        assertThrows(IndexOutOfBoundsException.class, () -> ring.write(1, ten, range[0], range[1]));
        assertThrows(
            IndexOutOfBoundsException.class, () -> ring.write(1, segment, range[0], range[1]));
      }
      assertThrows(
          IndexOutOfBoundsException.class, () -> ring.write(1, segment, Long.MAX_VALUE, 1));
      Handler<Object> handler = (typeId, memory, offset, length) -> {};
      ControlledHandler<Object> controlled = (typeId, memory, offset, length) -> Action.CONTINUE;
      assertThrows(IllegalArgumentException.class, () -> ring.read(handler, -1));
      assertThrows(IllegalArgumentException.class, () -> ring.controlledRead(controlled, -1));
      assertEquals(0, ring.read(handler, 0));
      assertEquals(0, ring.controlledRead(controlled, 0));
      assertEquals(List.of(new Message(1, "a")), readAll(ring));
    }
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndStaysAsItWas() {
    for (ByteRing<?> ring : rings(512)) {
      write(ring, 1, "a");
      assertThrows(NullPointerException.class, () -> ring.write(1, (byte[]) null, 0, 0));
      assertThrows(NullPointerException.class, () -> ring.write(1, (MemorySegment) null, 0, 0));
      assertThrows(NullPointerException.class, () -> ring.read(null));
      assertThrows(NullPointerException.class, () -> ring.read(null, 1));
      assertThrows(NullPointerException.class, () -> ring.controlledRead(null));
      assertThrows(NullPointerException.class, () -> ring.controlledRead(null, 1));
      assertEquals(List.of(new Message(1, "a")), readAll(ring));
    }
  }

  @Test
  void readsUpToTheLimit() {
    for (ByteRing<?> ring : rings(1024)) {
      for (int i = 0; i < 5; i++) {
        write(ring, i, "");
      }
      assertEquals(List.of(new Message(0, ""), new Message(1, "")), read(ring, 2));
      assertEquals(3 * room(0), ring.size());
      assertEquals(3, readAll(ring).size());
      assertEquals(0, ring.size());
    }
  }

  @Test
  void showsAClaimOnceItIsCommitted() {
    for (ByteRing<?> ring : rings(512)) {
      for (int i = 0; i < 50; i++) {
        int offset = ring.tryClaim(i, 30);
        assertTrue(offset > 0);
        assertEquals(List.of(), readAll(ring));
        put(ring.memory(), offset, text(30, i));
        assertEquals(List.of(), readAll(ring));
        ring.commit(offset);
        assertEquals(List.of(new Message(i, text(30, i))), readAll(ring));
      }
    }
  }

  @Test
  void passesOverWhatIsAborted() {
    for (ByteRing<?> ring : rings(512)) {
      for (int i = 0; i < 50; i++) {
        int offset = claim(ring, 1, "gone");
        ring.abort(offset);
        write(ring, i, "stays");
        ring.abort(claim(ring, 2, ""));
        assertEquals(List.of(new Message(i, "stays")), readAll(ring));
        assertEquals(0, ring.size());
      }
    }
  }

  @Test
  void keepsTheOrderOfClaimsThatEndInAnother() {
    for (ByteRing<?> ring : rings(1024)) {
      int first = claim(ring, 1, "a");
      int second = claim(ring, 2, "b");
      assertTrue(write(ring, 3, "c"));
      int third = claim(ring, 4, "d");
      int fourth = claim(ring, 5, "e");
      ring.commit(fourth);
      ring.commit(second);
      assertEquals(List.of(), readAll(ring));
      ring.commit(first);
      assertEquals(
          List.of(new Message(1, "a"), new Message(2, "b"), new Message(3, "c")), readAll(ring));
      ring.abort(third);
      assertEquals(List.of(new Message(5, "e")), readAll(ring));
      assertEquals(0, ring.size());
    }
  }

  @Test
  void closesAClaimOnlyOnce() {
    for (ByteRing<?> ring : rings(1024)) {
      int committed = claim(ring, 1, "a");
      int open = claim(ring, 2, "b");
      int aborted = claim(ring, 3, "c");
      write(ring, 4, "d");
      ring.commit(committed);
      ring.abort(aborted);
      for (int offset :
          new int[] {
            committed,
            aborted,
            open + 1,
            open - 1,
            open + 8,
            -1,
            0,
            1,
            1 << 20,
            -2,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE
          }) {
        var thrown = assertThrows(IllegalStateException.class, () -> ring.commit(offset));
        String message = String.valueOf(thrown.getMessage());
        assertTrue(message.contains("offset: " + offset + ","), message);
        assertThrows(IllegalStateException.class, () -> ring.abort(offset));
      }
      assertEquals(List.of(new Message(1, "a")), readAll(ring));
      ring.commit(open);
      assertThrows(IllegalStateException.class, () -> ring.commit(open));
      assertThrows(IllegalStateException.class, () -> ring.abort(open));
      assertEquals(List.of(new Message(2, "b"), new Message(4, "d")), readAll(ring));
      assertThrows(IllegalStateException.class, () -> ring.commit(open));
    }
  }

  @Test
  void unblocksAfterADeadProducer() throws InterruptedException {
    for (ByteRing<?> ring : rings(1024)) {
      write(ring, 1, "before");
      int[] claimed = new int[1];
      Thread dead =
          new Thread(() -> {
            claimed[0] = claim(ring, 2, "lost");
            write(ring, 3, "after");
          });
      dead.start();
      dead.join(10_000);
      assertFalse(dead.isAlive());
      assertEquals(List.of(new Message(1, "before")), readAll(ring));
      assertEquals(List.of(), readAll(ring));
      assertTrue(ring.unblock());
      assertThrows(IllegalStateException.class, () -> ring.commit(claimed[0])); // the claim is lost
      assertThrows(IllegalStateException.class, () -> ring.abort(claimed[0]));
      assertEquals(List.of(new Message(3, "after")), readAll(ring));
      assertFalse(ring.unblock());
      assertEquals(0, ring.size());
      assertTrue(write(ring, 4, "goes on"));
      assertFalse(ring.unblock());
      assertEquals(List.of(new Message(4, "goes on")), readAll(ring));
    }
  }

  @Test
  void losesNoRoomToClaimsThatAreNeverCommitted() {
    for (ByteRing<?> ring : rings(smallest())) {
      for (int i = 0; i < 100; i++) {
        int length = i % (ring.maxMessageLength() + 1);
        assertTrue(ring.tryClaim(1, length) > 0);
        readAll(ring); // may stand before a gap
        assertTrue(ring.unblock());
        assertEquals(List.of(), readAll(ring));
        assertEquals(0, ring.size());
      }
    }
  }

  @Test
  void aHandlerThatThrowsHasReadItsMessage() {
    for (ByteRing<?> ring : rings(1024)) {
      for (int i = 0; i < 5; i++) {
        write(ring, i, "");
      }
      Handler<Object> failing =
          (typeId, memory, offset, length) -> {
            if (typeId == 1) {
              throw new ArithmeticException("1");
            }
          };
      assertThrows(ArithmeticException.class, () -> ring.read(failing));
      assertEquals(3 * room(0), ring.size());
      ControlledHandler<Object> controlled =
          (typeId, memory, offset, length) -> {
            throw new ArithmeticException("2");
          };
      assertThrows(ArithmeticException.class, () -> ring.controlledRead(controlled));
      assertEquals(2 * room(0), ring.size());
      assertThrows(NullPointerException.class, () -> ring.controlledRead(nothing()));
      assertEquals(List.of(new Message(4, "")), readAll(ring));
    }
  }

  @SuppressWarnings("NullAway") // null is the point
  private static ControlledHandler<Object> nothing() {
    return (typeId, memory, offset, length) -> null;
  }

  @Test
  void detectsAReadWithinAHandler() {
    for (ByteRing<?> ring : rings(1024)) {
      for (int i = 0; i < 5; i++) {
        write(ring, i, "");
      }
      Handler<Object> ignore = (typeId, memory, offset, length) -> {};
      ControlledHandler<Object> control = (typeId, memory, offset, length) -> Action.CONTINUE;
      assertThrows(
          IllegalStateException.class,
          () -> ring.read((Handler<Object>) (typeId, memory, offset, length) -> ring.read(ignore)));
      assertEquals(4 * room(0), ring.size());
      assertThrows(
          IllegalStateException.class,
          () ->
              ring.controlledRead(
                  (ControlledHandler<Object>)
                      (typeId, memory, offset, length) -> {
                        ring.controlledRead(control);
                        return Action.CONTINUE;
                      }));
      List<Integer> seen = new ArrayList<>();
      ring.read(
          (Handler<Object>)
              (typeId, memory, offset, length) -> {
                assertThrows(IllegalStateException.class, () -> ring.read(ignore));
                assertThrows(IllegalStateException.class, () -> ring.controlledRead(control));
                seen.add(typeId);
              });
      assertEquals(List.of(2, 3, 4), seen);
      assertEquals(0, ring.size());
    }
  }

  @Test
  void readEndsAlthoughItsHandlerWritesAgain() {
    for (ByteRing<?> ring : rings(1024)) {
      write(ring, 1, "x");
      int[] count = new int[1];
      ring.read(
          (Handler<Object>)
              (typeId, memory, offset, length) -> {
                count[0]++;
                write(ring, 1, "x");
              });
      assertTrue(count[0] <= 1024 / room(1), () -> "read " + count[0]);
      assertTrue(ring.size() <= 1024);
    }
  }

  @Test
  void controlledReadDoesWhatItsHandlerSays() {
    for (ByteRing<?> ring : rings(1024)) {
      for (int i = 0; i < 6; i++) {
        write(ring, i, "");
      }
      List<String> seen = new ArrayList<>();
      int[] aborts = new int[1];
      ControlledHandler<Object> handler =
          (typeId, memory, offset, length) -> {
            seen.add(typeId + ":" + ring.size() / room(0));
            return switch (typeId) {
              case 1 -> Action.COMMIT;
              case 3 -> aborts[0]++ == 0 ? Action.ABORT : Action.CONTINUE;
              case 4 -> Action.BREAK;
              default -> Action.CONTINUE;
            };
          };
      assertEquals(3, ring.controlledRead(handler));
      assertEquals(List.of("0:6", "1:6", "2:4", "3:4"), seen);
      assertEquals(3 * room(0), ring.size());
      seen.clear();
      assertEquals(1, ring.controlledRead(handler, 1));
      assertEquals(1, ring.controlledRead(handler));
      assertEquals(List.of("3:3", "4:2"), seen);
      assertEquals(List.of(new Message(5, "")), readAll(ring));
    }
  }

  @Test
  void anAbortedReadLeavesEverything() {
    for (ByteRing<?> ring : rings(512)) {
      write(ring, 1, "a");
      ControlledHandler<Object> never = (typeId, memory, offset, length) -> Action.ABORT;
      for (int i = 0; i < 3; i++) {
        assertEquals(0, ring.controlledRead(never));
        assertEquals(room(1), ring.size());
      }
      assertEquals(List.of(new Message(1, "a")), readAll(ring));
    }
  }

  @Test
  void tellsItsMemoryWhereMessagesLie() {
    ByteRing<byte[]> heap = onHeap(512, 0);
    ByteRing<MemorySegment> outside = outside(512, Arena.ofAuto(), 0);
    int offset = heap.tryClaim(1, 2);
    heap.memory()[offset] = 7;
    heap.memory()[offset + 1] = 8;
    heap.commit(offset);
    int[] sum = new int[1];
    heap.read((typeId, memory, at, length) -> {
      assertSame(heap.memory(), memory);
      sum[0] += memory[at] + memory[at + 1] + length;
    });
    offset = outside.tryClaim(1, 1);
    outside.memory().set(ValueLayout.JAVA_BYTE, offset, (byte) 30);
    outside.commit(offset);
    outside.read((typeId, memory, at, length) -> {
      assertSame(outside.memory(), memory);
      sum[0] += memory.get(ValueLayout.JAVA_BYTE, at);
    });
    assertEquals(7 + 8 + 2 + 30, sum[0]);
  }

  @Test
  void whatAnArenaDeniesChangesNothing() throws Exception {
    ByteRing<MemorySegment> ring;
    try (Arena arena = Arena.ofConfined()) {
      ring = outside(512, arena, 0);
      write(ring, 1, "a");
      try (var other = Executors.newSingleThreadExecutor()) {
        other
            .submit(() -> {
              assertThrows(WrongThreadException.class, () -> write(ring, 2, "b"));
              MemorySegment source = MemorySegment.ofArray(new byte[1]);
              assertThrows(WrongThreadException.class, () -> ring.write(2, source, 0, 1));
            })
            .get(10, TimeUnit.SECONDS);
      }
      write(ring, 3, "c");
      assertEquals(List.of(new Message(1, "a"), new Message(3, "c")), readAll(ring));
    }
    assertThrows(IllegalStateException.class, () -> write(ring, 4, "d"));

    ByteRing<byte[]> heap = onHeap(512, 0);
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      closed = arena.allocate(8);
    }
    assertThrows(IllegalStateException.class, () -> heap.write(1, closed, 0, 8));
    write(heap, 2, "b");
    assertEquals(List.of(new Message(2, "b")), readAll(heap));
  }

  @Test
  void refusesMemoryThatItCannotUse() {
    SegmentAllocator small = (size, alignment) -> MemorySegment.ofArray(new byte[(int) size - 1]);
    assertThrows(IllegalArgumentException.class, () -> outside(512, small, 0));
    SegmentAllocator frozen =
        (size, alignment) -> MemorySegment.ofArray(new byte[(int) size]).asReadOnly();
    assertThrows(IllegalArgumentException.class, () -> outside(512, frozen, 0));
    SegmentAllocator longs = (size, alignment) -> MemorySegment.ofArray(new long[(int) size / 8]);
    ByteRing<MemorySegment> ring = outside(512, longs, 0);
    write(ring, 1, text(50, 1));
    assertEquals(List.of(new Message(1, text(50, 1))), readAll(ring));
  }

  // Bare spin loops: each access must reach memory, or the compiler makes the loop endless.

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnReadEnds() throws Exception {
    for (ByteRing<?> ring : List.of(onHeap(512, 0), outside(512, Arena.ofAuto(), 0))) {
      Handler<Object> handler = (typeId, memory, offset, length) -> {};
      spin(10, () -> awaitRead(ring, handler), () -> write(ring, 1, "a"));
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnControlledReadEnds() throws Exception {
    ByteRing<byte[]> ring = onHeap(512, 0);
    ControlledHandler<byte[]> handler = (typeId, memory, offset, length) -> Action.COMMIT;
    spin(
        10,
        () -> {
          while (ring.controlledRead(handler) == 0) {}
        },
        () -> write(ring, 1, "a"));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnWriteAndClaimEnds() throws Exception {
    for (ByteRing<?> ring : List.of(onHeap(512, 0), outside(512, Arena.ofAuto(), 0))) {
      byte[] some = new byte[40];
      Handler<Object> handler = (typeId, memory, offset, length) -> {};
      Runnable refill =
          () -> {
            while (ring.write(1, some, 0, 0)) {}
          };
      refill.run();
      spin(
          10,
          () -> {
            while (!ring.write(2, some, 0, 40)) {}
            refill.run();
          },
          () -> ring.read(handler));
      spin(
          10,
          () -> {
            int offset = ring.tryClaim(2, 40);
            while (offset < 0) {
              offset = ring.tryClaim(2, 40);
            }
            ring.commit(offset);
            refill.run();
          },
          () -> ring.read(handler));
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void bareSpinOnSizeEnds() throws Exception {
    ByteRing<byte[]> ring = onHeap(512, 0);
    Handler<Object> handler = (typeId, memory, offset, length) -> {};
    spin(
        10,
        () -> {
          while (ring.size() == 0) {}
          ring.read(handler);
        },
        () -> write(ring, 1, "a"));
    write(ring, 1, "a");
    spin(
        1,
        () -> {
          while (ring.size() > 0) {}
        },
        () -> ring.read(handler));
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @SuppressWarnings("ThreadPriorityCheck") // three threads spin: on two cores one must make room
  void keepsOrderAndLosesNothingBetweenTwoThreads() throws Exception {
    int count = 60_000;
    for (int capacity : new int[] {smallest(), 1024}) {
      for (boolean heap : new boolean[] {true, false}) {
        long start = starts()[starts().length - 1];
        ByteRing<?> ring =
            heap ? onHeap(capacity, start) : outside(capacity, Arena.ofAuto(), start);
        var wrong = new AtomicInteger();
        var done = new AtomicInteger();
        var watcher =
            new Thread(() -> {
              while (done.get() == 0) {
                int size = ring.size();
                if (size < 0 || size > capacity) {
                  wrong.incrementAndGet();
                }
                Thread.yield();
              }
            });
        var producer = new Thread(() -> send(ring, count));
        watcher.start();
        producer.start();
        int[] next = new int[1];
        Handler<Object> check =
            (typeId, memory, offset, length) -> {
              String expected = text(lengthOf(ring, next[0]), next[0]);
              if (typeId != next[0] || !get(memory, offset, length).equals(expected)) {
                wrong.incrementAndGet();
              }
              next[0]++;
            };
        while (next[0] < count) {
          if (ring.read(check, 5) == 0) {
            Thread.yield();
          }
        }
        done.set(1);
        producer.join();
        watcher.join();
        assertEquals(0, wrong.get());
        assertEquals(0, ring.size());
      }
    }
  }

  private static int lengthOf(ByteRing<?> ring, int number) {
    return (number * 7) % Math.min(ring.maxMessageLength() + 1, 50);
  }

  /// Every third message by a claim, and now and then one that is aborted.
  @SuppressWarnings("ThreadPriorityCheck") // as above
  private static void send(ByteRing<?> ring, int count) {
    for (int i = 0; i < count; ) {
      String text = text(lengthOf(ring, i), i);
      boolean sent;
      if (i % 3 == 0) {
        int offset = claim(ring, i, text);
        sent = offset >= 0;
        if (sent) {
          ring.commit(offset);
        }
      } else {
        sent = write(ring, i, text);
      }
      if (sent && i % 16 == 0) {
        int offset = ring.tryClaim(-1, Math.min(9, ring.maxMessageLength()));
        if (offset >= 0) {
          ring.abort(offset);
        }
      }
      if (sent) {
        i++;
      } else {
        Thread.yield();
      }
    }
  }

  static void awaitRead(ByteRing<?> ring, Handler<Object> handler) {
    while (ring.read(handler) == 0) {}
  }

  /// Lets the first action spin long enough to be compiled before the second one comes.
  static void spin(int rounds, Runnable spinner, Runnable mover) throws Exception {
    for (int i = 0; i < rounds; i++) {
      var failure = new @Nullable Throwable[1];
      var thread = new Thread(spinner);
      thread.setDaemon(true);
      thread.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
      thread.start();
      Thread.sleep(i < 3 ? 100 : 5);
      mover.run();
      thread.join(15_000);
      assertFalse(thread.isAlive(), "still spinning");
      assertNull(failure[0]);
    }
  }
}

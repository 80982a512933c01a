// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BumpArenaTest {
  private static final long GENERATIONS = 1L << 35;

  @Test
  void showsItsUse() {
    // @start region="example"
    try (var arena = new BumpArena(64 << 10)) {
      long total = arena.allocateHandle(16, 8); // lives as long as the arena
      arena.setLong(total, 0, 0);
      for (int request = 1; request <= 3; request++) {
        try (var _ = arena.scope()) { // frees at its end what the request took
          long block = arena.allocateHandle(32, 8);
          arena.setLong(block, 24, request);
          arena.setLong(total, 0, arena.getLong(total, 0) + arena.getLong(block, 24));
        }
      }
      assertEquals(6, arena.getLong(total, 0));
    }
    // @end
  }

  @Test
  void keepsEveryTypeAtEveryOffset() {
    try (var arena = new BumpArena(256)) {
      long handle = arena.allocateHandle(16, 8);
      for (int offset = 0; offset <= 8; offset++) {
        arena.setLong(handle, offset, Long.MIN_VALUE + offset);
        assertEquals(Long.MIN_VALUE + offset, arena.getLong(handle, offset));
        arena.setInt(handle, offset, -7 - offset);
        assertEquals(-7 - offset, arena.getInt(handle, offset));
        arena.setByte(handle, offset, (byte) (200 + offset));
        assertEquals((byte) (200 + offset), arena.getByte(handle, offset));
      }
    }
  }

  @Test
  void readsAndWritesBlocksOfOlderChunksAndGenerations() {
    try (var arena = new BumpArena(64)) {
      var handles = new long[10];
      for (int i = 0; i < handles.length; i++) {
        handles[i] = arena.allocateHandle(48, 8);
        arena.setLong(handles[i], 40, i);
        arena.setInt(handles[i], 36, i);
        arena.setByte(handles[i], 35, (byte) i);
        arena.rewind(arena.mark());
      }
      for (int i = 0; i < handles.length; i++) {
        assertEquals(i, arena.getLong(handles[i], 40));
        arena.setLong(handles[i], 40, -i);
        assertEquals(-i, arena.getLong(handles[i], 40));
        assertEquals(i, arena.getInt(handles[i], 36));
        arena.setInt(handles[i], 36, -i);
        assertEquals(-i, arena.getInt(handles[i], 36));
        assertEquals(i, arena.getByte(handles[i], 35));
        arena.setByte(handles[i], 35, (byte) -i);
        assertEquals(-i, arena.getByte(handles[i], 35));
        assertOutside(arena, handles[i], 48);
      }
    }
  }

  @Test
  void copiesBytesInAndOut() {
    try (var arena = new BumpArena(64)) {
      long handle = arena.allocateHandle(5, 1);
      byte[] text = "xhellox".getBytes(US_ASCII);
      arena.setBytes(handle, 0, text, 1, 5);
      var into = new byte[4];
      arena.getBytes(handle, 2, into, 1, 3);
      assertArrayEquals(new byte[] {0, 'l', 'l', 'o'}, into);
      arena.setBytes(handle, 5, text, 0, 0);
      assertThrows(IndexOutOfBoundsException.class, () -> arena.getBytes(handle, 3, into, 1, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> arena.getBytes(handle, 0, into, 2, 3));
      assertThrows(IndexOutOfBoundsException.class, () -> arena.getBytes(handle, 0, into, 0, -1));
      assertThrows(IndexOutOfBoundsException.class, () -> arena.setBytes(handle, -1, text, 0, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> arena.setBytes(handle, 0, text, 3, 5));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 8, 9, 31, 255})
  void refusesEveryAccessOutsideTheBlock(long size) {
    try (var arena = new BumpArena(4096)) {
      arena.allocateHandle(64, 8);
      long handle = arena.allocateHandle(size, 8);
      arena.allocateHandle(64, 8);
      assertOutside(arena, handle, size);
      arena.rewind(arena.mark());
      assertOutside(arena, handle, size);
    }
  }

  private static void assertOutside(BumpArena arena, long handle, long size) {
    long[] offsets = {-1, size, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE};
    for (long offset : offsets) {
      assertThrows(IndexOutOfBoundsException.class, () -> arena.getByte(handle, offset));
      assertThrows(IndexOutOfBoundsException.class, () -> arena.setByte(handle, offset, (byte) 1));
    }
    assertThrows(IndexOutOfBoundsException.class, () -> arena.getInt(handle, size - 3));
    assertThrows(IndexOutOfBoundsException.class, () -> arena.setInt(handle, size - 3, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> arena.getLong(handle, size - 7));
    assertThrows(IndexOutOfBoundsException.class, () -> arena.setLong(handle, size - 7, 1));
    assertMessage(
        "offset: " + size + ", bytes: 1, size: " + size, () -> arena.getByte(handle, size));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 4, 8, 16, 64, 128, 4096, 1 << 20})
  void alignsAddresses(long align) {
    try (var arena = new BumpArena(1024)) {
      for (int i = 0; i < 20; i++) {
        arena.allocateHandle(1, 1);
        assertEquals(0, arena.segment(arena.allocateHandle(3, align)).address() % align);
        assertEquals(0, arena.allocate(5, align).address() % align);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 3, 24, Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesAlignmentsThatAreNoPowerOfTwo(long align) {
    try (var arena = new BumpArena(1024)) {
      assertMessage("align: " + align + ",", () -> arena.allocateHandle(8, align));
      assertMessage("align: " + align + ",", () -> arena.allocate(8, align));
      assertEquals(0, arena.reservedBytes());
    }
  }

  @Test
  void refusesSizesAndAlignmentsBeyondAnyChunk() {
    try (var arena = new BumpArena(1024)) {
      arena.allocateHandle(8, 8);
      for (long size : new long[] {-1, Long.MIN_VALUE, 1L << 28, Long.MAX_VALUE}) {
        assertMessage("size: " + size + ",", () -> arena.allocateHandle(size, 8));
      }
      for (long size : new long[] {-1, Long.MIN_VALUE, (1L << 35) + 1, Long.MAX_VALUE}) {
        assertMessage("size: " + size + ",", () -> arena.allocate(size, 8));
      }
      long align = 1L << 62;
      assertMessage("size: 8, align: " + align + ",", () -> arena.allocateHandle(8, align));
      assertMessage("size: 0, align: " + align + ",", () -> arena.allocate(0, align));
      assertEquals(8, arena.allocatedBytes());
      assertEquals(1024, arena.reservedBytes());
    }
  }

  @Test
  void refusesBadChunksAndLimits() {
    assertMessage("chunkBytes: 0,", () -> new BumpArena(0));
    assertMessage("chunkBytes: -1,", () -> new BumpArena(-1));
    assertMessage("chunkBytes: " + Long.MAX_VALUE + ",", () -> new BumpArena(Long.MAX_VALUE));
    assertMessage("maxBytes: 63, chunkBytes: 64", () -> new BumpArena(64, 63));
    assertMessage("maxBytes: -1, chunkBytes: 64", () -> new BumpArena(64, -1));
  }

  @Test
  void handsOutEmptyBlocks() {
    try (var arena = new BumpArena(64)) {
      assertEquals(0, arena.allocate(0, 1).byteSize());
      long empty = arena.allocateHandle(0, 1);
      assertEquals(0, arena.size(empty));
      assertEquals(0, arena.segment(empty).byteSize());
      arena.trim(); // even when its chunk is given back
      assertEquals(0, arena.reservedBytes());
      assertEquals(0, arena.segment(empty).byteSize());
      arena.setBytes(empty, 0, new byte[0], 0, 0);
      arena.allocateHandle(1, 1);
      assertTrue(arena.isLive(empty));
    }
  }

  @Test
  void refusesWhatNeverWasAHandle() {
    try (var arena = new BumpArena(64)) {
      long handle = arena.allocateHandle(8, 8);
      for (long other : new long[] {0, 1, handle + 1, handle - 1, handle ^ 1L << 40, ~0L >>> 1}) {
        assertFalse(arena.isLive(other));
        assertMessage("freed, or of another arena", () -> arena.getLong(other, 0));
        assertMessage("freed, or of another arena", () -> arena.setLong(other, 0, 1));
      }
      long mark = arena.mark();
      assertMessage("not a handle: mark", () -> arena.getLong(mark, 0));
      assertMessage("not a handle: mark", () -> arena.size(mark));
      assertMessage("not a handle: mark", () -> arena.segment(mark));
      assertMessage("not a mark: handle", () -> arena.rewind(handle));
      assertMessage("freed, or of another arena", () -> arena.rewind(handle | Long.MIN_VALUE));
      assertTrue(arena.isLive(handle));
    }
  }

  @Test
  void rewindFreesTheYoungerAndKeepsTheOlder() {
    try (var arena = new BumpArena(64)) {
      long old = arena.allocateHandle(8, 8);
      arena.setLong(old, 0, 1);
      long mark = arena.mark();
      var young = new long[100];
      for (int i = 0; i < young.length; i++) {
        young[i] = arena.allocateHandle(24, 8);
      }
      arena.rewind(mark);
      assertEquals(8, arena.allocatedBytes());
      assertEquals(1, arena.getLong(old, 0));
      for (int i = 0; i < young.length; i++) {
        arena.allocateHandle(24, 8); // the same places again
      }
      for (long handle : young) {
        assertFalse(arena.isLive(handle));
        assertMessage("freed, or of another arena", () -> arena.getLong(handle, 0));
      }
    }
  }

  @Test
  void refusesMarksThatAreForeignRewoundOrYoungerThanTheOneRewoundTo() {
    try (var arena = new BumpArena(64);
        var other = new BumpArena(64)) {
      long outer = arena.mark();
      long inner = arena.mark();
      assertMessage("freed, or of another arena", () -> other.rewind(outer));
      other.mark();
      assertMessage("freed, or of another arena", () -> other.rewind(outer));
      arena.rewind(outer);
      assertMessage("freed, or of another arena", () -> arena.rewind(outer));
      assertMessage("freed, or of another arena", () -> arena.rewind(inner));
      long again = arena.mark();
      arena.mark();
      assertMessage("freed, or of another arena", () -> arena.rewind(outer));
      assertMessage("freed, or of another arena", () -> arena.rewind(inner));
      arena.reset();
      assertMessage("freed, or of another arena", () -> arena.rewind(again));
    }
  }

  @Test
  void refusesTheHandlesOfOtherArenas() {
    var seen = new HashSet<Long>();
    for (int i = 0; i < 1000; i++) {
      try (var arena = new BumpArena(64)) {
        for (int reset = 0; reset < 10; reset++) {
          assertTrue(seen.add(arena.allocateHandle(8, 8)));
          arena.reset();
        }
      }
    }
  }

  @Test
  void generationsWrapPastZeroAndRepeatOnlyAfterAllOfThem() {
    try (var arena = new BumpArena(64, 64, false, new HandleTable(GENERATIONS - 1))) {
      long last = arena.allocateHandle(8, 8);
      assertTrue(last > 0);
      arena.reset();
      long first = arena.allocateHandle(8, 8);
      assertEquals(1L << 28, first); // generation 1, index 0
      assertFalse(arena.isLive(last));
      assertTrue(arena.isLive(first));
      long mark = arena.mark();
      assertTrue(mark < 0);
      arena.rewind(mark);
      assertTrue(arena.isLive(first));
      // What the documentation says of the wrap: the same generation and index are the same handle.
      try (var later = new BumpArena(64, 64, false, new HandleTable(GENERATIONS - 1))) {
        assertEquals(last, later.allocateHandle(8, 8));
        assertTrue(later.isLive(last));
      }
    }
    try (var arena = new BumpArena(64, 64, false, new HandleTable(0))) {
      assertNotEquals(0, arena.allocateHandle(8, 8));
      assertFalse(arena.isLive(0));
    }
  }

  @Test
  void resetKeepsTheChunksForReuse() {
    try (var arena = new BumpArena(64)) {
      for (int i = 0; i < 10; i++) {
        arena.allocateHandle(64, 8);
      }
      long large = arena.allocateHandle(1000, 8);
      assertEquals(1640, arena.reservedBytes());
      assertEquals(1640, arena.allocatedBytes());
      arena.reset();
      assertEquals(0, arena.allocatedBytes());
      assertFalse(arena.isLive(large));
      arena.allocateHandle(1000, 8); // its chunk is found behind the others
      for (int i = 0; i < 10; i++) {
        arena.allocateHandle(64, 8);
      }
      assertEquals(1640, arena.reservedBytes());
    }
  }

  @Test
  void trimGivesBackTheChunksThatHoldNothing() {
    try (var arena = new BumpArena(64)) {
      long old = arena.allocateHandle(64, 8);
      arena.setLong(old, 56, 5);
      long mark = arena.mark();
      MemorySegment stale = arena.allocate(64, 8);
      for (int i = 0; i < 1000; i++) {
        arena.allocateHandle(64, 8);
      }
      arena.rewind(mark);
      stale.set(ValueLayout.JAVA_LONG, 0, 7); // still memory of the arena
      arena.trim();
      assertEquals(64, arena.reservedBytes());
      assertThrows(IllegalStateException.class, () -> stale.get(ValueLayout.JAVA_LONG, 0));
      assertEquals(5, arena.getLong(old, 56));
      arena.reset();
      arena.trim();
      assertEquals(0, arena.reservedBytes());
      arena.trim();
      arena.setLong(arena.allocateHandle(64, 8), 0, 1);
      assertEquals(64, arena.reservedBytes());
    }
  }

  @Test
  void rewindsToAMarkOlderThanTheFirstChunk() {
    try (var arena = new BumpArena(64)) {
      for (boolean trim : new boolean[] {false, true}) {
        long mark = arena.mark();
        for (int i = 0; i < 3; i++) {
          arena.allocateHandle(64, 8);
        }
        arena.rewind(mark);
        assertEquals(0, arena.allocatedBytes());
        mark = arena.mark();
        if (trim) {
          arena.trim();
        }
        arena.rewind(mark);
        arena.setLong(arena.allocateHandle(64, 8), 56, 1);
        arena.reset();
      }
    }
  }

  @Test
  void trimKeepsAsMuchAsItIsTold() {
    try (var arena = new BumpArena(64)) {
      for (int i = 0; i < 10; i++) {
        arena.allocateHandle(64, 8);
      }
      arena.trim(0);
      assertEquals(640, arena.reservedBytes()); // all in use
      arena.reset();
      arena.trim(640);
      assertEquals(640, arena.reservedBytes());
      arena.trim(300);
      assertEquals(256, arena.reservedBytes());
      for (int i = 0; i < 4; i++) {
        arena.setLong(arena.allocateHandle(64, 8), 56, i);
      }
      assertEquals(256, arena.reservedBytes());
      assertMessage("keepBytes: -1,", () -> arena.trim(-1));
      arena.reset();
      arena.trim(63);
      assertEquals(0, arena.reservedBytes());
    }
  }

  @Test
  void countsWhatIsLive() {
    try (var arena = new BumpArena(64)) {
      assertEquals(0, arena.liveHandles());
      arena.allocateHandle(8, 8);
      long mark = arena.mark();
      arena.allocateHandle(60, 8);
      assertEquals(3, arena.liveHandles());
      arena.rewind(mark);
      assertEquals(1, arena.liveHandles());
      arena.reset();
      assertEquals(0, arena.liveHandles());
    }
  }

  @Test
  void passesTheSegmentsOfASharedArenaOn() throws InterruptedException {
    try (var arena = BumpArena.shared(64, 1024);
        var confined = new BumpArena(64)) {
      MemorySegment segment = arena.allocate(8, 8);
      MemorySegment own = confined.allocate(8, 8);
      segment.set(ValueLayout.JAVA_LONG, 0, 5);
      var seen = new AtomicReference<Object>();
      Thread reader =
          new Thread(() -> {
            long value = segment.get(ValueLayout.JAVA_LONG, 0);
            assertThrows(WrongThreadException.class, () -> own.get(ValueLayout.JAVA_LONG, 0));
            assertThrows(WrongThreadException.class, () -> arena.allocate(8, 8));
            seen.set(value);
          });
      reader.start();
      reader.join();
      assertEquals(5L, seen.get());
      assertMessage("limit: 1024, in use: 64, requested: 961", () -> arena.allocate(961, 1));
      arena.reset();
      arena.trim();
      assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_LONG, 0));
    }
  }

  @Test
  void neverReservesMoreThanItsLimit() {
    try (var arena = new BumpArena(64, 200)) {
      for (int i = 0; i < 3; i++) {
        arena.setLong(arena.allocateHandle(64, 8), 56, 1);
      }
      long mark = arena.mark();
      arena.setLong(arena.allocateHandle(8, 8), 0, 1); // the last chunk is what is left of it
      assertEquals(200, arena.reservedBytes());
      assertMessage("limit: 200, in use: 200, requested: 1", () -> arena.allocateHandle(1, 1));
      assertMessage("limit: 200, in use: 200, requested: 9", () -> arena.allocate(9, 1));
      assertEquals(200, arena.allocatedBytes());
      arena.rewind(mark);
      arena.reset();
      assertMessage("limit: 200, in use: 0, requested: 201", () -> arena.allocateHandle(201, 8));
      assertEquals(200, arena.reservedBytes());
      arena.setByte(arena.allocateHandle(200, 8), 199, (byte) 1); // small free chunks make way
      assertEquals(200, arena.reservedBytes());
    }
  }

  @Test
  void losesNothingWhenMemoryRunsOut() {
    try (var arena = new BumpArena(64)) {
      long handle = arena.allocateHandle(40, 8);
      arena.setLong(handle, 0, 9);
      assertThrows(OutOfMemoryError.class, () -> arena.allocate(1L << 35, 8));
      assertEquals(40, arena.allocatedBytes());
      assertEquals(64, arena.reservedBytes());
      assertEquals(9, arena.getLong(handle, 0));
      arena.setLong(arena.allocateHandle(24, 8), 16, 1);
      assertEquals(64, arena.reservedBytes());
    }
  }

  @Test
  void scopesFreeAtTheirEnd() {
    try (var arena = new BumpArena(64)) {
      long old = arena.allocateHandle(8, 8);
      for (int i = 0; i < 100; i++) {
        long outer;
        try (var _ = arena.scope()) {
          outer = arena.allocateHandle(40, 8);
          try (var _ = arena.scope()) {
            long inner = arena.allocateHandle(40, 8);
            arena.setLong(inner, 32, 1);
            arena.setLong(outer, 32, 1);
          }
          assertEquals(1, arena.getLong(outer, 32));
        }
        assertFalse(arena.isLive(outer));
        assertTrue(arena.isLive(old));
      }
      assertEquals(8, arena.allocatedBytes());
    }
  }

  @Test
  void reusesTheScopeObjectOfADepth() {
    try (var arena = new BumpArena(64)) {
      BumpArena.Scope first = arena.scope();
      first.close();
      BumpArena.Scope second = arena.scope();
      assertSame(first, second);
      second.close();
    }
  }

  @Test
  void refusesScopesOutOfOrderAndClosedTwice() {
    try (var arena = new BumpArena(64)) {
      BumpArena.Scope outer = arena.scope();
      BumpArena.Scope inner = arena.scope();
      long handle = arena.allocateHandle(8, 8);
      assertMessage("scope: 1 deep is still open", outer::close);
      assertTrue(arena.isLive(handle));
      inner.close();
      assertMessage("scope: closed", inner::close);
      outer.close();
      assertMessage("scope: closed", outer::close);
    }
  }

  @Test
  void resetAndRewindEndScopes() {
    try (var arena = new BumpArena(64)) {
      long mark = arena.mark();
      BumpArena.Scope scope = arena.scope();
      arena.rewind(mark);
      assertMessage("ended by a reset or rewind", scope::close);
      BumpArena.Scope outer = arena.scope();
      BumpArena.Scope inner = arena.scope();
      arena.reset();
      assertMessage("ended by a reset or rewind", inner::close);
      assertMessage("ended by a reset or rewind", outer::close);
      BumpArena.Scope fresh = arena.scope();
      long handle = arena.allocateHandle(8, 8);
      fresh.close();
      assertFalse(arena.isLive(handle));
    }
  }

  @Test
  void closesManyOpenScopesInTurn() {
    try (var arena = new BumpArena(64)) {
      var open = new BumpArena.Scope[100];
      var handles = new long[100];
      for (int i = 0; i < open.length; i++) {
        open[i] = arena.scope();
        handles[i] = arena.allocateHandle(8, 8);
      }
      for (int i = open.length - 1; i >= 0; i--) {
        assertTrue(arena.isLive(handles[i]));
        open[i].close();
        assertFalse(arena.isLive(handles[i]));
      }
      assertEquals(0, arena.allocatedBytes());
    }
  }

  @Test
  void isASegmentAllocator() {
    try (var arena = new BumpArena(64)) {
      MemorySegment text = arena.allocateFrom("bump");
      MemorySegment numbers = arena.allocateFrom(ValueLayout.JAVA_INT, 1, 2, 3);
      assertEquals("bump", text.getString(0));
      assertEquals(3, numbers.getAtIndex(ValueLayout.JAVA_INT, 2));
      assertEquals(12, numbers.byteSize());
      long handle = arena.allocateHandle(8, 8);
      arena.segment(handle).set(ValueLayout.JAVA_LONG, 0, 11);
      assertEquals(11, arena.getLong(handle, 0));
    }
  }

  @Test
  void refusesEverythingOnceClosed() {
    var arena = new BumpArena(64);
    long handle = arena.allocateHandle(8, 8);
    long mark = arena.mark();
    BumpArena.Scope scope = arena.scope();
    MemorySegment segment = arena.allocate(8, 8);
    arena.close();
    arena.close();
    assertFalse(arena.isLive(handle));
    Executable[] uses = {
      () -> arena.allocateHandle(8, 8),
      () -> arena.allocateHandle(0, 1),
      () -> arena.allocate(8, 8),
      () -> arena.getLong(handle, 0),
      () -> arena.setLong(handle, 0, 1),
      () -> arena.size(handle),
      () -> arena.segment(handle),
      () -> arena.mark(),
      () -> arena.rewind(mark),
      () -> arena.scope(),
      scope::close,
      arena::reset,
      arena::trim,
      () -> arena.trim(1),
      arena::liveHandles,
      arena::allocatedBytes,
      arena::reservedBytes,
    };
    for (Executable use : uses) {
      assertEquals("closed", assertThrows(IllegalStateException.class, use).getMessage());
    }
    assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_LONG, 0));
  }

  @Test
  void refusesOtherThreads() throws InterruptedException {
    try (var arena = new BumpArena(64)) {
      long handle = arena.allocateHandle(8, 8);
      long mark = arena.mark();
      BumpArena.Scope scope = arena.scope();
      Executable[] uses = {
        () -> arena.allocateHandle(8, 8),
        () -> arena.allocate(8, 8),
        () -> arena.getLong(handle, 0),
        () -> arena.setLong(handle, 0, 1),
        () -> arena.getLong(0, 0),
        () -> arena.getInt(handle, 0),
        () -> arena.setByte(handle, 9, (byte) 1),
        () -> arena.isLive(handle),
        () -> arena.size(handle),
        () -> arena.segment(handle),
        () -> arena.mark(),
        () -> arena.rewind(mark),
        () -> arena.scope(),
        scope::close,
        arena::reset,
        arena::trim,
        arena::allocatedBytes,
        arena::reservedBytes,
        arena::close,
      };
      String owner = Thread.currentThread().getName();
      var failure = new AtomicReference<Throwable>();
      var thread =
          new Thread(
              () -> {
                try {
                  for (Executable use : uses) {
                    String message = assertThrows(WrongThreadException.class, use).getMessage();
                    assertEquals("owner: " + owner + ", caller: stranger", message);
                  }
                } catch (Throwable thrown) {
                  failure.set(thrown);
                }
              },
              "stranger");
      thread.start();
      thread.join();
      assertNull(failure.get());
      assertTrue(arena.isLive(mark));
      scope.close();
    }
  }

  private static void assertMessage(String part, Executable use) {
    String message = String.valueOf(assertThrows(RuntimeException.class, use).getMessage());
    assertTrue(message.contains(part), message);
  }
}

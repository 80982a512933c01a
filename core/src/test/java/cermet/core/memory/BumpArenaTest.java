// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BumpArenaTest extends ArenaContract {
  @Override
  HandleArena arena(long chunkBytes, long maxBytes, long generation) {
    return new BumpArena(chunkBytes, maxBytes, false, generation);
  }

  @Override
  long maxChunkBytes() {
    return (1L << 35) - 1;
  }

  @Override
  long allocate(HandleArena arena, long size, long align) {
    MemorySegment segment = ((BumpArena) arena).allocate(size, align);
    assertEquals(size, segment.byteSize());
    return segment.address();
  }

  @Override
  long start(HandleArena arena, long handle) {
    return ((BumpArena) arena).segment(handle).address();
  }

  @Override
  long length(HandleArena arena, long handle) {
    return ((BumpArena) arena).segment(handle).byteSize();
  }

  @Override
  void misuse(Printed printed) {
    super.misuse(printed);
    printed.add("`new BumpArena(0)`", () -> new BumpArena(0));
    add(printed, "`BumpArena`: `allocate(1L << 35, 8)`", arena -> allocate(arena, 1L << 35, 8));
    add(
        printed,
        "`BumpArena`: `allocateHandle(8, 1L << 62)`",
        arena -> arena.allocateHandle(8, 1L << 62));
    add(
        printed,
        "`BumpArena`: a segment after `close`, as the JDK says",
        arena -> {
          MemorySegment segment = ((BumpArena) arena).allocate(8, 8);
          arena.close();
          segment.get(ValueLayout.JAVA_LONG, 0);
        });
  }

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
  void refusesAlignmentsBeyondAnyChunk() {
    try (var arena = new BumpArena(1024)) {
      arena.allocateHandle(8, 8);
      for (long align : new long[] {1L << 36, 1L << 62}) {
        String message = "size: 8, align: " + align + ", limit: " + maxChunkBytes();
        assertEquals(
            message,
            assertThrows(IllegalArgumentException.class, () -> arena.allocateHandle(8, align))
                .getMessage());
        assertEquals(
            message,
            assertThrows(IllegalArgumentException.class, () -> arena.allocate(8, align))
                .getMessage());
      }
      assertEquals(8, arena.allocatedBytes());
      assertEquals(1024, arena.reservedBytes());
    }
  }

  @Test
  void staleSegmentsThrowOnceTheirChunkIsGivenBack() {
    try (var arena = new BumpArena(64)) {
      arena.allocateHandle(64, 8);
      long mark = arena.mark();
      MemorySegment stale = arena.allocate(64, 8);
      arena.rewind(mark);
      stale.set(ValueLayout.JAVA_LONG, 0, 7); // still memory of the arena
      arena.trim();
      assertThrows(IllegalStateException.class, () -> stale.get(ValueLayout.JAVA_LONG, 0));
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
      assertEquals(
          "limit: 1024, in use: 64, requested: 961",
          assertThrows(IllegalStateException.class, () -> arena.allocate(961, 1)).getMessage());
      arena.reset();
      arena.trim();
      assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_LONG, 0));
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
}

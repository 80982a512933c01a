// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.Reference;
import java.util.HashSet;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every arena refuses, and what it keeps when it fails, whatever its memory is. */
abstract class ArenaFaults {
  private static final long GENERATIONS = 1L << 35;

  abstract HandleArena arena(long chunkBytes, long maxBytes, long generation);

  abstract long maxChunkBytes();

  /** Hands out a block without a handle, and returns where it begins. */
  abstract long allocate(HandleArena arena, long size, long align);

  /** Where the object begins that stands for a handle's block. */
  abstract long start(HandleArena arena, long handle);

  /** How long it is. */
  abstract long length(HandleArena arena, long handle);

  final HandleArena arena(long chunkBytes, long maxBytes) {
    return arena(chunkBytes, maxBytes, HandleArena.freshGeneration());
  }

  final HandleArena arena(long chunkBytes) {
    return arena(chunkBytes, Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 7, 8, 9, 31, 255})
  void refusesEveryAccessOutsideTheBlock(long size) {
    try (var arena = arena(4096)) {
      arena.allocateHandle(64, 8);
      long handle = arena.allocateHandle(size, 8);
      arena.allocateHandle(64, 8);
      assertOutside(arena, handle, size);
      arena.rewind(arena.mark());
      assertOutside(arena, handle, size);
    }
  }

  static void assertOutside(HandleArena arena, long handle, long size) {
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
  @ValueSource(longs = {0, -1, 3, 24, Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesAlignmentsThatAreNoPowerOfTwo(long align) {
    try (var arena = arena(1024)) {
      assertMessage("align: " + align + ",", () -> arena.allocateHandle(8, align));
      assertMessage("align: " + align + ",", () -> allocate(arena, 8, align));
      assertEquals(0, arena.reservedBytes());
    }
  }

  @Test
  void refusesSizesBeyondAnyChunk() {
    try (var arena = arena(1024)) {
      arena.allocateHandle(8, 8);
      for (long size : new long[] {-1, Long.MIN_VALUE, 1L << 28, Long.MAX_VALUE}) {
        assertMessage("size: " + size + ", limit: 268435455", () -> arena.allocateHandle(size, 8));
      }
      for (long size : new long[] {-1, Long.MIN_VALUE, maxChunkBytes() + 1, Long.MAX_VALUE}) {
        assertMessage(
            "size: " + size + ", limit: " + maxChunkBytes(), () -> allocate(arena, size, 8));
      }
      assertEquals(8, arena.allocatedBytes());
      assertEquals(1024, arena.reservedBytes());
    }
  }

  @Test
  void refusesBadChunksAndLimits() {
    assertMessage("chunkBytes: 0, limit: " + maxChunkBytes(), () -> arena(0));
    assertMessage("chunkBytes: -1,", () -> arena(-1));
    assertMessage("chunkBytes: " + (maxChunkBytes() + 1) + ",", () -> arena(maxChunkBytes() + 1));
    assertMessage("chunkBytes: " + Long.MAX_VALUE + ",", () -> arena(Long.MAX_VALUE));
    assertMessage("maxBytes: 63, chunkBytes: 64", () -> arena(64, 63));
    assertMessage("maxBytes: -1, chunkBytes: 64", () -> arena(64, -1));
  }

  @Test
  void refusesWhatNeverWasAHandle() {
    try (var arena = arena(64)) {
      long handle = arena.allocateHandle(8, 8);
      for (long other : new long[] {0, 1, handle + 1, handle - 1, handle ^ 1L << 40, ~0L >>> 1}) {
        assertFalse(arena.isLive(other));
        assertMessage("freed, or of another arena", () -> arena.getLong(other, 0));
        assertMessage("freed, or of another arena", () -> arena.setLong(other, 0, 1));
      }
      long mark = arena.mark();
      assertMessage("not a handle: mark", () -> arena.getLong(mark, 0));
      assertMessage("not a handle: mark", () -> arena.size(mark));
      assertMessage("not a handle: mark", () -> length(arena, mark));
      assertMessage("not a mark: handle", () -> arena.rewind(handle));
      assertMessage("freed, or of another arena", () -> arena.rewind(handle | Long.MIN_VALUE));
      for (int i = 0; i < 2; i++) { // in the window, and before it
        long unmarked = mark & Long.MAX_VALUE;
        assertFalse(arena.isLive(unmarked));
        assertMessage("freed, or of another arena", () -> arena.getByte(unmarked, 0));
        assertMessage("freed, or of another arena", () -> arena.setLong(unmarked, 0, 1));
        assertMessage("freed, or of another arena", () -> arena.size(unmarked));
        assertMessage("freed, or of another arena", () -> arena.rewind(handle | Long.MIN_VALUE));
        arena.rewind(arena.mark());
      }
      assertTrue(arena.isLive(handle));
    }
  }

  @Test
  void refusesMarksThatAreForeignRewoundOrYoungerThanTheOneRewoundTo() {
    try (var arena = arena(64);
        var other = arena(64)) {
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
  void refusesWhatIsNextToAnEmptyWindow() {
    try (var arena = arena(64)) {
      for (int i = 0; i < 3; i++) {
        long first = arena.allocateHandle(48, 8); // in a chunk of its own
        arena.setLong(first, 40, i);
        arena.rewind(arena.mark());
        long next = arena.allocateHandle(0, 1);
        for (long invented : new long[] {next - 1, next + 1}) {
          assertMessage("freed, or of another arena", () -> arena.getLong(invented, 0));
          arena.rewind(arena.mark());
          assertMessage("freed, or of another arena", () -> arena.setLong(invented, 40, 7));
        }
        assertEquals(i, arena.getLong(first, 40));
      }
      long none = Long.MIN_VALUE | (1 << 28) - 1; // as if no block were recent
      assertMessage("not a handle: mark", () -> arena.getLong(none, 0));
      arena.reset();
      assertMessage("not a handle: mark", () -> arena.getLong(none, 0));
      assertMessage("not a handle: mark", () -> arena.setByte(none, 0, (byte) 0));
      assertMessage("not a handle: mark", () -> arena.getLong(-1, 0));
    }
  }

  @Test
  void refusesTheHandlesOfOtherArenas() {
    var seen = new HashSet<Long>();
    for (int i = 0; i < 1000; i++) {
      try (var arena = arena(64)) {
        for (int reset = 0; reset < 10; reset++) {
          assertTrue(seen.add(arena.allocateHandle(8, 8)));
          arena.reset();
        }
      }
    }
  }

  @Test
  void generationsWrapPastZeroAndRepeatOnlyAfterAllOfThem() {
    try (var arena = arena(64, 64, GENERATIONS - 1)) {
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
      try (var later = arena(64, 64, GENERATIONS - 1)) {
        assertEquals(last, later.allocateHandle(8, 8));
        assertTrue(later.isLive(last));
      }
    }
    try (var arena = arena(64, 64, 0)) {
      assertNotEquals(0, arena.allocateHandle(8, 8));
      assertFalse(arena.isLive(0));
    }
  }

  @Test
  void neverReservesMoreThanItsLimit() {
    try (var arena = arena(64, 200)) {
      for (int i = 0; i < 3; i++) {
        arena.setLong(arena.allocateHandle(64, 8), 56, 1);
      }
      long mark = arena.mark();
      arena.setLong(arena.allocateHandle(8, 8), 0, 1); // the last chunk is what is left of it
      assertEquals(200, arena.reservedBytes());
      assertMessage("limit: 200, in use: 200, requested: 1", () -> arena.allocateHandle(1, 1));
      assertMessage("limit: 200, in use: 200, requested: 9", () -> allocate(arena, 9, 1));
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
  void losesNothingWhenMemoryRunsOut() throws Exception {
    SmallHeap.run(OutOfMemory.class, getClass().getName());
  }

  /** Grows until there is no memory, then looks whether every block is still in its place. */
  static final class OutOfMemory {
    public static void main(String[] args) throws ReflectiveOperationException {
      var contract =
          Class.forName(args[0])
              .asSubclass(ArenaFaults.class)
              .getDeclaredConstructor()
              .newInstance();
      chunks(contract, contract.arena(1 << 20));
      for (int megabytes = 0; megabytes < 14; megabytes++) { // one or the other array does not fit
        var ballast = new byte[megabytes << 20];
        try {
          table(contract.arena(1 << 10));
        } finally {
          Reference.reachabilityFence(ballast);
        }
      }
      System.out.println("kept");
    }

    private static void chunks(ArenaFaults contract, HandleArena arena) {
      var handles = new long[30]; // more than the heap takes
      int count = 0;
      try {
        while (count < handles.length) {
          long handle = arena.allocateHandle(1 << 20, 8);
          arena.setLong(handle, 0, count);
          handles[count++] = handle;
        }
      } catch (OutOfMemoryError expected) {
        check(arena, handles, count); // the next chunk does not fit
      }
      try {
        contract.allocate(arena, contract.maxChunkBytes(), 8);
        throw new AssertionError("more than any memory");
      } catch (OutOfMemoryError expected) {
        check(arena, handles, count);
      }
      arena.rewind(arena.mark());
      check(arena, handles, count);
      arena.reset();
      for (int i = 0; i < count; i++) {
        handles[i] = arena.allocateHandle(1 << 20, 8);
        arena.setLong(handles[i], 0, i);
      }
      check(arena, handles, count);
      arena.close();
    }

    private static void check(HandleArena arena, long[] handles, int count) {
      if (count < 8
          || arena.liveHandles() != count
          || arena.allocatedBytes() != (long) count << 20) {
        throw new AssertionError("blocks: " + count + ", bytes: " + arena.allocatedBytes());
      }
      for (int i = 0; i < count; i++) {
        if (arena.getLong(handles[i], 0) != i) {
          throw new AssertionError("block: " + i);
        }
      }
    }

    /* Blocks of no bytes: what grows is the table. */
    private static void table(HandleArena arena) {
      long first = arena.allocateHandle(8, 8);
      arena.setLong(first, 0, 7);
      long last = first;
      int count = 1;
      try {
        while (true) {
          last = arena.allocateHandle(0, 1);
          count++;
        }
      } catch (OutOfMemoryError expected) {
        checkTable(arena, count, first, last);
      }
      try {
        arena.mark();
        throw new AssertionError("a mark needs an entry too");
      } catch (OutOfMemoryError expected) {
        checkTable(arena, count, first, last);
      }
      arena.reset();
      arena.setLong(arena.allocateHandle(8, 8), 0, 1);
    }

    private static void checkTable(HandleArena arena, int count, long first, long last) {
      if (count < 1 << 10
          || arena.liveHandles() != count
          || arena.getLong(first, 0) != 7
          || arena.size(last) != 0
          || arena.allocatedBytes() != 8) {
        throw new AssertionError("entries: " + count + ", live: " + arena.liveHandles());
      }
    }
  }

  @Test
  void refusesScopesOutOfOrderAndClosedTwice() {
    try (var arena = arena(64)) {
      HandleArena.OpenScope outer = arena.scope();
      HandleArena.OpenScope inner = arena.scope();
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
  void refusesEverythingOnceClosed() {
    var arena = arena(64);
    long handle = arena.allocateHandle(8, 8);
    long mark = arena.mark();
    HandleArena.OpenScope scope = arena.scope();
    arena.close();
    arena.close();
    assertFalse(arena.isLive(handle));
    Executable[] uses = {
      () -> arena.allocateHandle(8, 8),
      () -> arena.allocateHandle(0, 1),
      () -> allocate(arena, 8, 8),
      () -> arena.getLong(handle, 0),
      () -> arena.setLong(handle, 0, 1),
      () -> arena.size(handle),
      () -> length(arena, handle),
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
  }

  @Test
  void refusesOtherThreads() throws InterruptedException {
    try (var arena = arena(64)) {
      long handle = arena.allocateHandle(8, 8);
      long mark = arena.mark();
      HandleArena.OpenScope scope = arena.scope();
      Executable[] uses = {
        () -> arena.allocateHandle(8, 8),
        () -> allocate(arena, 8, 8),
        () -> arena.getLong(handle, 0),
        () -> arena.setLong(handle, 0, 1),
        () -> arena.getLong(0, 0),
        () -> arena.getInt(handle, 0),
        () -> arena.setByte(handle, 9, (byte) 1),
        () -> arena.isLive(handle),
        () -> arena.size(handle),
        () -> length(arena, handle),
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

  @Test
  void saysWhatTheDesignPageShows() throws Exception {
    var printed = new Printed();
    var owner = new Thread(() -> misuse(printed), "owner");
    owner.start();
    owner.join();
    String other = getClass() == BumpArenaTest.class ? "HeapArena" : "BumpArena";
    printed.assertOn("memory.md", row -> !row.contains(other));
  }

  void misuse(Printed printed) {
    add(
        printed,
        "a handle after `reset`",
        arena -> {
          long handle = arena.allocateHandle(8);
          arena.reset();
          arena.getLong(handle, 0);
        });
    add(
        printed,
        "a handle after `rewind`",
        arena -> {
          long mark = arena.mark();
          long handle = arena.allocateHandle(8);
          arena.rewind(mark);
          arena.setLong(handle, 0, 1);
        });
    add(
        printed,
        "a handle after its scope's `close`",
        arena -> {
          HandleArena.OpenScope scope = arena.scope();
          long handle = arena.allocateHandle(8);
          scope.close();
          arena.getLong(handle, 0);
        });
    add(
        printed,
        "a handle after `close`",
        arena -> {
          long handle = arena.allocateHandle(8);
          arena.close();
          arena.getLong(handle, 0);
        });
    add(
        printed,
        "`allocateHandle` after `close`",
        arena -> {
          arena.close();
          arena.allocateHandle(8);
        });
    add(
        printed,
        "a handle of another arena",
        arena -> {
          try (var other = arena(64, 256, 5)) {
            arena.getLong(other.allocateHandle(8), 0);
          }
        });
    add(printed, "0 as a handle", arena -> arena.getLong(0, 0));
    add(printed, "a mark as a handle", arena -> arena.getLong(arena.mark(), 0));
    add(printed, "a handle as a mark", arena -> arena.rewind(arena.allocateHandle(8)));
    add(
        printed,
        "a mark a second time",
        arena -> {
          long mark = arena.mark();
          arena.rewind(mark);
          arena.rewind(mark);
        });
    add(
        printed,
        "a mark younger than the one rewound to",
        arena -> {
          long mark = arena.mark();
          long young = arena.mark();
          arena.rewind(mark);
          arena.rewind(young);
        });
    add(
        printed,
        "a mark of another arena",
        arena -> {
          try (var other = arena(64, 256, 5)) {
            arena.rewind(other.mark());
          }
        });
    add(
        printed,
        "`getLong(handle, 1)` of 8 bytes",
        arena -> arena.getLong(arena.allocateHandle(8), 1));
    add(printed, "`getByte(handle, -1)`", arena -> arena.getByte(arena.allocateHandle(8), -1));
    add(printed, "`allocateHandle(-1)`", arena -> arena.allocateHandle(-1));
    add(printed, "`allocateHandle(1L << 28)`", arena -> arena.allocateHandle(1L << 28));
    add(printed, "`allocateHandle(8, 0)`", arena -> arena.allocateHandle(8, 0));
    add(printed, "`allocateHandle(8, -8)`", arena -> arena.allocateHandle(8, -8));
    add(printed, "`allocateHandle(8, 24)`", arena -> arena.allocateHandle(8, 24));
    add(
        printed,
        "more than `maxBytes`",
        arena -> {
          arena.allocateHandle(8);
          arena.allocateHandle(193);
        });
    add(printed, "`trim(-1)`", arena -> arena.trim(-1));
    add(
        printed,
        "an outer scope closed first",
        arena -> {
          HandleArena.OpenScope outer = arena.scope();
          arena.scope();
          outer.close();
        });
    add(
        printed,
        "a scope closed twice, or after `reset`",
        arena -> {
          HandleArena.OpenScope scope = arena.scope();
          arena.reset();
          scope.close();
        });
    add(
        printed,
        "anything on another thread",
        arena -> {
          var thrown = new AtomicReference<RuntimeException>();
          Thread stranger =
              new Thread(
                  () ->
                      thrown.set(
                          assertThrows(RuntimeException.class, () -> arena.allocateHandle(8))),
                  "stranger");
          stranger.start();
          stranger.join();
          throw Objects.requireNonNull(thrown.get());
        });
    add(printed, "`maxBytes` below `chunkBytes`", arena -> arena(64, 63));
  }

  /** What a use of a fresh arena is answered with; the first handle is 0x10000000. */
  final void add(Printed printed, String what, Use use) {
    printed.add(
        what,
        () -> {
          try (var arena = arena(64, 256, 1)) {
            use.on(arena);
          }
        });
  }

  interface Use {
    void on(HandleArena arena) throws Exception;
  }

  static void assertMessage(String part, Executable use) {
    String message = String.valueOf(assertThrows(RuntimeException.class, use).getMessage());
    assertTrue(message.contains(part), message);
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every arena promises, whatever its memory is. */
abstract class ArenaContract extends ArenaFaults {
  @Test
  void keepsEveryTypeAtEveryOffset() {
    try (var arena = arena(256)) {
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
    try (var arena = arena(64)) {
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
    try (var arena = arena(64)) {
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

  /** Of an access that is longer than its block, an offset near the last long. */
  @Test
  void noOffsetIsSoLargeThatItReachesANeighbour() {
    try (var arena = arena(1024)) {
      var bytes = new byte[16];
      long before = arena.allocateHandle(16, 8);
      for (int size = 0; size < 8; size++) {
        long handle = arena.allocateHandle(size, 1);
        long behind = arena.allocateHandle(16, 1);
        for (int round = 0; round < 2; round++) { // in the window, and before it
          for (long near = 0; near < 20; near++) {
            long offset = Long.MAX_VALUE - near;
            String part = ": offset: " + offset + ", bytes: ";
            assertMessage(part + "8, size: " + size, () -> arena.getLong(handle, offset));
            assertMessage(part + "8, size: " + size, () -> arena.setLong(handle, offset, -1));
            assertMessage(part + "4, size: " + size, () -> arena.getInt(handle, offset));
            assertMessage(part + "4, size: " + size, () -> arena.setInt(handle, offset, -1));
            assertMessage(part + "1, size: " + size, () -> arena.getByte(handle, offset));
            assertMessage(part + "16, size: ", () -> arena.getBytes(handle, offset, bytes, 0, 16));
            assertMessage(part + "16, size: ", () -> arena.setBytes(handle, offset, bytes, 0, 16));
          }
          arena.rewind(arena.mark());
        }
        assertEquals(0, arena.getLong(before, 8));
        assertEquals(0, arena.getLong(behind, 0));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 4, 8, 16, 64, 128, 4096, 1 << 20})
  void aligns(long align) {
    try (var arena = arena(1024)) {
      for (int i = 0; i < 20; i++) {
        arena.allocateHandle(1, 1);
        long handle = arena.allocateHandle(3, align);
        assertEquals(0, start(arena, handle) % align);
        assertEquals(3, length(arena, handle));
        assertEquals(0, allocate(arena, 5, align) % align);
        arena.setByte(arena.allocateHandle(1, 1), 0, (byte) 1);
      }
    }
  }

  @Test
  void handsOutEmptyBlocks() {
    try (var arena = arena(64)) {
      allocate(arena, 0, 1);
      long empty = arena.allocateHandle(0, 1);
      assertEquals(0, arena.size(empty));
      assertEquals(0, length(arena, empty));
      arena.trim(); // even when its chunk is given back
      assertEquals(0, arena.reservedBytes());
      assertEquals(0, length(arena, empty));
      arena.setBytes(empty, 0, new byte[0], 0, 0);
      arena.allocateHandle(1, 1);
      assertTrue(arena.isLive(empty));
    }
  }

  @Test
  void rewindFreesTheYoungerAndKeepsTheOlder() {
    try (var arena = arena(64)) {
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
  void keepsWhatIsOlderThroughManyWindows() {
    try (var arena = arena(256)) {
      var kept = new ArrayList<Long>();
      var freed = new ArrayList<Long>();
      for (int i = 0; i < 200; i++) {
        long handle = arena.allocateHandle(40, 8); // a chunk ends at every sixth
        arena.setLong(handle, 32, i);
        kept.add(handle);
        long mark = arena.mark();
        freed.add(arena.allocateHandle(8, 8));
        if (i % 3 == 0) {
          freed.add(mark);
          arena.rewind(mark);
        }
        for (int j = 0; j <= i; j++) {
          assertEquals(j, arena.getLong(kept.get(j), 32));
        }
        if (i % 3 != 0) {
          freed.removeLast(); // it still lives
        }
        for (long dead : freed) {
          assertFalse(arena.isLive(dead));
        }
      }
    }
  }

  @Test
  void resetKeepsTheChunksForReuse() {
    try (var arena = arena(64)) {
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
  void trimGivesUpTheChunksThatHoldNothing() {
    try (var arena = arena(64)) {
      long old = arena.allocateHandle(64, 8);
      arena.setLong(old, 56, 5);
      long mark = arena.mark();
      for (int i = 0; i < 1000; i++) {
        arena.allocateHandle(64, 8);
      }
      arena.rewind(mark);
      arena.trim();
      assertEquals(64, arena.reservedBytes());
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
    try (var arena = arena(64)) {
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
    try (var arena = arena(64)) {
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
  void aNewChunkLeavesTheLastBlockWhereItIs() {
    try (var arena = arena(64)) {
      for (int i = 1; i <= 10; i++) {
        long last = arena.allocateHandle(48, 8);
        arena.setLong(last, 40, i);
        allocate(arena, 64, 8); // in a chunk of its own, without a handle
        assertEquals(i, arena.getLong(last, 40));
        arena.setInt(last, 40, -i);
        assertEquals(-i, arena.getInt(last, 40));
      }
    }
  }

  @Test
  void countsWhatIsLive() {
    try (var arena = arena(64)) {
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
  void scopesFreeAtTheirEnd() {
    try (var arena = arena(64)) {
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
    try (var arena = arena(64)) {
      HandleArena.OpenScope first = arena.scope();
      first.close();
      HandleArena.OpenScope second = arena.scope();
      assertSame(first, second);
      second.close();
    }
  }

  @Test
  void resetAndRewindEndScopes() {
    try (var arena = arena(64)) {
      long mark = arena.mark();
      HandleArena.OpenScope scope = arena.scope();
      arena.rewind(mark);
      assertMessage("ended by a reset or rewind", scope::close);
      HandleArena.OpenScope outer = arena.scope();
      HandleArena.OpenScope inner = arena.scope();
      arena.reset();
      assertMessage("ended by a reset or rewind", inner::close);
      assertMessage("ended by a reset or rewind", outer::close);
      HandleArena.OpenScope fresh = arena.scope();
      long handle = arena.allocateHandle(8, 8);
      fresh.close();
      assertFalse(arena.isLive(handle));
    }
  }

  @Test
  void closesManyOpenScopesInTurn() {
    try (var arena = arena(64)) {
      var open = new HandleArena.OpenScope[100];
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
}

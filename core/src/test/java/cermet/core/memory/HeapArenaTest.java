// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.text.Slice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapArenaTest extends ArenaContract {
  @Override
  HandleArena arena(long chunkBytes, long maxBytes, long generation) {
    return new HeapArena(chunkBytes, maxBytes, generation);
  }

  @Override
  long maxChunkBytes() {
    return Integer.MAX_VALUE - 8;
  }

  @Override
  long allocate(HandleArena arena, long size, long align) {
    Slice slice = ((HeapArena) arena).allocate(size, align);
    assertEquals(size, slice.length());
    return slice.from();
  }

  @Override
  long start(HandleArena arena, long handle) {
    return ((HeapArena) arena).slice(handle).from();
  }

  @Override
  long length(HandleArena arena, long handle) {
    return ((HeapArena) arena).slice(handle).length();
  }

  @Override
  void misuse(Printed printed) {
    super.misuse(printed);
    printed.add("`new HeapArena(0)`", () -> new HeapArena(0));
    add(printed, "`HeapArena`: `allocate(1L << 31, 8)`", arena -> allocate(arena, 1L << 31, 8));
  }

  @Test
  void showsItsUse() {
    // @start region="example"
    try (var arena = new HeapArena(64 << 10)) {
      for (int request = 1; request <= 3; request++) {
        try (var _ = arena.scope()) { // frees at its end what the request took
          Slice name = arena.allocate(5);
          System.arraycopy("hello".getBytes(US_ASCII), 0, name.bytes(), name.from(), 5);
          long record = arena.allocateHandle(16, 8);
          arena.setLong(record, 8, name.length());
          assertEquals(5, arena.getLong(record, 8));
        }
      }
      assertEquals(0, arena.allocatedBytes());
    }
    // @end
  }

  @Test
  void everyChunkBeginsAtEveryAlignment() {
    try (var arena = new HeapArena(1024)) {
      arena.allocateHandle(8, 8);
      assertEquals(0, arena.allocate(8, 1L << 62).from());
      assertEquals(2048, arena.reservedBytes());
      assertEquals(0, arena.slice(arena.allocateHandle(8, 1L << 62)).from());
      assertEquals(3072, arena.reservedBytes());
    }
  }

  @Test
  void staleSlicesStaySafeToTouch() {
    try (var arena = new HeapArena(64)) {
      Slice stale = arena.allocate(64, 8);
      arena.reset();
      arena.trim();
      stale.bytes()[stale.from()] = 7; // still memory, no longer the arena's
      assertEquals(0, arena.reservedBytes());
    }
  }

  @Test
  void handsOutSlices() {
    try (var arena = new HeapArena(64)) {
      List<Slice> slices = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        Slice slice = arena.allocate(i);
        assertEquals(i, slice.length());
        for (int at = slice.from(); at < slice.to(); at++) {
          slice.bytes()[at] = (byte) i;
        }
        slices.add(slice);
      }
      for (int i = 0; i < 20; i++) {
        for (int at = 0; at < i; at++) {
          assertEquals(i, slices.get(i).byteAt(at));
        }
      }
      long handle = arena.allocateHandle(8, 8);
      arena.setLong(handle, 0, -1);
      assertEquals(-1, arena.slice(handle).byteAt(7));
      assertEquals(8, arena.slice(handle).length());
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Test;

/** What every arena does without allocating. */
abstract class ArenaBytes {
  private long sum;

  abstract HandleArena arena(long chunkBytes);

  @Test
  void handlesAllocateNothing() {
    try (var arena = arena(1024)) {
      var bytes = new byte[8];
      assertEquals(
          0,
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 200; i++) { // several chunks
              long handle = arena.allocateHandle(32, 8);
              arena.setLong(handle, 0, i);
              arena.setInt(handle, 8, i);
              arena.setByte(handle, 12, (byte) i);
              arena.setBytes(handle, 16, bytes, 0, bytes.length);
              arena.getBytes(handle, 16, bytes, 0, bytes.length);
              sum += arena.getLong(handle, 0) + arena.getInt(handle, 8);
              sum += arena.getByte(handle, 12) + arena.size(handle);
            }
            arena.reset();
          }));
    }
  }

  @Test
  void olderHandlesAllocateNothing() {
    try (var arena = arena(64)) {
      long older = arena.allocateHandle(64, 8);
      arena.allocateHandle(64, 8);
      assertEquals(
          0,
          AllocationMeter.bytes(() -> {
            arena.setLong(older, 0, sum);
            arena.setInt(older, 8, 1);
            arena.setByte(older, 12, (byte) 1);
            sum += arena.getLong(older, 0) + arena.getInt(older, 8) + arena.getByte(older, 12);
          }));
    }
  }

  @Test
  void marksAndScopesAllocateNothing() {
    try (var arena = arena(128)) {
      assertEquals(
          0,
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 20; i++) {
              long mark = arena.mark();
              arena.setLong(arena.allocateHandle(64, 8), 0, i);
              try (var _ = arena.scope()) {
                arena.setLong(arena.allocateHandle(64, 8), 0, i);
                try (var _ = arena.scope()) {
                  arena.setLong(arena.allocateHandle(64, 8), 0, i);
                }
              }
              arena.rewind(mark);
            }
            arena.reset();
          }));
    }
  }
}

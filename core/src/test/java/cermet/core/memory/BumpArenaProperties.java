// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;

class BumpArenaProperties extends ArenaModel {
  @Override
  HandleArena arena(long chunkBytes, long maxBytes) {
    return new BumpArena(chunkBytes, maxBytes);
  }

  @Override
  void scribble(HandleArena arena, int size, long align) {
    MemorySegment segment = ((BumpArena) arena).allocate(size, align).fill((byte) 0x5A);
    assertTrue(arena.allocatedBytes() >= segment.byteSize());
  }

  @Override
  Place place(HandleArena arena, long handle) {
    MemorySegment segment = ((BumpArena) arena).segment(handle);
    return new Place("memory", segment.address(), segment.address() + segment.byteSize());
  }
}

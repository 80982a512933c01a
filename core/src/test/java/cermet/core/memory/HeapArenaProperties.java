// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Slice;
import java.util.Arrays;

class HeapArenaProperties extends ArenaModel {
  @Override
  HandleArena arena(long chunkBytes, long maxBytes) {
    return new HeapArena(chunkBytes, maxBytes);
  }

  @Override
  void scribble(HandleArena arena, int size, long align) {
    Slice slice = ((HeapArena) arena).allocate(size, align);
    Arrays.fill(slice.bytes(), slice.from(), slice.to(), (byte) 0x5A);
    assertTrue(arena.allocatedBytes() >= slice.length());
  }

  @Override
  Place place(HandleArena arena, long handle) {
    Slice slice = ((HeapArena) arena).slice(handle);
    return new Place(slice.bytes(), slice.from(), slice.to());
  }
}

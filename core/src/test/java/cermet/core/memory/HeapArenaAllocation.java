// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

/// Under `-Xint`, where nothing is optimised away.
class HeapArenaAllocation extends ArenaBytes {
  @Override
  HandleArena arena(long chunkBytes) {
    return new HeapArena(chunkBytes);
  }
}

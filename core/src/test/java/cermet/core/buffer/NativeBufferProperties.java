// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import java.lang.foreign.Arena;

class NativeBufferProperties extends BufferModel {
  @Override
  Buffer buffer(int capacity) {
    return NativeBuffer.allocate(capacity, Arena.ofAuto());
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

import org.jspecify.annotations.NullMarked;

/// Buffers, hashing, arenas, byte slices, decimal digits, allocation measuring and Amdahl's law.
@NullMarked
module cermet.core {
  requires static transitive org.jspecify;
  requires jdk.management;

  exports cermet.core.buffer;
  exports cermet.core.hash;
  exports cermet.core.measure;
  exports cermet.core.memory;
  exports cermet.core.text;
}

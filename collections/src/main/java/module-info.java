// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

import org.jspecify.annotations.NullMarked;

/// Primitive maps and lists.
@NullMarked
module cermet.collections {
  requires static transitive org.jspecify;
  requires transitive cermet.core;

  exports cermet.collections.list;
  exports cermet.collections.map;
}

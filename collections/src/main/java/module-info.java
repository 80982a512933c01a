// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

import org.jspecify.annotations.NullMarked;

/// Primitive maps, sets, lists, heaps and deques.
@NullMarked
module cermet.collections {
  requires static transitive org.jspecify;
  requires transitive cermet.core;

  exports cermet.collections.list;
  exports cermet.collections.map;
  exports cermet.collections.order;
  exports cermet.collections.queue;
  exports cermet.collections.set;
}

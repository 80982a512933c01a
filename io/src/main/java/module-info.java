// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

import org.jspecify.annotations.NullMarked;

/// Zero-copy sources and sinks, windows, readers and writers.
@NullMarked
module cermet.io {
  requires static transitive org.jspecify;
  requires transitive cermet.core;

  exports cermet.io.csv;
  exports cermet.io.json;
  exports cermet.io.line;
  exports cermet.io.source;
}

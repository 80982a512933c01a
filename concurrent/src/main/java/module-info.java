// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

import org.jspecify.annotations.NullMarked;

/// Queues, channels, rings of messages, counters, waits and parallel tasks.
@NullMarked
module cermet.concurrent {
  requires static transitive org.jspecify;

  exports cermet.concurrent.counter;
  exports cermet.concurrent.queue;
  exports cermet.concurrent.ring;
  exports cermet.concurrent.task;
  exports cermet.concurrent.wait;
}

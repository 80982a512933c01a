// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Queues with two ends, for one thread.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.collections.queue.LongDeque] | numbers of 64 bits that leave in the order they came, or in the opposite one | the smallest first: a heap; two threads: `cermet.concurrent.queue` |
/// | [cermet.collections.queue.IntDeque] | every value fits in 32 bits: half the memory | the values may grow beyond 32 bits |
/// | [cermet.collections.queue.ObjectDeque] | objects, also by position: `java.util.ArrayDeque` has no index | numbers: `LongDeque` |
@NullMarked
package cermet.collections.queue;

import org.jspecify.annotations.NullMarked;

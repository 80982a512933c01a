// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Rings of messages of bytes between threads, on the heap or outside it.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.concurrent.ring.SpscByteRing] | one thread writes messages and one other reads them | a second producer may appear; what you hand over is objects: then [cermet.concurrent.queue.SpscQueue] |
/// | [cermet.concurrent.ring.MpscByteRing] | many threads write messages and one other reads them | one thread writes: then `SpscByteRing`; the order among producers matters |
///
/// Both are a [cermet.concurrent.ring.ByteRing]; `allocate(capacity)` puts the memory on the heap,
/// `allocate(capacity, arena)` outside it, for messages that go on to a channel or a socket without
/// a copy, or that foreign code reads.
@NullMarked
package cermet.concurrent.ring;

import org.jspecify.annotations.NullMarked;

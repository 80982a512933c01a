// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Bounded queues between threads.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.concurrent.queue.SpscQueue] | one thread offers and one other polls, of objects | a second producer or consumer may appear; a thread should sleep until something comes: then `java.util.concurrent.ArrayBlockingQueue` |
/// | [cermet.concurrent.queue.SpscLongQueue] | one thread offers `long`s and one other polls, one by one or whole arrays at a time | a second producer or consumer may appear |
/// | [cermet.concurrent.queue.MpscLongQueue] | many threads offer `long`s and one polls | a second consumer may appear; only one thread offers: then `SpscLongQueue` |
/// | [cermet.concurrent.queue.MpmcLongQueue] | many threads offer `long`s and many poll | only one thread polls: then `MpscLongQueue` |
package cermet.concurrent.queue;

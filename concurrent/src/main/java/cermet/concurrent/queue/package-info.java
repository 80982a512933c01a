// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Bounded and unbounded queues between threads.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.concurrent.queue.SpscQueue] | one thread offers and one other polls, of objects | a second producer or consumer may appear; a thread should sleep until something comes: then [cermet.concurrent.queue.Channel] |
/// | [cermet.concurrent.queue.Channel] | threads wait for each other, sleep meanwhile, and come to an end: any number on both sides, platform or virtual | nobody ever waits or sleeps; a `BlockingQueue` is asked for: then `java.util.concurrent.ArrayBlockingQueue` |
/// | [cermet.concurrent.queue.MpscQueue] | many threads offer objects and one polls | there is one producer: `SpscQueue`; a second consumer may appear: `MpmcQueue`; an offer must never be refused: `MpscChunkedQueue` |
/// | [cermet.concurrent.queue.MpmcQueue] | many threads offer objects and many poll | one side has one thread: `MpscQueue`, `SpscQueue`; elements are removed from the middle: `java.util.concurrent.ConcurrentLinkedQueue` |
/// | [cermet.concurrent.queue.MpscChunkedQueue] | many threads offer objects, never refused, and one polls | producers may outrun the consumer for long: memory fills |
/// | [cermet.concurrent.queue.SpscLongQueue] | one thread offers `long`s and one other polls, one by one or whole arrays at a time | a second producer or consumer may appear |
/// | [cermet.concurrent.queue.MpscLongQueue] | many threads offer `long`s and one polls | a second consumer may appear; only one thread offers: then `SpscLongQueue` |
/// | [cermet.concurrent.queue.MpmcLongQueue] | many threads offer `long`s and many poll | only one thread polls: then `MpscLongQueue` |
@NullMarked
package cermet.concurrent.queue;

import org.jspecify.annotations.NullMarked;

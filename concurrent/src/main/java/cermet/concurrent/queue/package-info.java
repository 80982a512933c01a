// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Bounded queues between threads.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.concurrent.queue.SpscQueue] | one thread offers and one other polls, of objects | a second producer or consumer may appear; a thread should sleep until something comes: then `java.util.concurrent.ArrayBlockingQueue` |
/// | [cermet.concurrent.queue.MpscQueue] | many threads offer objects and one polls | there is one producer: `SpscQueue`; a second consumer may appear: `MpmcQueue` |
/// | [cermet.concurrent.queue.MpmcQueue] | many threads offer objects and many poll | one side has one thread: `MpscQueue`, `SpscQueue`; elements are removed from the middle: `java.util.concurrent.ConcurrentLinkedQueue` |
package cermet.concurrent.queue;

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Bounded queues between threads.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.concurrent.queue.SpscQueue] | one thread offers and one other polls, of objects | a second producer or consumer may appear; a thread should sleep until something comes: then [cermet.concurrent.queue.Channel] |
/// | [cermet.concurrent.queue.Channel] | threads wait for each other, sleep meanwhile, and come to an end: any number on both sides, platform or virtual | nobody ever waits or sleeps; a `BlockingQueue` is asked for: then `java.util.concurrent.ArrayBlockingQueue` |
package cermet.concurrent.queue;

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The verbs of one of the queues of `long`s. No interface: the compiler is to see through these
/// calls into a bare spin loop, as it would not if three classes implemented them.
@SuppressWarnings("NullAway") // one of the three is there
record LongQueueVerbs(
    @Nullable SpscLongQueue spsc, @Nullable MpscLongQueue mpsc, @Nullable MpmcLongQueue mpmc) {

  LongQueueVerbs(SpscLongQueue queue) {
    this(queue, null, null);
  }

  LongQueueVerbs(MpscLongQueue queue) {
    this(null, queue, null);
  }

  LongQueueVerbs(MpmcLongQueue queue) {
    this(null, null, queue);
  }

  int capacity() {
    return spsc != null ? spsc.capacity() : mpsc != null ? mpsc.capacity() : mpmc.capacity();
  }

  int size() {
    return spsc != null ? spsc.size() : mpsc != null ? mpsc.size() : mpmc.size();
  }

  boolean isEmpty() {
    return spsc != null ? spsc.isEmpty() : mpsc != null ? mpsc.isEmpty() : mpmc.isEmpty();
  }

  boolean offer(long value) {
    return spsc != null ? spsc.offer(value) : mpsc != null ? mpsc.offer(value) : mpmc.offer(value);
  }

  boolean relaxedOffer(long value) {
    return spsc != null
        ? spsc.relaxedOffer(value)
        : mpsc != null ? mpsc.relaxedOffer(value) : mpmc.relaxedOffer(value);
  }

  boolean offerIfBelowThreshold(long value, int threshold) {
    return spsc != null
        ? spsc.offerIfBelowThreshold(value, threshold)
        : mpsc != null
            ? mpsc.offerIfBelowThreshold(value, threshold)
            : mpmc.offerIfBelowThreshold(value, threshold);
  }

  int offerAll(long[] elements, int from, int count) {
    return spsc != null
        ? spsc.offerAll(elements, from, count)
        : mpsc != null
            ? mpsc.offerAll(elements, from, count)
            : mpmc.offerAll(elements, from, count);
  }

  long poll(long absent) {
    return spsc != null ? spsc.poll(absent) : mpsc != null ? mpsc.poll(absent) : mpmc.poll(absent);
  }

  boolean poll(LongConsumer consumer) {
    return spsc != null
        ? spsc.poll(consumer)
        : mpsc != null ? mpsc.poll(consumer) : mpmc.poll(consumer);
  }

  long relaxedPoll(long absent) {
    return spsc != null
        ? spsc.relaxedPoll(absent)
        : mpsc != null ? mpsc.relaxedPoll(absent) : mpmc.relaxedPoll(absent);
  }

  long peek(long absent) {
    return spsc != null ? spsc.peek(absent) : mpsc != null ? mpsc.peek(absent) : mpmc.peek(absent);
  }

  long relaxedPeek(long absent) {
    return spsc != null
        ? spsc.relaxedPeek(absent)
        : mpsc != null ? mpsc.relaxedPeek(absent) : mpmc.relaxedPeek(absent);
  }

  int pollInto(long[] into, int from, int count) {
    return spsc != null
        ? spsc.pollInto(into, from, count)
        : mpsc != null ? mpsc.pollInto(into, from, count) : mpmc.pollInto(into, from, count);
  }

  int drain(LongConsumer consumer) {
    return spsc != null
        ? spsc.drain(consumer)
        : mpsc != null ? mpsc.drain(consumer) : mpmc.drain(consumer);
  }

  int drain(LongConsumer consumer, int limit) {
    return spsc != null
        ? spsc.drain(consumer, limit)
        : mpsc != null ? mpsc.drain(consumer, limit) : mpmc.drain(consumer, limit);
  }

  void drain(LongConsumer consumer, IntUnaryOperator wait, BooleanSupplier running) {
    if (spsc != null) {
      spsc.drain(consumer, wait, running);
    } else if (mpsc != null) {
      mpsc.drain(consumer, wait, running);
    } else {
      mpmc.drain(consumer, wait, running);
    }
  }

  int fill(LongSupplier supplier) {
    return spsc != null
        ? spsc.fill(supplier)
        : mpsc != null ? mpsc.fill(supplier) : mpmc.fill(supplier);
  }

  int fill(LongSupplier supplier, int limit) {
    return spsc != null
        ? spsc.fill(supplier, limit)
        : mpsc != null ? mpsc.fill(supplier, limit) : mpmc.fill(supplier, limit);
  }

  void fill(LongSupplier supplier, IntUnaryOperator wait, BooleanSupplier running) {
    if (spsc != null) {
      spsc.fill(supplier, wait, running);
    } else if (mpsc != null) {
      mpsc.fill(supplier, wait, running);
    } else {
      mpmc.fill(supplier, wait, running);
    }
  }

  void clear() {
    if (spsc != null) {
      spsc.clear();
    } else if (mpsc != null) {
      mpsc.clear();
    } else {
      mpmc.clear();
    }
  }

  Queue<Long> asQueue() {
    return spsc != null ? spsc.asQueue() : mpsc != null ? mpsc.asQueue() : mpmc.asQueue();
  }
}

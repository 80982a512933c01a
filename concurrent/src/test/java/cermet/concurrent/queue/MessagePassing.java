// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/// A queue under the verbs of JCTools, which refuses null functions by another exception than ours.
record MessagePassing(ObjectQueue<Object> queue, int capacity)
    implements MessagePassingQueue<Object> {
  static MessagePassing of(Object queue) {
    ObjectQueue<Object> verbs = ObjectQueue.of(queue);
    return new MessagePassing(
        verbs, queue instanceof MpscChunkedQueue ? UNBOUNDED_CAPACITY : verbs.capacity());
  }

  @Override
  public boolean offer(Object element) {
    return queue.offer(element);
  }

  @Override
  public @Nullable Object poll() {
    return queue.poll();
  }

  @Override
  public @Nullable Object peek() {
    return queue.peek();
  }

  @Override
  public int size() {
    return queue.size();
  }

  @Override
  public void clear() {
    queue.clear();
  }

  @Override
  public boolean isEmpty() {
    return queue.isEmpty();
  }

  @Override
  public boolean relaxedOffer(Object element) {
    return queue.relaxedOffer(element);
  }

  @Override
  public @Nullable Object relaxedPoll() {
    return queue.relaxedPoll();
  }

  @Override
  public @Nullable Object relaxedPeek() {
    return queue.relaxedPeek();
  }

  @Override
  public int drain(Consumer<Object> consumer) {
    check(consumer);
    return queue.drain(consumer::accept);
  }

  @Override
  public int drain(Consumer<Object> consumer, int limit) {
    check(consumer);
    return queue.drain(consumer::accept, limit);
  }

  @Override
  public int fill(Supplier<Object> supplier) {
    check(supplier);
    return queue.fill(supplier::get);
  }

  @Override
  public int fill(Supplier<Object> supplier, int limit) {
    check(supplier);
    return queue.fill(supplier::get, limit);
  }

  @Override
  public void drain(Consumer<Object> consumer, WaitStrategy wait, ExitCondition exit) {
    check(consumer, wait, exit);
    queue.drain(consumer::accept, wait::idle, exit::keepRunning);
  }

  @Override
  public void fill(Supplier<Object> supplier, WaitStrategy wait, ExitCondition exit) {
    check(supplier, wait, exit);
    queue.fill(supplier::get, wait::idle, exit::keepRunning);
  }

  private static void check(@Nullable Object... functions) {
    for (Object function : functions) {
      if (function == null) {
        throw new IllegalArgumentException("null");
      }
    }
  }
}

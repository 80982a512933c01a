// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/// A queue under the verbs of JCTools, which refuses null functions by another exception than ours.
record MessagePassing(
    Queue<Object> view,
    int capacity,
    Predicate<Object> relaxedOffers,
    java.util.function.Supplier<@Nullable Object> relaxedPolls,
    java.util.function.Supplier<@Nullable Object> relaxedPeeks,
    DrainAll drainsAll,
    FillAll fillsAll,
    Drain drains,
    Fill fills,
    DrainOn drainsOn,
    FillOn fillsOn)
    implements MessagePassingQueue<Object> {
  @FunctionalInterface
  interface DrainAll {
    int drain(java.util.function.Consumer<Object> consumer);
  }

  @FunctionalInterface
  interface FillAll {
    int fill(java.util.function.Supplier<Object> supplier);
  }

  @FunctionalInterface
  interface Drain {
    int drain(java.util.function.Consumer<Object> consumer, int limit);
  }

  @FunctionalInterface
  interface Fill {
    int fill(java.util.function.Supplier<Object> supplier, int limit);
  }

  @FunctionalInterface
  interface DrainOn {
    void drain(
        java.util.function.Consumer<Object> consumer,
        IntUnaryOperator wait,
        BooleanSupplier running);
  }

  @FunctionalInterface
  interface FillOn {
    void fill(
        java.util.function.Supplier<Object> supplier,
        IntUnaryOperator wait,
        BooleanSupplier running);
  }

  static MessagePassing of(SpscQueue<Object> queue) {
    return new MessagePassing(
        queue.asQueue(),
        queue.capacity(),
        queue::relaxedOffer,
        queue::relaxedPoll,
        queue::relaxedPeek,
        queue::drain,
        queue::fill,
        queue::drain,
        queue::fill,
        queue::drain,
        queue::fill);
  }

  static MessagePassing of(MpscQueue<Object> queue) {
    return new MessagePassing(
        queue.asQueue(),
        queue.capacity(),
        queue::relaxedOffer,
        queue::relaxedPoll,
        queue::relaxedPeek,
        queue::drain,
        queue::fill,
        queue::drain,
        queue::fill,
        queue::drain,
        queue::fill);
  }

  static MessagePassing of(MpmcQueue<Object> queue) {
    return new MessagePassing(
        queue.asQueue(),
        queue.capacity(),
        queue::relaxedOffer,
        queue::relaxedPoll,
        queue::relaxedPeek,
        queue::drain,
        queue::fill,
        queue::drain,
        queue::fill,
        queue::drain,
        queue::fill);
  }

  static MessagePassing of(MpscChunkedQueue<Object> queue) {
    return new MessagePassing(
        queue.asQueue(),
        UNBOUNDED_CAPACITY,
        queue::relaxedOffer,
        queue::relaxedPoll,
        queue::relaxedPeek,
        queue::drain,
        queue::fill,
        queue::drain,
        queue::fill,
        queue::drain,
        queue::fill);
  }

  @Override
  public boolean offer(Object element) {
    return view.offer(element);
  }

  @Override
  public @Nullable Object poll() {
    return view.poll();
  }

  @Override
  public @Nullable Object peek() {
    return view.peek();
  }

  @Override
  public int size() {
    return view.size();
  }

  @Override
  public void clear() {
    view.clear();
  }

  @Override
  public boolean isEmpty() {
    return view.isEmpty();
  }

  @Override
  public boolean relaxedOffer(Object element) {
    return relaxedOffers.test(element);
  }

  @Override
  public @Nullable Object relaxedPoll() {
    return relaxedPolls.get();
  }

  @Override
  public @Nullable Object relaxedPeek() {
    return relaxedPeeks.get();
  }

  @Override
  public int drain(MessagePassingQueue.Consumer<Object> consumer) {
    check(consumer);
    return drainsAll.drain(consumer::accept);
  }

  @Override
  public int drain(MessagePassingQueue.Consumer<Object> consumer, int limit) {
    check(consumer);
    return drains.drain(consumer::accept, limit);
  }

  @Override
  public int fill(MessagePassingQueue.Supplier<Object> supplier) {
    check(supplier);
    return fillsAll.fill(supplier::get);
  }

  @Override
  public int fill(MessagePassingQueue.Supplier<Object> supplier, int limit) {
    check(supplier);
    return fills.fill(supplier::get, limit);
  }

  @Override
  public void drain(
      MessagePassingQueue.Consumer<Object> consumer,
      MessagePassingQueue.WaitStrategy wait,
      MessagePassingQueue.ExitCondition exit) {
    check(consumer);
    check(wait);
    check(exit);
    drainsOn.drain(consumer::accept, wait::idle, exit::keepRunning);
  }

  @Override
  public void fill(
      MessagePassingQueue.Supplier<Object> supplier,
      MessagePassingQueue.WaitStrategy wait,
      MessagePassingQueue.ExitCondition exit) {
    check(supplier);
    check(wait);
    check(exit);
    fillsOn.fill(supplier::get, wait::idle, exit::keepRunning);
  }

  private static void check(@Nullable Object function) {
    if (function == null) {
      throw new IllegalArgumentException("null");
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import cermet.concurrent.queue.MpmcLongQueue;
import cermet.concurrent.queue.MpscLongQueue;
import cermet.concurrent.queue.SpscLongQueue;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/// The verbs of a queue of longs.
record LongLane(
    LongPredicate offers,
    LongPredicate relaxedOffers,
    Many offersAll,
    Fill fills,
    LongUnaryOperator polls,
    LongUnaryOperator relaxedPolls,
    LongUnaryOperator peeks,
    Many pollsInto,
    Drain drains,
    IntSupplier sizes,
    IntSupplier capacities)
    implements Lane {
  @FunctionalInterface
  interface Many {
    int move(long[] items, int from, int count);
  }

  @FunctionalInterface
  interface Fill {
    int fill(LongSupplier supplier, int limit);
  }

  @FunctionalInterface
  interface Drain {
    int drain(LongConsumer consumer, int limit);
  }

  static Lane of(SpscLongQueue queue) {
    return new LongLane(
        queue::offer,
        queue::relaxedOffer,
        queue::offerAll,
        queue::fill,
        queue::poll,
        queue::relaxedPoll,
        queue::peek,
        queue::pollInto,
        queue::drain,
        queue::size,
        queue::capacity);
  }

  static Lane of(MpscLongQueue queue) {
    return new LongLane(
        queue::offer,
        queue::relaxedOffer,
        queue::offerAll,
        queue::fill,
        queue::poll,
        queue::relaxedPoll,
        queue::peek,
        queue::pollInto,
        queue::drain,
        queue::size,
        queue::capacity);
  }

  static Lane of(MpmcLongQueue queue) {
    return new LongLane(
        queue::offer,
        queue::relaxedOffer,
        queue::offerAll,
        queue::fill,
        queue::poll,
        queue::relaxedPoll,
        queue::peek,
        queue::pollInto,
        queue::drain,
        queue::size,
        queue::capacity);
  }

  @Override
  public boolean offer(long item) {
    return offers.test(item);
  }

  @Override
  public boolean relaxedOffer(long item) {
    return relaxedOffers.test(item);
  }

  @Override
  public int offerAll(long[] items, int from, int count) {
    return offersAll.move(items, from, count);
  }

  @Override
  public int fill(LongSupplier supplier, int limit) {
    return fills.fill(supplier, limit);
  }

  @Override
  public long poll() {
    return polls.applyAsLong(NOTHING);
  }

  @Override
  public long relaxedPoll() {
    return relaxedPolls.applyAsLong(NOTHING);
  }

  @Override
  public long peek() {
    return peeks.applyAsLong(NOTHING);
  }

  @Override
  public int pollInto(long[] into, int from, int count) {
    return pollsInto.move(into, from, count);
  }

  @Override
  public int drain(LongConsumer consumer, int limit) {
    return drains.drain(consumer, limit);
  }

  @Override
  public int size() {
    return sizes.getAsInt();
  }

  @Override
  public int capacity() {
    return capacities.getAsInt();
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import cermet.concurrent.queue.MpmcQueue;
import cermet.concurrent.queue.MpscChunkedQueue;
import cermet.concurrent.queue.MpscQueue;
import cermet.concurrent.queue.SpscQueue;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The verbs of a queue of objects, each of which carries a number.
record ObjectLane(
    Predicate<Item> offers,
    Predicate<Item> relaxedOffers,
    Many offersAll,
    Fill fills,
    Supplier<@Nullable Item> polls,
    Supplier<@Nullable Item> relaxedPolls,
    Supplier<@Nullable Item> peeks,
    Many pollsInto,
    Drain drains,
    IntSupplier sizes,
    IntSupplier capacities)
    implements Lane {
  /// Plain fields, which only the queue orders.
  static final class Item {
    private long number;
    private long check;

    static Item of(long number) {
      var item = new Item();
      item.number = number;
      item.check = ~number;
      return item;
    }

    long number() {
      return check == ~number ? number : Ledger.DAMAGED;
    }
  }

  @FunctionalInterface
  interface Many {
    int move(Item[] items, int from, int count);
  }

  @FunctionalInterface
  interface Fill {
    int fill(Supplier<Item> supplier, int limit);
  }

  @FunctionalInterface
  interface Drain {
    int drain(Consumer<Item> consumer, int limit);
  }

  static Lane of(SpscQueue<Item> queue) {
    return new ObjectLane(
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

  static Lane of(MpscQueue<Item> queue) {
    return new ObjectLane(
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

  static Lane of(MpmcQueue<Item> queue) {
    return new ObjectLane(
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

  static Lane of(MpscChunkedQueue<Item> queue) {
    return new ObjectLane(
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
    return offers.test(Item.of(item));
  }

  @Override
  public boolean relaxedOffer(long item) {
    return relaxedOffers.test(Item.of(item));
  }

  @Override
  public int offerAll(long[] items, int from, int count) {
    var boxes = new Item[items.length];
    for (int i = from; i < from + count; i++) {
      boxes[i] = Item.of(items[i]);
    }
    return offersAll.move(boxes, from, count);
  }

  @Override
  public int fill(LongSupplier supplier, int limit) {
    return fills.fill(() -> Item.of(supplier.getAsLong()), limit);
  }

  private static long number(@Nullable Item item) {
    return item == null ? NOTHING : item.number();
  }

  @Override
  public long poll() {
    return number(polls.get());
  }

  @Override
  public long relaxedPoll() {
    return number(relaxedPolls.get());
  }

  @Override
  public long peek() {
    return number(peeks.get());
  }

  @Override
  public int pollInto(long[] into, int from, int count) {
    var boxes = new Item[into.length];
    int polled = pollsInto.move(boxes, from, count);
    for (int i = from; i < from + polled; i++) {
      into[i] = boxes[i].number();
    }
    return polled;
  }

  @Override
  public int drain(LongConsumer consumer, int limit) {
    return drains.drain(item -> consumer.accept(item.number()), limit);
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

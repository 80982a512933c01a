// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import java.util.Arrays;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** One thread numbers the messages of a market, another keeps its book: as one does with Agrona. */
final class AgronaBook {
  private final OneToOneRingBuffer ring =
      new OneToOneRingBuffer(
          new UnsafeBuffer(
              BufferUtil.allocateDirectAligned(
                  (1 << 16) + RingBufferDescriptor.TRAILER_LENGTH, 128)));
  private final Long2ObjectHashMap<Order> orders = new Long2ObjectHashMap<>();
  private final Long2LongHashMap levels = new Long2LongHashMap(0);
  private final Int2ObjectHashMap<IntArrayList> trades = new Int2ObjectHashMap<>();
  private final LongHashSet strangers = new LongHashSet();
  private final IdleStrategy idle = new BackoffIdleStrategy(10, 10, 1_000, 1_000_000);
  private long sequences;

  static String run(byte[] feed) throws InterruptedException {
    return new AgronaBook().work(feed);
  }

  private String work(byte[] feed) throws InterruptedException {
    Thread sender = Thread.ofPlatform().start(() -> send(new UnsafeBuffer(feed)));
    while (sender.isAlive() || ring.size() > 0) {
      idle.idle(ring.read(this::receive, 64));
    }
    sender.join();
    return report();
  }

  private void send(DirectBuffer feed) {
    MutableDirectBuffer buffer = ring.buffer();
    IdleStrategy idle = new BackoffIdleStrategy(10, 10, 1_000, 1_000_000);
    long sequence = 0;
    for (int at = 0; at < feed.capacity(); ) {
      int length = feed.getInt(at);
      int type = feed.getInt(at + 4);
      int offset = ring.tryClaim(type, 8 + length);
      if (offset == RingBuffer.INSUFFICIENT_CAPACITY) {
        idle.idle();
        continue;
      }
      idle.reset();
      buffer.putLong(offset, ++sequence);
      buffer.putBytes(offset + 8, feed, at + 8, length);
      ring.commit(offset);
      at += 8 + length;
    }
  }

  private void receive(int type, MutableDirectBuffer buffer, int offset, int length) {
    sequences = 31 * sequences + buffer.getLong(offset);
    long id = buffer.getLong(offset + 8);
    switch (type) {
      case Feed.OPEN ->
          open(
              id,
              new Order(
                  buffer.getInt(offset + 16),
                  buffer.getLong(offset + 24),
                  buffer.getInt(offset + 20)));
      case Feed.CANCEL -> cancel(id);
      case Feed.TRADE -> trade(id, buffer.getInt(offset + 16));
      default -> throw new IllegalStateException(type + " of " + length + " bytes");
    }
  }

  private void open(long id, Order order) {
    orders.put(id, order);
    levels.put(order.level(), levels.get(order.level()) + order.left);
  }

  private void cancel(long id) {
    Order order = orders.remove(id);
    if (order == null) {
      strangers.add(id);
    } else {
      reduce(order, order.left);
    }
  }

  private void trade(long id, int quantity) {
    Order order = orders.get(id);
    if (order == null) {
      strangers.add(id);
      return;
    }
    reduce(order, quantity);
    trades.computeIfAbsent(order.instrument, key -> new IntArrayList()).addInt(quantity);
    if (order.left == 0) {
      orders.remove(id);
    }
  }

  private void reduce(Order order, int quantity) {
    order.left -= quantity;
    long rest = levels.get(order.level()) - quantity;
    if (rest == 0) {
      levels.remove(order.level()); // the missing value cannot be put
    } else {
      levels.put(order.level(), rest);
    }
  }

  private String report() {
    var out = new ExpandableArrayBuffer();
    int at = out.putLongAscii(0, sequences);
    var keys = new LongArrayList();
    levels.forEachLong((level, quantity) -> keys.addLong(level));
    long[] sorted = keys.toLongArray();
    Arrays.sort(sorted);
    for (long level : sorted) {
      at = line(out, at, level >> 32, (int) level, levels.get(level));
    }
    for (int instrument = 0; instrument < 20; instrument++) {
      IntArrayList quantities = trades.get(instrument);
      long sum = 0;
      for (int i = 0; quantities != null && i < quantities.size(); i++) {
        sum += quantities.getInt(i);
      }
      at = line(out, at, instrument, quantities == null ? 0 : quantities.size(), sum);
    }
    at = line(out, at, orders.size(), strangers.size(), levels.size());
    return out.getStringWithoutLengthAscii(0, at);
  }

  private static int line(ExpandableArrayBuffer out, int from, long first, int second, long third) {
    int at = from;
    out.putByte(at++, (byte) '\n');
    at += out.putLongAscii(at, first);
    out.putByte(at++, (byte) ' ');
    at += out.putIntAscii(at, second);
    out.putByte(at++, (byte) ' ');
    return at + out.putLongAscii(at, third);
  }

  private static final class Order {
    private final int instrument;
    private final long price;
    private int left;

    Order(int instrument, long price, int left) {
      this.instrument = instrument;
      this.price = price;
      this.left = left;
    }

    long level() {
      return (long) instrument << 32 | price;
    }
  }
}

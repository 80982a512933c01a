// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import cermet.collections.list.IntList;
import cermet.collections.list.LongList;
import cermet.collections.map.IntMap;
import cermet.collections.map.LongLongMap;
import cermet.collections.map.LongMap;
import cermet.collections.set.LongSet;
import cermet.concurrent.ring.ByteRing;
import cermet.concurrent.ring.SpscByteRing;
import cermet.concurrent.wait.BackoffWait;
import cermet.concurrent.wait.WaitStrategy;
import cermet.core.buffer.HeapBuffer;
import cermet.core.text.TextBuilder;

/** One thread numbers the messages of a market, another keeps its book: moved to Cermet. */
final class CermetBook {
  private final SpscByteRing<byte[]> ring = SpscByteRing.allocate(1 << 16);
  private final HeapBuffer buffer = HeapBuffer.wrap(ring.memory());
  private final LongMap<Order> orders = new LongMap<>();
  private final LongLongMap levels = new LongLongMap();
  private final IntMap<IntList> trades = new IntMap<>();
  private final LongSet strangers = new LongSet();
  private final WaitStrategy wait = new BackoffWait();
  private long sequences;

  static String run(byte[] feed) throws InterruptedException {
    return new CermetBook().work(feed);
  }

  private String work(byte[] feed) throws InterruptedException {
    Thread sender = Thread.ofPlatform().start(() -> send(HeapBuffer.wrap(feed)));
    int idle = 0;
    while (sender.isAlive() || ring.size() > 0) {
      idle = wait.idle(idle, ring.read(this::receive, 64));
    }
    sender.join();
    return report();
  }

  private void send(HeapBuffer feed) {
    HeapBuffer buffer = HeapBuffer.wrap(ring.memory());
    int idle = 0;
    long sequence = 0;
    for (int at = 0; at < feed.capacity(); ) {
      int length = feed.getInt(at);
      int type = feed.getInt(at + 4);
      int offset = ring.tryClaim(type, 8 + length);
      if (offset == ByteRing.INSUFFICIENT_CAPACITY) {
        idle = wait.idle(idle);
        continue;
      }
      idle = 0;
      buffer.putLong(offset, ++sequence);
      buffer.putBytes(offset + 8, feed, at + 8, length);
      ring.commit(offset);
      at += 8 + length;
    }
  }

  private void receive(int type, byte[] memory, int offset, int length) {
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
    levels.addTo(order.level(), order.left);
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
    trades.computeIfAbsent(order.instrument, key -> new IntList()).add(quantity);
    if (order.left == 0) {
      orders.remove(id);
    }
  }

  private void reduce(Order order, int quantity) {
    order.left -= quantity;
    if (levels.addTo(order.level(), -quantity) == 0) {
      levels.remove(order.level());
    }
  }

  private String report() {
    var out = new TextBuilder();
    out.append(sequences);
    var keys = new LongList();
    levels.forEach((level, quantity) -> keys.add(level));
    keys.sort();
    keys.forEach(level -> line(out, level >> 32, (int) level, levels.get(level, 0)));
    for (int instrument = 0; instrument < 20; instrument++) {
      IntList quantities = trades.get(instrument);
      long sum = 0;
      for (int i = 0; quantities != null && i < quantities.size(); i++) {
        sum += quantities.get(i);
      }
      line(out, instrument, quantities == null ? 0 : quantities.size(), sum);
    }
    line(out, orders.size(), strangers.size(), levels.size());
    return out.toString();
  }

  private static void line(TextBuilder out, long first, int second, long third) {
    out.append('\n').append(first).append(' ').append(second).append(' ').append(third);
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

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import cermet.collections.list.IntList;
import cermet.collections.map.LongLongMap;
import cermet.concurrent.counter.StripedCounter;
import cermet.concurrent.queue.MpmcQueue;
import cermet.concurrent.queue.MpscChunkedQueue;
import cermet.concurrent.queue.MpscQueue;
import cermet.concurrent.queue.SpscQueue;
import cermet.concurrent.ring.SpscByteRing;
import cermet.core.buffer.Buffer;
import cermet.core.buffer.HeapBuffer;
import cermet.core.buffer.NativeBuffer;
import cermet.core.text.Digits;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.agrona.AsciiEncoding;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.jctools.counters.Counter;
import org.jctools.counters.CountersFactory;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.MpmcArrayQueue;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jctools.queues.SpscArrayQueue;

/** What means something else at the peers: the lines of docs/leave that bite; prints "kept". */
final class Differences {
  private Differences() {}

  public static void main(String[] args) {
    capacities();
    suppliers();
    interfaces();
    sums();
    bytes();
    texts();
    missingValues();
    iterations();
    lists();
    rings();
    digits();
    System.out.println("kept");
  }

  private static void capacities() {
    same(1024, new MpscArrayQueue<>(1000).capacity());
    same(1000, new MpscQueue<>(1000).capacity());
    same(4, new SpscArrayQueue<>(1).capacity());
    same(1, new SpscQueue<>(1).capacity());
    fails(IllegalArgumentException.class, () -> new MpmcArrayQueue<>(1));
    same(1, new MpmcQueue<>(1).capacity());
    same(MessagePassingQueue.UNBOUNDED_CAPACITY, new MpscUnboundedArrayQueue<>(64).capacity());
    same(Integer.MAX_VALUE, new MpscChunkedQueue<>(64).capacity());
    same(1024, new ManyToOneConcurrentArrayQueue<>(1000).capacity());
    var full = new MpscBlockingConsumerArrayQueue<String>(1);
    while (full.offer("")) {}
    fails(UnsupportedOperationException.class, () -> full.put(""));
    same(1024, new Long2LongHashMap(1000, 0.65f, 0).capacity());
  }

  /** What a supplier does that returns null or throws. */
  private static void suppliers() {
    var theirs = new MpscArrayQueue<String>(8);
    try {
      theirs.fill(Differences::broken, 1);
      throw new AssertionError("no exception");
    } catch (IllegalStateException e) {
      theirs.offer("next");
    }
    same(2, theirs.size());
    same(null, theirs.relaxedPoll()); // poll would not return
    var ours = new MpscQueue<String>(8);
    fails(IllegalStateException.class, () -> ours.fill(Differences::broken, 1));
    fails(NullPointerException.class, () -> ours.fill(() -> null, 1));
    ours.offer("next");
    same(1, ours.size());
    same("next", ours.poll());
  }

  private static String broken() {
    throw new IllegalStateException("broken");
  }

  private static void interfaces() {
    same(true, Queue.class.isInstance(new MpscArrayQueue<>(8)));
    same(true, Queue.class.isInstance(new MpscQueue<>(8).asQueue()));
    same(false, Queue.class.isAssignableFrom(MpscQueue.class));
  }

  private static void sums() {
    Counter theirs = CountersFactory.createFixedSizeStripedCounter(4);
    theirs.inc(3);
    same(3L, theirs.getAndReset());
    var ours = new StripedCounter();
    ours.add(3);
    same(3L, ours.sumThenReset());
    same(0L, ours.sum());
  }

  private static void bytes() {
    var array = new byte[64];
    var theirs = new UnsafeBuffer(array);
    var ours = HeapBuffer.wrap(array);
    theirs.putLong(3, 0x0102030405060708L, ByteOrder.BIG_ENDIAN);
    same(0x0102030405060708L, ours.getLongBE(3));
    same(theirs.getLong(3, ByteOrder.LITTLE_ENDIAN), ours.getLong(3));
    theirs.putLongRelease(8, 1);
    fails(UnsupportedOperationException.class, () -> ours.putLongRelease(8, 1));
    var outside = NativeBuffer.allocate(64, Arena.ofAuto());
    outside.putLongRelease(8, 1);
    fails(IllegalArgumentException.class, () -> outside.putLongRelease(9, 1));
    fails(IndexOutOfBoundsException.class, () -> theirs.getLong(60));
    fails(IndexOutOfBoundsException.class, () -> ours.getLong(60));
    ByteBuffer part = ByteBuffer.allocate(64).position(16);
    same(64, new UnsafeBuffer(part).capacity());
    same(48L, Buffer.wrap(part).capacity());
    same(new UnsafeBuffer(new byte[8]), new UnsafeBuffer(new byte[8]));
    same(false, HeapBuffer.allocate(8).equals(HeapBuffer.allocate(8)));
    same(-1L, HeapBuffer.allocate(8).mismatch(0, HeapBuffer.allocate(8), 0, 8));
    var growing = new ExpandableArrayBuffer(8);
    growing.putLong(1000, 1);
    HeapBuffer.growing(8, 2000).putLong(1000, 1);
    fails(IndexOutOfBoundsException.class, () -> HeapBuffer.growing(8, 1000).putLong(1000, 1));
  }

  private static void texts() {
    var theirs = new UnsafeBuffer(new byte[64]);
    var ours = HeapBuffer.allocate(64);
    same(8, theirs.putStringAscii(0, "caf\u00E9"));
    same("caf?", theirs.getStringAscii(0));
    fails(IllegalArgumentException.class, () -> ours.putPrefixedAscii(0, "caf\u00E9"));
    same(8, ours.putPrefixedAscii(0, "cafe"));
    theirs.putStringAscii(0, "cafe");
    same("cafe", theirs.getStringAscii(0));
    for (int i = 0; i < 8; i++) {
      same(theirs.getByte(i), ours.getByte(i));
    }
    theirs.putByte(0, (byte) 0xFF);
    ours.putByte(0, (byte) 0xFF);
    same("\uFFFD", theirs.getStringWithoutLengthUtf8(0, 1));
    fails(IllegalArgumentException.class, () -> ours.getUtf8(0, 1));
  }

  private static void missingValues() {
    var theirs = new Long2LongHashMap(-1);
    same(-1L, theirs.get(7));
    same(-1L, theirs.put(7, 5));
    same(5L, theirs.put(7, 6));
    fails(IllegalArgumentException.class, () -> theirs.put(8, -1));
    var ours = new LongLongMap();
    same(-1L, ours.get(7, -1));
    same(true, ours.put(7, 5));
    same(false, ours.put(7, 6));
    same(6L, ours.getAndPut(7, 6, -1));
    same(true, ours.put(8, -1));
    same(true, ours.containsKey(8));
  }

  private static void iterations() {
    var theirs = new Long2LongHashMap(0);
    var again = new Long2LongHashMap(0);
    var ours = new LongLongMap();
    var another = new LongLongMap();
    var seeded = LongLongMap.withSeed(100, 1);
    var likewise = LongLongMap.withSeed(100, 1);
    for (long key = 1; key <= 100; key++) {
      theirs.put(key, key);
      again.put(key, key);
      ours.put(key, key);
      another.put(key, key);
      seeded.put(key, key);
      likewise.put(key, key);
    }
    same(List.copyOf(theirs.keySet()), List.copyOf(again.keySet()));
    var iterator = theirs.keySet().iterator();
    same(true, iterator == theirs.keySet().iterator());
    same(false, keys(ours).equals(keys(another)));
    same(keys(seeded), keys(likewise));
    same(ours, another);
    iterator.next();
    theirs.put(1000, 1);
    iterator.next();
    var cursor = ours.cursor();
    cursor.next();
    ours.put(1000, 1);
    fails(ConcurrentModificationException.class, cursor::next);
  }

  private static List<Long> keys(LongLongMap map) {
    var keys = new ArrayList<Long>();
    map.forEach((key, value) -> keys.add(key));
    return keys;
  }

  private static void lists() {
    var theirs = new IntArrayList();
    theirs.addInt(Integer.MIN_VALUE);
    same(null, theirs.get(0));
    same(Integer.MIN_VALUE, theirs.getInt(0));
    var ours = new IntList();
    ours.add(Integer.MIN_VALUE);
    same(Integer.MIN_VALUE, ours.get(0));
    var one = new IntArrayList();
    one.addInt(1);
    same(true, one.equals(List.of(1)));
    same(List.of(1), IntList.of(1).asList());
    same(0, new IntList().capacity());
    same(IntArrayList.INITIAL_CAPACITY, new IntArrayList().capacity());
  }

  private static void rings() {
    int capacity = 256;
    var theirs =
        new OneToOneRingBuffer(
            new UnsafeBuffer(
                ByteBuffer.allocateDirect(capacity + RingBufferDescriptor.TRAILER_LENGTH)));
    SpscByteRing<byte[]> ours = SpscByteRing.allocate(capacity);
    var message = new byte[24];
    var wrapped = new UnsafeBuffer(message);
    fails(IllegalArgumentException.class, () -> theirs.write(0, wrapped, 0, 24));
    same(true, ours.write(0, message, 0, 24));
    same(true, ours.write(-1, message, 0, 24));
    same(capacity / 8, theirs.maxMsgLength());
    same(capacity / 2 - 8, ours.maxMessageLength());
    MessageHandler ignore = (type, buffer, offset, length) -> {};
    same(2, ours.read((type, memory, offset, length) -> {}));
    for (int i = 0; i < 2; i++) {
      same(true, theirs.write(1, wrapped, 0, 24));
    }
    same(2, theirs.read(ignore));
    for (int i = 0; i < 7; i++) { // round the end of the memory
      same(true, theirs.write(1, wrapped, 0, 24));
      same(true, ours.write(1, message, 0, 24));
    }
    same(6, theirs.read(ignore));
    same(1, theirs.read(ignore));
    same(7, ours.read((type, memory, offset, length) -> {}));
    same(true, theirs.tryClaim(1, 8) > 0);
    same(false, theirs.unblock());
    same(true, ours.tryClaim(1, 8) > 0);
    same(true, ours.unblock());
    same(true, ours.write(1, message, 0, 24));
    fails(
        IllegalStateException.class,
        () -> ours.read((type, memory, offset, length) -> ours.read((t, m, o, l) -> {})));
  }

  private static void digits() {
    fails(NumberFormatException.class, () -> AsciiEncoding.parseIntAscii("+5", 0, 2));
    same(5, Digits.parseInt(new byte[] {'+', '5'}, 0, 2));
    var theirs = new UnsafeBuffer(new byte[64]);
    same(3, theirs.putIntAscii(10, 123));
    same(13, Digits.print(123, new byte[64], 10));
  }

  private static void same(Object wanted, Object found) {
    if (!Objects.equals(wanted, found)) {
      throw new AssertionError("wanted: " + wanted + ", found: " + found);
    }
  }

  /** Something that fails. */
  private interface Fault {
    void run() throws Exception;
  }

  private static void fails(Class<? extends Exception> wanted, Fault fault) {
    try {
      fault.run();
    } catch (Exception e) {
      if (!wanted.isInstance(e)) {
        throw new AssertionError("wanted: " + wanted, e);
      }
      return;
    }
    throw new AssertionError("wanted: " + wanted);
  }
}

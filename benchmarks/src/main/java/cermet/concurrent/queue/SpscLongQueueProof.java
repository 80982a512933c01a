// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import cermet.proof.Burst;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.ArrayBlockingQueue;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/// Numbers through a queue of 1,024, which all peers but the Disruptor box: by one thread, which
/// shows the work of the calls, and in bursts at a fixed rate from one thread to another, which
/// adds what the cores tell each other; one by one, and 64 at a time.
public class SpscLongQueueProof {
  private SpscLongQueueProof() {}

  /// Ours.
  public static class Cermet extends LongSides {
    private final SpscLongQueue queue = new SpscLongQueue(CAPACITY);

    @Override
    boolean offer(long number) {
      return queue.offer(number);
    }

    @Override
    long poll() {
      return queue.poll(0);
    }

    @Override
    int send(long[] numbers, int from, int count) {
      return queue.offerAll(numbers, from, count);
    }

    @Override
    int receive(long[] into, int count) {
      return queue.pollInto(into, 0, count);
    }

    /// One number in and out by one thread.
    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public long pair() {
      queue.offer(one());
      return poll();
    }

    /// A batch in one by one, and out by drain, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.ALLOCATING)
    public long drain() {
      for (long number : numbers) {
        queue.offer(number);
      }
      queue.drain(number -> sum += number);
      return sum;
    }

    /// 64 numbers in and out at once by one thread.
    @Benchmark
    @OperationsPerInvocation(BULK)
    @Case(kind = Kind.ALLOCATING, headline = "JctoolsVarHandle")
    public long bulk() {
      return moveBulk();
    }

    /// Bursts to another thread at a fixed rate, one by one, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    @Case(kind = Kind.BURST)
    public int burst() {
      return moveBursts();
    }

    /// Bursts to another thread at a fixed rate, 64 numbers at once, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    @Case(kind = Kind.BURST)
    public int bulkBurst() {
      return moveBatches();
    }
  }

  /// JCTools on Unsafe, with boxes.
  @Peer("org.jctools:jctools-core")
  public static class JctoolsUnsafe extends LongSides {
    private final SpscArrayQueue<Long> queue = new SpscArrayQueue<>(CAPACITY);
    private final Source source = new Source();
    private final Sink sink = new Sink();

    @Override
    boolean offer(long number) {
      return queue.offer(number);
    }

    @Override
    long poll() {
      Long number = queue.poll();
      return number == null ? 0 : number;
    }

    @Override
    int send(long[] numbers, int from, int count) {
      source.numbers = numbers;
      source.next = from;
      return queue.fill(source, count);
    }

    @Override
    int receive(long[] into, int count) {
      sink.into = into;
      sink.next = 0;
      return queue.drain(sink, count);
    }

    /// One number in and out by one thread.
    @Benchmark
    public long pair() {
      queue.offer(one());
      return poll();
    }

    /// A batch in one by one, and out by drain, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drain() {
      for (long number : numbers) {
        queue.offer(number);
      }
      queue.drain(number -> sum += number);
      return sum;
    }

    /// 64 numbers in and out at once by one thread.
    @Benchmark
    @OperationsPerInvocation(BULK)
    public long bulk() {
      return moveBulk();
    }

    /// Bursts to another thread at a fixed rate, one by one, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }

    /// Bursts to another thread at a fixed rate, 64 numbers at once, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int bulkBurst() {
      return moveBatches();
    }
  }

  /// JCTools on VarHandles, with boxes: the incumbent without Unsafe.
  @Peer("org.jctools:jctools-core-jdk11")
  public static class JctoolsVarHandle extends LongSides {
    private final SpscVarHandleArrayQueue<Long> queue = new SpscVarHandleArrayQueue<>(CAPACITY);
    private final Source source = new Source();
    private final Sink sink = new Sink();

    @Override
    boolean offer(long number) {
      return queue.offer(number);
    }

    @Override
    long poll() {
      Long number = queue.poll();
      return number == null ? 0 : number;
    }

    @Override
    int send(long[] numbers, int from, int count) {
      source.numbers = numbers;
      source.next = from;
      return queue.fill(source, count);
    }

    @Override
    int receive(long[] into, int count) {
      sink.into = into;
      sink.next = 0;
      return queue.drain(sink, count);
    }

    /// One number in and out by one thread.
    @Benchmark
    public long pair() {
      queue.offer(one());
      return poll();
    }

    /// A batch in one by one, and out by drain, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drain() {
      for (long number : numbers) {
        queue.offer(number);
      }
      queue.drain(number -> sum += number);
      return sum;
    }

    /// 64 numbers in and out at once by one thread.
    @Benchmark
    @OperationsPerInvocation(BULK)
    public long bulk() {
      return moveBulk();
    }

    /// Bursts to another thread at a fixed rate, one by one, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }

    /// Bursts to another thread at a fixed rate, 64 numbers at once, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int bulkBurst() {
      return moveBatches();
    }
  }

  /// Agrona, with boxes, which needs a package of the JDK opened; it adds one by one only.
  @Peer(
      value = "org.agrona:agrona",
      jvmArgs = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
  public static class Agrona extends LongSides {
    private final OneToOneConcurrentArrayQueue<Long> queue =
        new OneToOneConcurrentArrayQueue<>(CAPACITY);
    private final Sink sink = new Sink();

    @Override
    boolean offer(long number) {
      return queue.offer(number);
    }

    @Override
    long poll() {
      Long number = queue.poll();
      return number == null ? 0 : number;
    }

    @Override
    int send(long[] numbers, int from, int count) {
      for (int i = 0; i < count; i++) {
        if (!queue.offer(numbers[from + i])) {
          return i;
        }
      }
      return count;
    }

    @Override
    int receive(long[] into, int count) {
      sink.into = into;
      sink.next = 0;
      return queue.drain(sink, count);
    }

    /// One number in and out by one thread.
    @Benchmark
    public long pair() {
      queue.offer(one());
      return poll();
    }

    /// A batch in one by one, and out by drain, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drain() {
      for (long number : numbers) {
        queue.offer(number);
      }
      queue.drain(number -> sum += number);
      return sum;
    }

    /// 64 numbers in and out at once by one thread.
    @Benchmark
    @OperationsPerInvocation(BULK)
    public long bulk() {
      return moveBulk();
    }

    /// Bursts to another thread at a fixed rate, one by one, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }

    /// Bursts to another thread at a fixed rate, 64 numbers at once, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int bulkBurst() {
      return moveBatches();
    }
  }

  /// The Disruptor for one producer, polled as the others are: its events hold the number, no
  /// boxes.
  @Peer("com.lmax:disruptor")
  public static class Disruptor extends LongSides {
    private static final class Event {
      long number;
    }

    /// Takes one number.
    private static final class One extends Apart implements EventPoller.Handler<Event> {
      long number;

      @Override
      public boolean onEvent(Event event, long sequence, boolean last) {
        number = event.number;
        return false;
      }
    }

    /// Takes up to so many numbers into an array.
    private static final class Many extends Apart implements EventPoller.Handler<Event> {
      long[] into = {};
      int next;
      int count;

      @Override
      public boolean onEvent(Event event, long sequence, boolean last) {
        into[next++] = event.number;
        return next < count;
      }
    }

    private final RingBuffer<Event> ring =
        RingBuffer.createSingleProducer(Event::new, CAPACITY, new BusySpinWaitStrategy());
    private final EventPoller<Event> poller = ring.newPoller();
    private final One one = new One();
    private final Many many = new Many();

    /// Lets the producer wait for the consumer.
    public Disruptor() {
      ring.addGatingSequences(poller.getSequence());
    }

    private void handle(EventPoller.Handler<Event> handler) {
      try {
        poller.poll(handler);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    boolean offer(long number) {
      try {
        long sequence = ring.tryNext();
        ring.get(sequence).number = number;
        ring.publish(sequence);
        return true;
      } catch (InsufficientCapacityException e) {
        return false;
      }
    }

    @Override
    long poll() {
      one.number = 0;
      handle(one);
      return one.number;
    }

    @Override
    int send(long[] numbers, int from, int count) {
      try {
        long last = ring.tryNext(count);
        long first = last - count + 1;
        for (int i = 0; i < count; i++) {
          ring.get(first + i).number = numbers[from + i];
        }
        ring.publish(first, last);
        return count;
      } catch (InsufficientCapacityException e) {
        return 0;
      }
    }

    @Override
    int receive(long[] into, int count) {
      many.into = into;
      many.next = 0;
      many.count = count;
      handle(many);
      return many.next;
    }

    /// One number in and out by one thread.
    @Benchmark
    public long pair() {
      offer(one());
      return poll();
    }

    /// A batch in one by one, and out by one call, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drain() {
      for (long number : numbers) {
        offer(number);
      }
      handle((event, sequence, last) -> {
        sum += event.number;
        return true;
      });
      return sum;
    }

    /// 64 numbers in and out at once by one thread.
    @Benchmark
    @OperationsPerInvocation(BULK)
    public long bulk() {
      return moveBulk();
    }

    /// Bursts to another thread at a fixed rate, one by one, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }

    /// Bursts to another thread at a fixed rate, 64 numbers at once, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int bulkBurst() {
      return moveBatches();
    }
  }

  /// The JDK's bounded queue, for many threads and with a lock, with boxes.
  @Peer("jdk")
  public static class Jdk extends LongSides {
    private final ArrayBlockingQueue<Long> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final Collection<Long> taken = new ArrayList<>(BULK);

    @Override
    boolean offer(long number) {
      return queue.offer(number);
    }

    @Override
    long poll() {
      Long number = queue.poll();
      return number == null ? 0 : number;
    }

    @Override
    int send(long[] numbers, int from, int count) {
      for (int i = 0; i < count; i++) {
        if (!queue.offer(numbers[from + i])) {
          return i;
        }
      }
      return count;
    }

    @Override
    int receive(long[] into, int count) {
      queue.drainTo(taken, count);
      int done = 0;
      for (Long number : taken) {
        into[done++] = number;
      }
      taken.clear();
      return done;
    }

    /// One number in and out by one thread.
    @Benchmark
    public long pair() {
      queue.offer(one());
      return poll();
    }

    /// 64 numbers in and out at once by one thread.
    @Benchmark
    @OperationsPerInvocation(BULK)
    public long bulk() {
      return moveBulk();
    }

    /// Bursts to another thread at a fixed rate, one by one, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }

    /// Bursts to another thread at a fixed rate, 64 numbers at once, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int bulkBurst() {
      return moveBatches();
    }
  }
}

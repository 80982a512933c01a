// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import cermet.proof.Burst;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/// Objects through a queue of 1,024 for many producers: by one thread, which shows the work of the
/// two calls, and in bursts at a fixed rate from one thread to another.
public class MpscQueueProof {
  private MpscQueueProof() {}

  /// Ours.
  public static class Cermet extends ObjectSides {
    private final MpscQueue<Object> queue = new MpscQueue<>(CAPACITY);

    @Override
    public boolean put(Object element) {
      return queue.offer(element);
    }

    @Override
    public Object take() {
      return queue.poll();
    }

    @Override
    Object relaxedTake() {
      return queue.relaxedPoll();
    }

    /// One element in and out by one thread.
    @Benchmark
    @Case(headline = "JctoolsVarHandle")
    public Object pair() {
      queue.offer(one());
      return queue.poll();
    }

    /// One element in and out by one thread, by the relaxed poll.
    @Benchmark
    public Object relaxedPair() {
      queue.offer(one());
      return queue.relaxedPoll();
    }

    /// A batch in, and out by drain, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drain() {
      for (Object element : elements) {
        queue.offer(element);
      }
      queue.drain(element -> sum += element.hashCode());
      return sum;
    }

    /// A batch in by fill, and out by drain, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long fill() {
      queue.fill(this::one, BATCH);
      queue.drain(element -> sum += element.hashCode());
      return sum;
    }

    /// A part of an array in, and out into another, by one thread.
    @Benchmark
    @OperationsPerInvocation(BULK)
    public Object bulk() {
      queue.offerAll(elements, bulkStart(), BULK);
      queue.pollInto(out, 0, BULK);
      return out[BULK - 1];
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    @Case(kind = Kind.BURST)
    public int burst() {
      return moveBursts();
    }

    /// As burst, by the relaxed poll.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    @Case(kind = Kind.BURST)
    public int relaxedBurst() {
      return moveRelaxedBursts();
    }
  }

  /// JCTools on Unsafe.
  @Peer("org.jctools:jctools-core")
  public static class JctoolsUnsafe extends ObjectSides {
    private final MpscArrayQueue<Object> queue = new MpscArrayQueue<>(CAPACITY);

    @Override
    public boolean put(Object element) {
      return queue.offer(element);
    }

    @Override
    public Object take() {
      return queue.poll();
    }

    @Override
    Object relaxedTake() {
      return queue.relaxedPoll();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() {
      queue.offer(one());
      return queue.poll();
    }

    /// One element in and out by one thread, by the relaxed poll.
    @Benchmark
    public Object relaxedPair() {
      queue.offer(one());
      return queue.relaxedPoll();
    }

    /// A batch in, and out by drain, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drain() {
      for (Object element : elements) {
        queue.offer(element);
      }
      queue.drain(element -> sum += element.hashCode());
      return sum;
    }

    /// A batch in by fill, and out by drain, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long fill() {
      queue.fill(this::one, BATCH);
      queue.drain(element -> sum += element.hashCode());
      return sum;
    }

    /// A part of an array in, and out into another, by one thread, one by one.
    @Benchmark
    @OperationsPerInvocation(BULK)
    public Object bulk() {
      return moveOneByOne();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }

    /// As burst, by the relaxed poll.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int relaxedBurst() {
      return moveRelaxedBursts();
    }
  }

  /// JCTools on VarHandles: the incumbent without Unsafe.
  @Peer("org.jctools:jctools-core-jdk11")
  public static class JctoolsVarHandle extends ObjectSides {
    private final MpscVarHandleArrayQueue<Object> queue = new MpscVarHandleArrayQueue<>(CAPACITY);

    @Override
    public boolean put(Object element) {
      return queue.offer(element);
    }

    @Override
    public Object take() {
      return queue.poll();
    }

    @Override
    Object relaxedTake() {
      return queue.relaxedPoll();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() {
      queue.offer(one());
      return queue.poll();
    }

    /// One element in and out by one thread, by the relaxed poll.
    @Benchmark
    public Object relaxedPair() {
      queue.offer(one());
      return queue.relaxedPoll();
    }

    /// A batch in, and out by drain, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drain() {
      for (Object element : elements) {
        queue.offer(element);
      }
      queue.drain(element -> sum += element.hashCode());
      return sum;
    }

    /// A batch in by fill, and out by drain, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long fill() {
      queue.fill(this::one, BATCH);
      queue.drain(element -> sum += element.hashCode());
      return sum;
    }

    /// A part of an array in, and out into another, by one thread, one by one.
    @Benchmark
    @OperationsPerInvocation(BULK)
    public Object bulk() {
      return moveOneByOne();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }

    /// As burst, by the relaxed poll.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int relaxedBurst() {
      return moveRelaxedBursts();
    }
  }

  /// Agrona, which needs a package of the JDK opened; its poll is what others call relaxed.
  @Peer(
      value = "org.agrona:agrona",
      jvmArgs = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
  public static class Agrona extends ObjectSides {
    private final ManyToOneConcurrentArrayQueue<Object> queue =
        new ManyToOneConcurrentArrayQueue<>(CAPACITY);

    @Override
    public boolean put(Object element) {
      return queue.offer(element);
    }

    @Override
    public Object take() {
      return queue.poll();
    }

    @Override
    Object relaxedTake() {
      return queue.poll();
    }

    /// One element in and out by one thread, by the relaxed poll.
    @Benchmark
    public Object relaxedPair() {
      queue.offer(one());
      return queue.poll();
    }

    /// A batch in, and out by drain, by one thread.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drain() {
      for (Object element : elements) {
        queue.offer(element);
      }
      queue.drain(element -> sum += element.hashCode());
      return sum;
    }

    /// A part of an array in, and out into another, by one thread, one by one.
    @Benchmark
    @OperationsPerInvocation(BULK)
    public Object bulk() {
      return moveOneByOne();
    }

    /// As burst, by the relaxed poll.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int relaxedBurst() {
      return moveRelaxedBursts();
    }
  }

  /// The JDK's bounded queue, with a lock.
  @Peer("jdk")
  public static class Jdk extends ObjectSides {
    private final ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(CAPACITY);

    @Override
    public boolean put(Object element) {
      return queue.offer(element);
    }

    @Override
    public Object take() {
      return queue.poll();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() {
      queue.offer(one());
      return queue.poll();
    }

    /// A part of an array in, and out into another, by one thread, one by one.
    @Benchmark
    @OperationsPerInvocation(BULK)
    public Object bulk() {
      return moveOneByOne();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }

  /// The JDK's unbounded queue without locks, a node an element.
  @Peer("jdk")
  public static class JdkLinked extends ObjectSides {
    private final ConcurrentLinkedQueue<Object> queue = new ConcurrentLinkedQueue<>();

    @Override
    public boolean put(Object element) {
      return queue.offer(element);
    }

    @Override
    public Object take() {
      return queue.poll();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() {
      queue.offer(one());
      return queue.poll();
    }

    /// A part of an array in, and out into another, by one thread, one by one.
    @Benchmark
    @OperationsPerInvocation(BULK)
    public Object bulk() {
      return moveOneByOne();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import cermet.proof.Burst;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Objects through a channel of 1,024 by the calls that wait: by one thread, which shows the work
/// of the two calls, as fast as two threads can, and in bursts at a fixed rate, between which the
/// taker falls asleep.
public class ChannelProof {
  private static final int CAPACITY = 1024;
  private static final int BATCH = 512;
  private static final int STREAM = 1 << 14; // elements an invocation: sixteen times the capacity

  private ChannelProof() {}

  /// The elements and the two sides between which they are sent.
  @State(Scope.Thread)
  public abstract static class Sides implements Burst.Pipe {
    private static final Object STOP = new Object();

    private final Object[] elements = new Object[BATCH];
    private int next;
    private Burst burst;
    private Thread taker;
    private int sent;
    private volatile int received;
    long sum;

    /// Waits for room.
    abstract void send(Object element) throws InterruptedException;

    /// Waits for an element.
    abstract Object receive() throws InterruptedException;

    /// Makes the elements in random order of value.
    @Setup(Level.Trial)
    public void make() {
      for (int i = 0; i < BATCH; i++) {
        elements[i] = (int) Seed.fresh();
      }
    }

    /// Ends the other threads, if there were any.
    @TearDown(Level.Trial)
    public void end() throws InterruptedException, IOException {
      if (burst != null) {
        burst.end();
      }
      if (taker != null) {
        send(STOP);
        taker.join();
      }
    }

    @Override
    public boolean put(Object element) {
      try {
        send(element);
        return true;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Object take() {
      try {
        return receive();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    Object one() {
      return elements[next++ & (BATCH - 1)];
    }

    int moveBursts() {
      if (burst == null) {
        burst = new Burst(this);
      }
      return burst.run(elements);
    }

    int moveStream() {
      if (taker == null) {
        taker = new Thread(this::takeStreams, "taker");
        taker.setDaemon(true);
        taker.start();
      }
      for (int i = 0; i < STREAM; i++) {
        put(one());
      }
      sent++;
      while (received != sent) {
        Thread.onSpinWait();
      }
      return sent;
    }

    @SuppressWarnings("ReferenceEquality") // the very object
    private void takeStreams() {
      for (int streams = 1; ; streams++) {
        for (int i = 0; i < STREAM; i++) {
          Object element = take();
          if (element == STOP) {
            return;
          }
          sum += element.hashCode();
        }
        received = streams;
      }
    }
  }

  /// Ours.
  public static class Cermet extends Sides {
    private final Channel<Object> channel = new Channel<>(CAPACITY);

    @Override
    void send(Object element) throws InterruptedException {
      channel.put(element);
    }

    @Override
    Object receive() throws InterruptedException {
      return channel.take();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() throws InterruptedException {
      send(one());
      return receive();
    }

    /// Without a pause from one thread to another.
    @Benchmark
    @OperationsPerInvocation(STREAM)
    @Case(kind = Kind.THREADS, headline = "ArrayBlocking")
    public int stream() {
      return moveStream();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    @Case(kind = Kind.BURST)
    public int burst() {
      return moveBursts();
    }
  }

  /// The JDK's bounded queue, with a lock.
  @Peer("jdk")
  public static class ArrayBlocking extends Sides {
    private final ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(CAPACITY);

    @Override
    void send(Object element) throws InterruptedException {
      queue.put(element);
    }

    @Override
    Object receive() throws InterruptedException {
      return queue.take();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() throws InterruptedException {
      send(one());
      return receive();
    }

    /// Without a pause from one thread to another.
    @Benchmark
    @OperationsPerInvocation(STREAM)
    public int stream() {
      return moveStream();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }

  /// The JDK's queue without a lock, which is not bounded: its putters never wait.
  @Peer("jdk")
  public static class LinkedTransfer extends Sides {
    private final LinkedTransferQueue<Object> queue = new LinkedTransferQueue<>();

    @Override
    void send(Object element) {
      queue.put(element);
    }

    @Override
    Object receive() throws InterruptedException {
      return queue.take();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() throws InterruptedException {
      send(one());
      return receive();
    }

    /// Without a pause from one thread to another.
    @Benchmark
    @OperationsPerInvocation(STREAM)
    public int stream() {
      return moveStream();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }

  /// Jox, the channel of Kotlin in Java, bounded too.
  @Peer("com.softwaremill.jox:channels")
  public static class Jox extends Sides {
    private final com.softwaremill.jox.Channel<Object> channel =
        com.softwaremill.jox.Channel.newBufferedChannel(CAPACITY);

    @Override
    void send(Object element) throws InterruptedException {
      channel.send(element);
    }

    @Override
    Object receive() throws InterruptedException {
      return channel.receive();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() throws InterruptedException {
      send(one());
      return receive();
    }

    /// Without a pause from one thread to another.
    @Benchmark
    @OperationsPerInvocation(STREAM)
    public int stream() {
      return moveStream();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }

  /// JCTools, for one consumer, whose producers cannot wait for room: they yield.
  @Peer("org.jctools:jctools-core")
  public static class Jctools extends Sides {
    private final MpscBlockingConsumerArrayQueue<Object> queue =
        new MpscBlockingConsumerArrayQueue<>(CAPACITY);

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // to yield is how its users wait
    void send(Object element) {
      while (!queue.offer(element)) {
        Thread.yield();
      }
    }

    @Override
    Object receive() throws InterruptedException {
      return queue.take();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() throws InterruptedException {
      send(one());
      return receive();
    }

    /// Without a pause from one thread to another.
    @Benchmark
    @OperationsPerInvocation(STREAM)
    public int stream() {
      return moveStream();
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }
}

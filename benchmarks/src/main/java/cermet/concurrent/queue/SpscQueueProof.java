// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Objects through a queue of 1,024: by one thread, which shows the work of the two calls, and in
/// bursts from one thread to another, which adds what the cores tell each other.
public class SpscQueueProof {
  private static final int CAPACITY = 1024;
  private static final int BATCH = 512;
  private static final int BURST = 65_536;

  private SpscQueueProof() {}

  /// The elements and the thread that takes them.
  @State(Scope.Thread)
  public abstract static class Sides {
    final Object[] elements = new Object[BATCH];
    int next;
    long sum;

    /// How many elements are gone, at the last end of a burst; written by the consumer.
    private volatile long taken;

    private volatile boolean stop;
    private Thread consumer = new Thread();

    abstract boolean put(Object element);

    abstract Object take();

    /// Makes the elements in random order of value.
    @Setup(Level.Trial)
    public void make() {
      for (int i = 0; i < BATCH; i++) {
        elements[i] = ThreadLocalRandom.current().nextInt();
      }
    }

    /// Starts the consumer of the bursts on its first use.
    void start() {
      if (consumer.getState() == Thread.State.NEW) {
        consumer = new Thread(this::consume, "consumer");
        consumer.setDaemon(true);
        consumer.start();
      }
    }

    private void consume() {
      long count = 0;
      while (!stop) {
        if (take() == null) {
          Thread.onSpinWait();
        } else if (++count % BURST == 0) {
          taken = count;
        }
      }
    }

    /// Ends the consumer.
    @TearDown(Level.Trial)
    public void end() throws InterruptedException {
      stop = true;
      consumer.join(10_000);
    }

    long moveBurst() {
      start();
      long until = taken + BURST;
      for (int i = 0; i < BURST; i++) {
        Object element = elements[i & (BATCH - 1)];
        while (!put(element)) {
          Thread.onSpinWait();
        }
      }
      while (taken != until) {
        Thread.onSpinWait();
      }
      return until;
    }

    Object one() {
      return elements[next++ & (BATCH - 1)];
    }
  }

  /// Ours.
  public static class Cermet extends Sides {
    private final SpscQueue<Object> queue = new SpscQueue<>(CAPACITY);

    @Override
    boolean put(Object element) {
      return queue.offer(element);
    }

    @Override
    Object take() {
      return queue.poll();
    }

    /// One element in and out by one thread.
    @Benchmark
    @Case(headline = "JctoolsVarHandle")
    public Object pair() {
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

    /// A burst to another thread, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(BURST)
    @Case(kind = Kind.THREADS)
    public long burst() {
      return moveBurst();
    }
  }

  /// JCTools on Unsafe.
  @Peer("org.jctools:jctools-core")
  public static class JctoolsUnsafe extends Sides {
    private final SpscArrayQueue<Object> queue = new SpscArrayQueue<>(CAPACITY);

    @Override
    boolean put(Object element) {
      return queue.offer(element);
    }

    @Override
    Object take() {
      return queue.poll();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() {
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

    /// A burst to another thread, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long burst() {
      return moveBurst();
    }
  }

  /// JCTools on VarHandles: the incumbent without Unsafe.
  @Peer("org.jctools:jctools-core-jdk11")
  public static class JctoolsVarHandle extends Sides {
    private final SpscVarHandleArrayQueue<Object> queue = new SpscVarHandleArrayQueue<>(CAPACITY);

    @Override
    boolean put(Object element) {
      return queue.offer(element);
    }

    @Override
    Object take() {
      return queue.poll();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() {
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

    /// A burst to another thread, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long burst() {
      return moveBurst();
    }
  }

  /// Agrona, which needs a package of the JDK opened.
  @Peer(
      value = "org.agrona:agrona",
      jvmArgs = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
  public static class Agrona extends Sides {
    private final OneToOneConcurrentArrayQueue<Object> queue =
        new OneToOneConcurrentArrayQueue<>(CAPACITY);

    @Override
    boolean put(Object element) {
      return queue.offer(element);
    }

    @Override
    Object take() {
      return queue.poll();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() {
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

    /// A burst to another thread, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long burst() {
      return moveBurst();
    }
  }

  /// The JDK's bounded queue, for many threads and with a lock; it has no drain to a consumer.
  @Peer("jdk")
  public static class Jdk extends Sides {
    private final ArrayBlockingQueue<Object> queue = new ArrayBlockingQueue<>(CAPACITY);

    @Override
    boolean put(Object element) {
      return queue.offer(element);
    }

    @Override
    Object take() {
      return queue.poll();
    }

    /// One element in and out by one thread.
    @Benchmark
    public Object pair() {
      queue.offer(one());
      return queue.poll();
    }

    /// A burst to another thread, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long burst() {
      return moveBurst();
    }
  }
}

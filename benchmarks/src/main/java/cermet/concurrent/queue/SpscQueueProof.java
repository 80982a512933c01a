// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import cermet.proof.Burst;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.SpscArrayQueue;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/// Objects through a queue of 1,024: by one thread, which shows the work of the two calls, and in
/// bursts at a fixed rate from one thread to another, which adds what the cores tell each other.
public class SpscQueueProof {
  private SpscQueueProof() {}

  /// Ours.
  public static class Cermet extends ObjectSides {
    private final List<Consumer<Object>> sums =
        List.of(
            element -> sum += element.hashCode(),
            element -> sum ^= element.hashCode(),
            element -> sum |= element.hashCode(),
            element -> sum -= element.hashCode());
    private final SpscQueue<Object> queue = new SpscQueue<>(CAPACITY);

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

    /// As drain, to consumers of four classes in turn.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drainMegamorphic() {
      for (Object element : elements) {
        queue.offer(element);
      }
      queue.drain(sums.get(++next & 3));
      return sum;
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    @Case(kind = Kind.BURST)
    public int burst() {
      return moveBursts();
    }
  }

  /// JCTools on Unsafe.
  @Peer("org.jctools:jctools-core")
  public static class JctoolsUnsafe extends ObjectSides {
    private final List<MessagePassingQueue.Consumer<Object>> sums =
        List.of(
            element -> sum += element.hashCode(),
            element -> sum ^= element.hashCode(),
            element -> sum |= element.hashCode(),
            element -> sum -= element.hashCode());
    private final SpscArrayQueue<Object> queue = new SpscArrayQueue<>(CAPACITY);

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

    /// As drain, to consumers of four classes in turn.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drainMegamorphic() {
      for (Object element : elements) {
        queue.offer(element);
      }
      queue.drain(sums.get(++next & 3));
      return sum;
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }

  /// JCTools on VarHandles: the incumbent without Unsafe.
  @Peer("org.jctools:jctools-core-jdk11")
  public static class JctoolsVarHandle extends ObjectSides {
    private final List<MessagePassingQueue.Consumer<Object>> sums =
        List.of(
            element -> sum += element.hashCode(),
            element -> sum ^= element.hashCode(),
            element -> sum |= element.hashCode(),
            element -> sum -= element.hashCode());
    private final SpscVarHandleArrayQueue<Object> queue = new SpscVarHandleArrayQueue<>(CAPACITY);

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

    /// As drain, to consumers of four classes in turn.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drainMegamorphic() {
      for (Object element : elements) {
        queue.offer(element);
      }
      queue.drain(sums.get(++next & 3));
      return sum;
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }

  /// Agrona, which needs a package of the JDK opened.
  @Peer(
      value = "org.agrona:agrona",
      jvmArgs = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
  public static class Agrona extends ObjectSides {
    private final List<Consumer<Object>> sums =
        List.of(
            element -> sum += element.hashCode(),
            element -> sum ^= element.hashCode(),
            element -> sum |= element.hashCode(),
            element -> sum -= element.hashCode());
    private final OneToOneConcurrentArrayQueue<Object> queue =
        new OneToOneConcurrentArrayQueue<>(CAPACITY);

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

    /// As drain, to consumers of four classes in turn.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long drainMegamorphic() {
      for (Object element : elements) {
        queue.offer(element);
      }
      queue.drain(sums.get(++next & 3));
      return sum;
    }

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }

  /// Ours without padding: the two calls on fields that lie side by side.
  @Peer("none")
  public static class Unpadded extends ObjectSides {
    private final UnpaddedQueue queue = new UnpaddedQueue(CAPACITY);

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

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }

  /// What `offer` and `poll` of SpscQueue do, for a capacity that is a power of two.
  private static final class UnpaddedQueue {
    private static final VarHandle SLOT =
        MethodHandles.arrayElementVarHandle(Object[].class).withInvokeExactBehavior();
    private static final VarHandle TAIL = index("tail");
    private static final VarHandle HEAD = index("head");

    private final Object[] slots;
    private final int capacity;
    private final int mask;
    private long tail;
    private long limit;
    private long head;

    UnpaddedQueue(int capacity) {
      this.slots = new Object[capacity];
      this.capacity = capacity;
      this.mask = capacity - 1;
      this.limit = capacity;
    }

    private static VarHandle index(String name) {
      return ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), name, VarHandle.class, UnpaddedQueue.class, long.class)
          .withInvokeExactBehavior();
    }

    boolean offer(Object element) {
      Objects.requireNonNull(element, "element");
      long tail = this.tail;
      if (tail == limit && !look(tail)) {
        return false;
      }
      SLOT.setRelease(slots, (int) tail & mask, element);
      TAIL.setRelease(this, tail + 1L);
      return true;
    }

    Object poll() {
      Object[] slots = this.slots;
      long head = this.head;
      int slot = (int) head & mask;
      Object element = (Object) SLOT.getAcquire(slots, slot);
      if (element != null) {
        slots[slot] = null;
        HEAD.setRelease(this, head + 1L);
      }
      return element;
    }

    private boolean look(long tail) {
      limit = (long) HEAD.getAcquire(this) + capacity;
      return tail != limit;
    }
  }

  /// The JDK's bounded queue, for many threads and with a lock; it has no drain to a consumer.
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

    /// Bursts to another thread at a fixed rate, until it has taken all.
    @Benchmark
    @OperationsPerInvocation(Burst.ELEMENTS)
    public int burst() {
      return moveBursts();
    }
  }
}

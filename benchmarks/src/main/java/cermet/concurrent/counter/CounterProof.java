// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.jctools.counters.CountersFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/// One more on a counter, by one thread and by two at once; and the sum of two threads' counts.
public class CounterProof {
  private CounterProof() {}

  /// Ours, with a handle a thread.
  @State(Scope.Thread)
  public static class Cermet {
    /// The counter, which all threads share.
    @State(Scope.Benchmark)
    public static class Shared {
      final Counter counter = new Counter();
    }

    private Counter counter;
    private Counter.Handle handle;

    /// Makes this thread's handle and another.
    @Setup(Level.Trial)
    public void make(Shared shared) {
      counter = shared.counter;
      handle = counter.handle();
      counter.handle().increment();
    }

    /// By one thread.
    @Benchmark
    @Case(headline = "Jdk")
    public void increment() {
      handle.increment();
    }

    /// By two threads.
    @Benchmark
    @Threads(2)
    @Case(kind = Kind.THREADS)
    public void incrementTwoThreads() {
      handle.increment();
    }

    /// The sum, at rest.
    @Benchmark
    public long sum() {
      return counter.sum();
    }
  }

  /// The JDK's, which needs no handle.
  @State(Scope.Benchmark)
  @Peer("jdk")
  public static class Jdk {
    private final LongAdder counter = new LongAdder();

    /// By one thread.
    @Benchmark
    public void increment() {
      counter.increment();
    }

    /// By two threads.
    @Benchmark
    @Threads(2)
    public void incrementTwoThreads() {
      counter.increment();
    }

    /// The sum, at rest.
    @Benchmark
    public long sum() {
      return counter.sum();
    }
  }

  /// JCTools' stripes, on Unsafe, which need no handle: four a processor.
  @State(Scope.Benchmark)
  @Peer("org.jctools:jctools-core")
  public static class Jctools {
    private final org.jctools.counters.Counter counter =
        CountersFactory.createFixedSizeStripedCounter(
            4 * Runtime.getRuntime().availableProcessors());

    /// By one thread.
    @Benchmark
    public void increment() {
      counter.inc();
    }

    /// By two threads.
    @Benchmark
    @Threads(2)
    public void incrementTwoThreads() {
      counter.inc();
    }

    /// The sum, at rest.
    @Benchmark
    public long sum() {
      return counter.get();
    }
  }

  /// Agrona's single-writer increment, a counter of its own for each thread; it adds up nothing,
  /// and needs a package of the JDK opened.
  @State(Scope.Thread)
  @Peer(
      value = "org.agrona:agrona",
      jvmArgs = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
  public static class Agrona {
    private final AtomicCounter counter =
        new AtomicCounter(new UnsafeBuffer(ByteBuffer.allocateDirect(4096)), 8); // amid the buffer

    /// By one thread.
    @Benchmark
    public void increment() {
      counter.incrementRelease();
    }

    /// By two threads.
    @Benchmark
    @Threads(2)
    public void incrementTwoThreads() {
      counter.incrementRelease();
    }
  }

  /// A bare field for each thread, read plainly and written by release, that adds up nothing.
  @State(Scope.Thread)
  @Peer("none")
  public static class ReleaseCell {
    private static final VarHandle VALUE =
        ConstantBootstraps.fieldVarHandle(
                MethodHandles.lookup(), "value", VarHandle.class, Cell.class, long.class)
            .withInvokeExactBehavior();

    private static final class Cell {
      long value;

      void increment() {
        VALUE.setRelease(this, value + 1L); // plain read: only this thread writes it
      }
    }

    private final Cell cell = new Cell();

    /// By one thread.
    @Benchmark
    public void increment() {
      cell.increment();
    }

    /// By two threads.
    @Benchmark
    @Threads(2)
    public void incrementTwoThreads() {
      cell.increment();
    }
  }
}

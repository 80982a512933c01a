// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.counters.CountersFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/// One more on a counter that all threads share, by one thread and by two at once; and the sum.
public class StripedCounterProof {
  private StripedCounterProof() {}

  /// Ours.
  @State(Scope.Benchmark)
  public static class Cermet {
    private final StripedCounter counter = new StripedCounter();

    /// By one thread.
    @Benchmark
    @Case(headline = "Jdk")
    public void increment() {
      counter.increment();
    }

    /// By two threads.
    @Benchmark
    @Threads(2)
    @Case(kind = Kind.THREADS)
    public void incrementTwoThreads() {
      counter.increment();
    }

    /// The sum, at rest.
    @Benchmark
    public long sum() {
      return counter.sum();
    }
  }

  /// The JDK's.
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

  /// One cell for all: what stripes avoid.
  @State(Scope.Benchmark)
  @Peer("jdk")
  public static class JdkAtomic {
    private final AtomicLong counter = new AtomicLong();

    /// By one thread.
    @Benchmark
    public void increment() {
      counter.getAndIncrement();
    }

    /// By two threads.
    @Benchmark
    @Threads(2)
    public void incrementTwoThreads() {
      counter.getAndIncrement();
    }

    /// The sum, at rest.
    @Benchmark
    public long sum() {
      return counter.get();
    }
  }

  /// JCTools' stripes, on Unsafe: four a processor, which is where ours end.
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
}

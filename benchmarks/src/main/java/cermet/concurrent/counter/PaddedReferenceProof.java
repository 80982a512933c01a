// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/// An object swapped for the one in a cell, by one thread, and by two at once, each with a cell of
/// its own that was made beside the other's.
public class PaddedReferenceProof {
  private PaddedReferenceProof() {}

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet {
    /// The cells of all threads.
    @State(Scope.Benchmark)
    public static class PaddedCells {
      final AtomicInteger next = new AtomicInteger();
      private final PaddedReference<Object> first = new PaddedReference<>("first");
      private final PaddedReference<Object> second = new PaddedReference<>("second");

      PaddedReference<Object> take() {
        return next.getAndIncrement() == 0 ? first : second;
      }
    }

    private PaddedReference<Object> cell;
    private Object object = "third";

    /// Takes a cell.
    @Setup(Level.Trial)
    public void take(PaddedCells shared) {
      cell = shared.take();
    }

    /// By one thread.
    @Benchmark
    public void getAndSet() {
      object = cell.getAndSet(object);
    }

    /// By two threads that have a cell each.
    @Benchmark
    @Threads(2)
    @Case(kind = Kind.THREADS, headline = "Jdk")
    public void neighbours() {
      object = cell.getAndSet(object);
    }
  }

  /// The JDK's, without padding.
  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk {
    /// The cells of all threads.
    @State(Scope.Benchmark)
    public static class AtomicCells {
      final AtomicInteger next = new AtomicInteger();
      private final AtomicReference<Object> first = new AtomicReference<>("first");
      private final AtomicReference<Object> second = new AtomicReference<>("second");

      AtomicReference<Object> take() {
        return next.getAndIncrement() == 0 ? first : second;
      }
    }

    private AtomicReference<Object> cell;
    private Object object = "third";

    /// Takes a cell.
    @Setup(Level.Trial)
    public void take(AtomicCells shared) {
      cell = shared.take();
    }

    /// By one thread.
    @Benchmark
    public void getAndSet() {
      object = cell.getAndSet(object);
    }

    /// By two threads that have a cell each.
    @Benchmark
    @Threads(2)
    public void neighbours() {
      object = cell.getAndSet(object);
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/// An atomic addition to a cell, by one thread, and by two at once, each to a cell of its own that
/// was made beside the other's.
public class PaddedLongProof {
  private PaddedLongProof() {}

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet {
    /// The cells of all threads.
    @State(Scope.Benchmark)
    public static class PaddedCells {
      final AtomicInteger next = new AtomicInteger();
      final PaddedLong[] cells = {new PaddedLong(), new PaddedLong()};
    }

    private PaddedLong cell;

    /// Takes a cell.
    @Setup(Level.Trial)
    public void take(PaddedCells shared) {
      cell = shared.cells[shared.next.getAndIncrement()];
    }

    /// By one thread.
    @Benchmark
    public long getAndAdd() {
      return cell.getAndAdd(1);
    }

    /// By two threads that have a cell each.
    @Benchmark
    @Threads(2)
    @Case(kind = Kind.THREADS, headline = "Jdk")
    public long neighbours() {
      return cell.getAndAdd(1);
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
      final AtomicLong[] cells = {new AtomicLong(), new AtomicLong()};
    }

    private AtomicLong cell;

    /// Takes a cell.
    @Setup(Level.Trial)
    public void take(AtomicCells shared) {
      cell = shared.cells[shared.next.getAndIncrement()];
    }

    /// By one thread.
    @Benchmark
    public long getAndAdd() {
      return cell.getAndAdd(1);
    }

    /// By two threads that have a cell each.
    @Benchmark
    @Threads(2)
    public long neighbours() {
      return cell.getAndAdd(1);
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios of the ordered buffer against a list of places, by two
/// threads: two that claim and put, or one of them and the one that takes.
class BoundedLincheck {
  private static final int CAPACITY = 2;
  private static final long NONE = -1;

  @Test
  void isLinearizable() {
    new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(1_000)
        .threads(2)
        .actorsPerThread(4)
        .actorsBefore(3)
        .actorsAfter(3)
        .sequentialSpecification(Model.class)
        .check(Subject.class);
  }

  /// Three groups of operations, each never run by two threads at once; claims are made under a
  /// lock, as at the source.
  public static final class Subject {
    private final Bounded.Buffer<Long> buffer =
        new Bounded.Buffer<>(CAPACITY, 0, Thread.currentThread());
    private final ReentrantLock turn = new ReentrantLock();
    private long one = NONE;
    private long other = NONE;

    private long claim() {
      turn.lock();
      try {
        return buffer.hasRoom() ? buffer.claim() : NONE;
      } finally {
        turn.unlock();
      }
    }

    @Operation(nonParallelGroup = "one")
    public long claimOne() {
      one = one == NONE ? claim() : one;
      return one;
    }

    @Operation(nonParallelGroup = "one")
    public void putOne() {
      if (one != NONE) {
        buffer.put(one, one);
        one = NONE;
      }
    }

    @Operation(nonParallelGroup = "other")
    public long claimOther() {
      other = other == NONE ? claim() : other;
      return other;
    }

    @Operation(nonParallelGroup = "other")
    public void putOther() {
      if (other != NONE) {
        buffer.put(other, other);
        other = NONE;
      }
    }

    @Operation(nonParallelGroup = "taker")
    public @Nullable Long poll() {
      return buffer.poll();
    }
  }

  /// What the buffer is on one thread.
  public static final class Model {
    private final List<Boolean> done = new ArrayList<>();
    private int head;
    private long one = NONE;
    private long other = NONE;

    private long claim() {
      if (done.size() - head >= CAPACITY) {
        return NONE;
      }
      done.add(false);
      return done.size() - 1L;
    }

    public long claimOne() {
      one = one == NONE ? claim() : one;
      return one;
    }

    public void putOne() {
      if (one != NONE) {
        done.set((int) one, true);
        one = NONE;
      }
    }

    public long claimOther() {
      other = other == NONE ? claim() : other;
      return other;
    }

    public void putOther() {
      if (other != NONE) {
        done.set((int) other, true);
        other = NONE;
      }
    }

    public @Nullable Long poll() {
      return head < done.size() && done.get(head) ? Long.valueOf(head++) : null;
    }
  }
}

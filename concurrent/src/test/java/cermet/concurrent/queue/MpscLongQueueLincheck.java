// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios against a bounded sequential queue. The relaxed forms are
/// not linearizable, and a batch is only if it is of one.
class MpscLongQueueLincheck {
  private static final int CAPACITY = 2;

  @Test
  void isLinearizable() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(3)
        .actorsAfter(3)
        .sequentialSpecification(Model.class)
        .check(Subject.class);
  }

  /// Any threads offer; what the consumer does is never done by two threads at once.
  @Param(name = "element", gen = IntGen.class, conf = "1:9")
  public static final class Subject {
    private final MpscLongQueue queue = new MpscLongQueue(CAPACITY, Long.MAX_VALUE - 1);

    @Operation
    public boolean offer(int element) {
      return queue.offer(element);
    }

    @Operation
    public boolean offerIfNone(int element) {
      return queue.offerIfBelowThreshold(element, 1);
    }

    @Operation
    public int offerOneOf(int element) {
      return queue.offerAll(new long[] {element}, 0, 1);
    }

    @Operation
    public int size() {
      return queue.size();
    }

    @Operation(nonParallelGroup = "consumer")
    public long poll() {
      return queue.poll(-1);
    }

    @Operation(nonParallelGroup = "consumer")
    public long pollOneInto() {
      long[] into = {-1};
      queue.pollInto(into, 0, 1);
      return into[0];
    }

    @Operation(nonParallelGroup = "consumer")
    public long peek() {
      return queue.peek(-1);
    }
  }

  /// What the queue is on one thread.
  public static final class Model {
    private final ArrayDeque<Long> queue = new ArrayDeque<>();

    public boolean offer(int element) {
      return queue.size() < CAPACITY && queue.add((long) element);
    }

    public boolean offerIfNone(int element) {
      return queue.isEmpty() && queue.add((long) element);
    }

    public int offerOneOf(int element) {
      return offer(element) ? 1 : 0;
    }

    public int size() {
      return queue.size();
    }

    public long poll() {
      return queue.isEmpty() ? -1 : queue.remove();
    }

    public long pollOneInto() {
      return poll();
    }

    public long peek() {
      return queue.isEmpty() ? -1 : queue.element();
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios against a bounded sequential queue.
class SpscLongQueueLincheck {
  private static final int CAPACITY = 2;

  @Test
  void isLinearizable() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(2)
        .actorsPerThread(4)
        .actorsBefore(3)
        .actorsAfter(3)
        .sequentialSpecification(Model.class)
        .check(Subject.class);
  }

  /// Two groups of operations, each never run by two threads at once; the first offers go to either
  /// side of a block's end.
  @Param(name = "element", gen = IntGen.class, conf = "1:9")
  public static final class Subject {
    private final SpscLongQueue queue = new SpscLongQueue(CAPACITY, Long.MAX_VALUE - 1);

    @Operation(nonParallelGroup = "producer")
    public boolean offer(int element) {
      return queue.offer(element);
    }

    @Operation(nonParallelGroup = "producer")
    public boolean offerIfNone(int element) {
      return queue.offerIfBelowThreshold(element, 1);
    }

    @Operation(nonParallelGroup = "producer")
    public int sizeSeenByProducer() {
      return queue.size();
    }

    @Operation(nonParallelGroup = "consumer")
    public long poll() {
      return queue.poll(-1);
    }

    @Operation(nonParallelGroup = "consumer")
    public long peek() {
      return queue.peek(-1);
    }

    @Operation(nonParallelGroup = "consumer")
    public int pollOneInto() {
      return queue.pollInto(new long[1], 0, 1);
    }

    @Operation(nonParallelGroup = "consumer")
    public int sizeSeenByConsumer() {
      return queue.size();
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

    public int sizeSeenByProducer() {
      return queue.size();
    }

    public long poll() {
      return queue.isEmpty() ? -1 : queue.remove();
    }

    public long peek() {
      return queue.isEmpty() ? -1 : queue.element();
    }

    public int pollOneInto() {
      return queue.poll() == null ? 0 : 1;
    }

    public int sizeSeenByConsumer() {
      return queue.size();
    }
  }
}

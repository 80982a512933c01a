// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios against a bounded sequential queue.
class SpscQueueLincheck {
  private static final int CAPACITY = 2;

  @Test
  void isLinearizable() {
    new ModelCheckingOptions()
        .iterations(40)
        .invocationsPerIteration(2_000)
        .threads(2)
        .actorsPerThread(4)
        .actorsBefore(3)
        .actorsAfter(3)
        .sequentialSpecification(Model.class)
        .check(Subject.class);
  }

  /// Two groups of operations, each never run by two threads at once.
  @Param(name = "element", gen = IntGen.class, conf = "1:9")
  @Param(name = "threshold", gen = IntGen.class, conf = "0:3")
  public static final class Subject {
    private final SpscQueue<Integer> queue = new SpscQueue<>(CAPACITY, Long.MAX_VALUE - 1);

    @Operation(nonParallelGroup = "producer")
    public boolean offer(@Param(name = "element") int element) {
      return queue.offer(element);
    }

    @Operation(nonParallelGroup = "producer")
    public boolean offerIfBelowThreshold(
        @Param(name = "element") int element, @Param(name = "threshold") int threshold) {
      return queue.offerIfBelowThreshold(element, threshold);
    }

    @Operation(nonParallelGroup = "producer")
    public int sizeSeenByProducer() {
      return queue.size();
    }

    @Operation(nonParallelGroup = "consumer")
    public @Nullable Integer poll() {
      return queue.poll();
    }

    @Operation(nonParallelGroup = "consumer")
    public @Nullable Integer pollInto() {
      var into = new Integer[1];
      return queue.pollInto(into, 0, 1) == 0 ? null : into[0];
    }

    @Operation(nonParallelGroup = "consumer")
    public @Nullable Integer peek() {
      return queue.peek();
    }

    @Operation(nonParallelGroup = "consumer")
    public int sizeSeenByConsumer() {
      return queue.size();
    }
  }

  /// What the queue is on one thread.
  public static final class Model {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();

    public boolean offer(int element) {
      return queue.size() < CAPACITY && queue.add(element);
    }

    public boolean offerIfBelowThreshold(int element, int threshold) {
      return queue.size() < threshold && offer(element);
    }

    public int sizeSeenByProducer() {
      return queue.size();
    }

    public @Nullable Integer poll() {
      return queue.poll();
    }

    public @Nullable Integer pollInto() {
      return queue.poll();
    }

    public @Nullable Integer peek() {
      return queue.peek();
    }

    public int sizeSeenByConsumer() {
      return queue.size();
    }
  }
}

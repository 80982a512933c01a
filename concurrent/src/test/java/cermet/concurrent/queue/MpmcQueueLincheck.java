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

/// Interleavings of short scenarios against a bounded sequential queue: all threads offer and poll.
class MpmcQueueLincheck {
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

  @Test
  void isLinearizableWithThreeThreads() {
    new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(1_000)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(2)
        .actorsAfter(2)
        .sequentialSpecification(Model.class)
        .check(Subject.class);
  }

  @Test
  void offersPairsAtOnce() {
    new ModelCheckingOptions()
        .iterations(10)
        .invocationsPerIteration(1_000)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(4)
        .sequentialSpecification(Model.class)
        .check(Wide.class);
  }

  /// What all threads do.
  @Param(name = "element", gen = IntGen.class, conf = "1:9")
  @Param(name = "threshold", gen = IntGen.class, conf = "0:3")
  public static final class Subject {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(CAPACITY, Long.MAX_VALUE - 1);

    @Operation
    public boolean offer(@Param(name = "element") int element) {
      return queue.offer(element);
    }

    @Operation
    public boolean offerIfBelowThreshold(
        @Param(name = "element") int element, @Param(name = "threshold") int threshold) {
      return queue.offerIfBelowThreshold(element, threshold);
    }

    @Operation
    public int offerAll(@Param(name = "element") int element) {
      return queue.offerAll(new Integer[] {element}, 0, 1);
    }

    @Operation
    public int size() {
      return queue.size();
    }

    @Operation
    public @Nullable Integer poll() {
      return queue.poll();
    }

    @Operation
    public @Nullable Integer pollInto() {
      var into = new Integer[1];
      return queue.pollInto(into, 0, 1) == 0 ? null : into[0];
    }

    @Operation
    public @Nullable Integer peek() {
      return queue.peek();
    }
  }

  /// Pairs that always have room: one claim each, so that they stand side by side.
  @Param(name = "element", gen = IntGen.class, conf = "1:9")
  public static final class Wide {
    private final MpmcQueue<Integer> queue = new MpmcQueue<>(64, Integer.MAX_VALUE - 1L);

    @Operation
    public int offerTwo(@Param(name = "element") int element) {
      return queue.offerAll(new Integer[] {element, element + 1}, 0, 2);
    }

    @Operation
    public int size() {
      return queue.size();
    }

    @Operation
    public @Nullable Integer poll() {
      return queue.poll();
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

    public int offerAll(int element) {
      return offer(element) ? 1 : 0;
    }

    public int offerTwo(int element) {
      queue.add(element);
      queue.add(element + 1);
      return 2;
    }

    public int size() {
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
  }
}

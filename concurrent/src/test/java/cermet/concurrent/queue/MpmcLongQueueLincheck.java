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
class MpmcLongQueueLincheck {
  @Test
  void isLinearizable() {
    options().sequentialSpecification(Model.class).check(Subject.class);
  }

  /// Where Vyukov's numbers of a free and a full slot would be the same.
  @Test
  void isLinearizableWithOneSlot() {
    options().sequentialSpecification(ModelOfOne.class).check(SubjectOfOne.class);
  }

  private static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(2)
        .actorsAfter(2);
  }

  /// Two slots.
  @Param(name = "element", gen = IntGen.class, conf = "1:9")
  public static class Subject {
    private final MpmcLongQueue queue;

    public Subject() {
      this(2);
    }

    Subject(int capacity) {
      queue = new MpmcLongQueue(capacity, Long.MAX_VALUE - 1);
    }

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
    public long poll() {
      return queue.poll(-1);
    }

    @Operation
    public long pollOneInto() {
      long[] into = {-1};
      queue.pollInto(into, 0, 1);
      return into[0];
    }

    @Operation
    public long peek() {
      return queue.peek(-1);
    }

    @Operation
    public int size() {
      return queue.size();
    }
  }

  /// One slot.
  public static class SubjectOfOne extends Subject {
    public SubjectOfOne() {
      super(1);
    }
  }

  /// What the queue is on one thread.
  public static class Model {
    private final ArrayDeque<Long> queue = new ArrayDeque<>();
    private final int capacity;

    public Model() {
      this(2);
    }

    Model(int capacity) {
      this.capacity = capacity;
    }

    public boolean offer(int element) {
      return queue.size() < capacity && queue.add((long) element);
    }

    public boolean offerIfNone(int element) {
      return queue.isEmpty() && queue.add((long) element);
    }

    public int offerOneOf(int element) {
      return offer(element) ? 1 : 0;
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

    public int size() {
      return queue.size();
    }
  }

  /// The same with one slot.
  public static class ModelOfOne extends Model {
    public ModelOfOne() {
      super(1);
    }
  }
}

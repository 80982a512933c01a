// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios against a plain field.
class PaddedLongLincheck {
  @Test
  void isLinearizable() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(2)
        .actorsPerThread(4)
        .actorsBefore(1)
        .actorsAfter(1)
        .sequentialSpecification(Model.class)
        .check(Subject.class);
  }

  @Param(name = "value", gen = IntGen.class, conf = "0:3")
  public static final class Subject {
    private final PaddedLong cell = new PaddedLong();

    @Operation
    public long get() {
      return cell.get();
    }

    @Operation
    public void set(@Param(name = "value") int value) {
      cell.set(value);
    }

    @Operation
    public long getAndSet(@Param(name = "value") int value) {
      return cell.getAndSet(value);
    }

    @Operation
    public long getAndAdd(@Param(name = "value") int value) {
      return cell.getAndAdd(value);
    }

    @Operation
    public boolean compareAndSet(
        @Param(name = "value") int expected, @Param(name = "value") int value) {
      return cell.compareAndSet(expected, value);
    }

    @Operation
    public long updateAndGet() {
      return cell.updateAndGet(x -> 2 * x);
    }

    @Operation
    public long getAndAccumulate(@Param(name = "value") int value) {
      return cell.getAndAccumulate(value, Math::max);
    }
  }

  /// What the cell is on one thread.
  public static final class Model {
    private long value;

    public long get() {
      return value;
    }

    public void set(int value) {
      this.value = value;
    }

    public long getAndSet(int value) {
      long before = this.value;
      this.value = value;
      return before;
    }

    public long getAndAdd(int value) {
      long before = this.value;
      this.value += value;
      return before;
    }

    public boolean compareAndSet(int expected, int value) {
      if (this.value != expected) {
        return false;
      }
      this.value = value;
      return true;
    }

    public long updateAndGet() {
      value *= 2;
      return value;
    }

    public long getAndAccumulate(int value) {
      long before = this.value;
      this.value = Math.max(before, value);
      return before;
    }
  }
}

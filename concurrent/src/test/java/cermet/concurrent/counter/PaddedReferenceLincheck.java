// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios against a plain field.
class PaddedReferenceLincheck {
  /// Each value is one object, since a cell compares by identity.
  private static final String[] VALUES = {"a", "b", "c", "d"};

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

  private static String next(String value) {
    return VALUES[(value.charAt(0) - 'a' + 1) % VALUES.length];
  }

  @Param(name = "value", gen = IntGen.class, conf = "0:3")
  public static final class Subject {
    private final PaddedReference<String> cell = new PaddedReference<>(VALUES[0]);

    @Operation
    public String get() {
      return cell.get();
    }

    @Operation
    public void set(@Param(name = "value") int value) {
      cell.set(VALUES[value]);
    }

    @Operation
    public String getAndSet(@Param(name = "value") int value) {
      return cell.getAndSet(VALUES[value]);
    }

    @Operation
    public boolean compareAndSet(
        @Param(name = "value") int expected, @Param(name = "value") int value) {
      return cell.compareAndSet(VALUES[expected], VALUES[value]);
    }

    @Operation
    public String compareAndExchange(
        @Param(name = "value") int expected, @Param(name = "value") int value) {
      return cell.compareAndExchange(VALUES[expected], VALUES[value]);
    }

    @Operation
    public String updateAndGet() {
      return cell.updateAndGet(PaddedReferenceLincheck::next);
    }
  }

  /// What the cell is on one thread.
  public static final class Model {
    private String value = VALUES[0];

    public String get() {
      return value;
    }

    public void set(int value) {
      this.value = VALUES[value];
    }

    public String getAndSet(int value) {
      String before = this.value;
      this.value = VALUES[value];
      return before;
    }

    public boolean compareAndSet(int expected, int value) {
      if (!this.value.equals(VALUES[expected])) {
        return false;
      }
      this.value = VALUES[value];
      return true;
    }

    public String compareAndExchange(int expected, int value) {
      String before = this.value;
      if (before.equals(VALUES[expected])) {
        this.value = VALUES[value];
      }
      return before;
    }

    public String updateAndGet() {
      value = next(value);
      return value;
    }
  }
}

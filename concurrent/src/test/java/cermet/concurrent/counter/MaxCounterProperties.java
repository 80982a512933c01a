// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class MaxCounterProperties {
  @Provide
  Arbitrary<Long> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(-3, 3),
        Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @Property
  @SuppressWarnings("UnnecessaryAsync") // the model
  void largestBehavesLikeLongAccumulator(
      @ForAll("numbers") long initial,
      @ForAll @Size(max = 100) List<@From("numbers") Long> numbers) {
    check(MaxCounter.largest(initial), new LongAccumulator(Math::max, initial), numbers);
  }

  @Property
  @SuppressWarnings("UnnecessaryAsync") // the model
  void smallestBehavesLikeLongAccumulator(
      @ForAll("numbers") long initial,
      @ForAll @Size(max = 100) List<@From("numbers") Long> numbers) {
    check(MaxCounter.smallest(initial), new LongAccumulator(Math::min, initial), numbers);
  }

  /// Each 7 resets.
  private static void check(MaxCounter counter, LongAccumulator model, List<Long> numbers) {
    for (long number : numbers) {
      if (number % 7 == 0) {
        assertEquals(model.getThenReset(), counter.getThenReset());
      }
      long before = model.get();
      model.accumulate(number);
      assertEquals(before != model.get(), counter.propose(number));
      assertEquals(model.get(), counter.get());
      assertEquals(model.toString(), counter.toString());
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class StripedCounterProperties {
  enum Verb {
    ADD,
    /// On a thread of its own, which may have another stripe.
    ADD_ELSEWHERE,
    INCREMENT,
    DECREMENT,
    RESET,
    GROW,
    /// Adds in a cell of its own from then on, if there is one to be had.
    CLAIM,
    /// On a thread that takes a cell, adds, and ends.
    CLAIM_ELSEWHERE
  }

  record Step(Verb verb, long delta) {}

  @Provide
  Arbitrary<Step> steps() {
    var deltas =
        Arbitraries.oneOf(
            Arbitraries.longs(),
            Arbitraries.longs().between(-100, 100),
            Arbitraries.of(Long.MAX_VALUE, Long.MIN_VALUE, 0L));
    return Combinators.combine(Arbitraries.of(Verb.values()), deltas).as(Step::new);
  }

  @Property(tries = 500)
  @SuppressWarnings("UnnecessaryAsync") // the model
  void behavesLikeLongAdder(
      @ForAll long start,
      @ForAll @IntRange(max = 5) int doublings,
      @ForAll @Size(max = 60) List<@From("steps") Step> steps)
      throws InterruptedException {
    var counter = new StripedCounter(1 << doublings, start);
    var model = new LongAdder();
    model.add(start);
    for (Step step : steps) {
      switch (step.verb) {
        case ADD -> {
          counter.add(step.delta);
          model.add(step.delta);
        }
        case ADD_ELSEWHERE -> {
          Crowd.run(Thread.ofVirtual(), 1, i -> counter.add(step.delta));
          model.add(step.delta);
        }
        case INCREMENT -> {
          counter.increment();
          model.increment();
        }
        case DECREMENT -> {
          counter.decrement();
          model.decrement();
        }
        case RESET -> assertEquals(model.sumThenReset(), counter.sumThenReset());
        case GROW -> counter.grow(counter.stripes());
        case CLAIM -> counter.claim(Thread.currentThread());
        case CLAIM_ELSEWHERE -> {
          Crowd.run(
              Thread.ofVirtual(),
              1,
              i -> {
                counter.claim(Thread.currentThread());
                counter.add(step.delta);
              });
          model.add(step.delta);
        }
      }
      assertEquals(model.sum(), counter.sum());
      assertEquals(model.toString(), counter.toString());
    }
  }
}

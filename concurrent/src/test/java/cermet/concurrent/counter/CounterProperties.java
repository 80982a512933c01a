// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class CounterProperties {
  enum Verb {
    OPEN,
    ADD,
    INCREMENT,
    DECREMENT,
    CLOSE,
    /// A thread that adds and closes.
    VISIT,
    /// A thread that adds and ends without closing.
    DIE
  }

  record Step(Verb verb, int handle, long delta) {}

  /// What a handle should be.
  private static final class Model {
    long value;
    boolean closed;
  }

  @Provide
  Arbitrary<Step> steps() {
    var deltas =
        Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.longs().between(-3, 3), edges());
    return Combinators.combine(
            Arbitraries.of(Verb.values()), Arbitraries.integers().between(0, 1000), deltas)
        .as(Step::new);
  }

  private static Arbitrary<Long> edges() {
    return Arbitraries.of(Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, Counter.Handle.CLOSED);
  }

  @Property(tries = 500)
  void behavesLikeOneSum(
      @ForAll long start, @ForAll @Size(max = 60) List<@From("steps") Step> steps)
      throws InterruptedException {
    var counter = new Counter(start);
    List<Counter.Handle> handles = new ArrayList<>();
    List<Model> models = new ArrayList<>();
    long total = start;
    for (Step step : steps) {
      if (step.verb == Verb.OPEN || handles.isEmpty()) {
        handles.add(counter.handle());
        models.add(new Model());
      }
      int number = step.handle % handles.size();
      var handle = handles.get(number);
      var model = models.get(number);
      switch (step.verb) {
        case OPEN -> {}
        case ADD -> total += add(handle, model, step.delta, () -> handle.add(step.delta));
        case INCREMENT -> total += add(handle, model, 1, handle::increment);
        case DECREMENT -> total += add(handle, model, -1, handle::decrement);
        case CLOSE -> {
          handle.close();
          model.closed = true;
        }
        case VISIT -> {
          Crowd.alone(() -> {
            try (var visitor = counter.handle()) {
              visitor.add(step.delta);
            }
          });
          total += step.delta;
        }
        case DIE -> {
          Crowd.alone(() -> counter.handle().add(step.delta));
          total += step.delta;
        }
      }
      assertEquals(total, counter.sum());
    }
    for (int i = 0; i < handles.size(); i++) {
      assertEquals(models.get(i).value, handles.get(i).get());
    }
    counter.handle().close(); // what dead threads left is folded in
    assertEquals(models.stream().filter(model -> !model.closed).count(), counter.handles());
    handles.forEach(Counter.Handle::close);
    assertEquals(0, counter.handles());
    assertEquals(total, counter.sum());
  }

  private static long add(Counter.Handle handle, Model model, long delta, Runnable action) {
    if (model.closed) {
      assertThrows(IllegalStateException.class, action::run);
      assertEquals(model.value, handle.get());
      return 0;
    }
    action.run();
    model.value += delta;
    assertEquals(model.value, handle.get());
    return delta;
  }
}

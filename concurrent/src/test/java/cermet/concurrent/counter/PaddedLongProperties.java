// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class PaddedLongProperties {
  enum Verb {
    SET,
    SET_PLAIN,
    SET_OPAQUE,
    SET_RELEASE,
    COMPARE_AND_SET,
    COMPARE_AND_EXCHANGE,
    COMPARE_AND_EXCHANGE_ACQUIRE,
    COMPARE_AND_EXCHANGE_RELEASE,
    GET_AND_SET,
    GET_AND_ADD,
    GET_AND_ADD_RELEASE,
    ADD_AND_GET,
    GET_AND_INCREMENT,
    INCREMENT_AND_GET,
    GET_AND_DECREMENT,
    DECREMENT_AND_GET,
    GET_AND_UPDATE,
    UPDATE_AND_GET,
    GET_AND_ACCUMULATE,
    ACCUMULATE_AND_GET
  }

  record Step(Verb verb, long expected, long operand) {}

  @Provide
  Arbitrary<Long> values() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(-2, 2), // so that comparisons succeed
        Arbitraries.longs().between(Long.MAX_VALUE - 2, Long.MAX_VALUE));
  }

  @Provide
  Arbitrary<Step> steps() {
    return Combinators.combine(Arbitraries.of(Verb.values()), values(), values()).as(Step::new);
  }

  @Property(tries = 1000)
  @SuppressWarnings("UnnecessaryAsync") // the model
  void behavesLikeAtomicLong(
      @ForAll("values") long initial, @ForAll @Size(max = 100) List<@From("steps") Step> steps) {
    var cell = new PaddedLong(initial);
    var model = new AtomicLong(initial);
    for (Step step : steps) {
      long operand = step.operand;
      // Every other time what is expected is there.
      long expected = (step.expected & 1) == 0 ? model.get() : step.expected;
      switch (step.verb) {
        case SET -> {
          cell.set(operand);
          model.set(operand);
        }
        case SET_PLAIN -> {
          cell.setPlain(operand);
          model.setPlain(operand);
        }
        case SET_OPAQUE -> {
          cell.setOpaque(operand);
          model.setOpaque(operand);
        }
        case SET_RELEASE -> {
          cell.setRelease(operand);
          model.setRelease(operand);
        }
        case COMPARE_AND_SET ->
            assertEquals(
                model.compareAndSet(expected, operand), cell.compareAndSet(expected, operand));
        case COMPARE_AND_EXCHANGE ->
            assertEquals(
                model.compareAndExchange(expected, operand),
                cell.compareAndExchange(expected, operand));
        case COMPARE_AND_EXCHANGE_ACQUIRE ->
            assertEquals(
                model.compareAndExchangeAcquire(expected, operand),
                cell.compareAndExchangeAcquire(expected, operand));
        case COMPARE_AND_EXCHANGE_RELEASE ->
            assertEquals(
                model.compareAndExchangeRelease(expected, operand),
                cell.compareAndExchangeRelease(expected, operand));
        case GET_AND_SET -> assertEquals(model.getAndSet(operand), cell.getAndSet(operand));
        case GET_AND_ADD -> assertEquals(model.getAndAdd(operand), cell.getAndAdd(operand));
        case GET_AND_ADD_RELEASE ->
            assertEquals(model.getAndAdd(operand), cell.getAndAddRelease(operand));
        case ADD_AND_GET -> assertEquals(model.addAndGet(operand), cell.addAndGet(operand));
        case GET_AND_INCREMENT -> assertEquals(model.getAndIncrement(), cell.getAndIncrement());
        case INCREMENT_AND_GET -> assertEquals(model.incrementAndGet(), cell.incrementAndGet());
        case GET_AND_DECREMENT -> assertEquals(model.getAndDecrement(), cell.getAndDecrement());
        case DECREMENT_AND_GET -> assertEquals(model.decrementAndGet(), cell.decrementAndGet());
        case GET_AND_UPDATE ->
            assertEquals(
                model.getAndUpdate(x -> 3 * x + operand), cell.getAndUpdate(x -> 3 * x + operand));
        case UPDATE_AND_GET ->
            assertEquals(
                model.updateAndGet(x -> 3 * x + operand), cell.updateAndGet(x -> 3 * x + operand));
        case GET_AND_ACCUMULATE ->
            assertEquals(
                model.getAndAccumulate(operand, (x, y) -> x - 2 * y),
                cell.getAndAccumulate(operand, (x, y) -> x - 2 * y));
        case ACCUMULATE_AND_GET ->
            assertEquals(
                model.accumulateAndGet(operand, (x, y) -> x - 2 * y),
                cell.accumulateAndGet(operand, (x, y) -> x - 2 * y));
      }
      assertEquals(model.get(), cell.get());
      assertEquals(model.getPlain(), cell.getPlain());
      assertEquals(model.getOpaque(), cell.getOpaque());
      assertEquals(model.getAcquire(), cell.getAcquire());
      assertEquals(model.toString(), cell.toString());
    }
  }
}

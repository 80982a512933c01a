// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.counter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class PaddedReferenceProperties {
  /// Small ones, of which each is one object and equal to others.
  private static final Object[] VALUES = {
    List.of(1), List.of(1), 1000L, 1000L, "a", new Object(), new Object[0]
  };

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
    GET_AND_UPDATE,
    UPDATE_AND_GET,
    GET_AND_ACCUMULATE,
    ACCUMULATE_AND_GET
  }

  record Step(Verb verb, int expected, int operand) {}

  @Provide
  Arbitrary<Step> steps() {
    var index = Arbitraries.integers().between(0, VALUES.length - 1);
    return Combinators.combine(Arbitraries.of(Verb.values()), index, index).as(Step::new);
  }

  @Property(tries = 1000)
  @SuppressWarnings({"UnnecessaryAsync", "ReferenceEquality"}) // the model; values by identity
  void behavesLikeAtomicReference(@ForAll @Size(max = 100) List<@From("steps") Step> steps) {
    var cell = new PaddedReference<Object>(VALUES[0]);
    var model = new AtomicReference<Object>(VALUES[0]);
    UnaryOperator<Object> next = PaddedReferenceProperties::next;
    BinaryOperator<Object> choose = (x, y) -> next(x) == VALUES[0] ? y : next(x);
    for (Step step : steps) {
      Object operand = VALUES[step.operand];
      // Every other time what is expected is there.
      Object expected = step.expected % 2 == 0 ? model.get() : VALUES[step.expected];
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
            assertSame(
                model.compareAndExchange(expected, operand),
                cell.compareAndExchange(expected, operand));
        case COMPARE_AND_EXCHANGE_ACQUIRE ->
            assertSame(
                model.compareAndExchangeAcquire(expected, operand),
                cell.compareAndExchangeAcquire(expected, operand));
        case COMPARE_AND_EXCHANGE_RELEASE ->
            assertSame(
                model.compareAndExchangeRelease(expected, operand),
                cell.compareAndExchangeRelease(expected, operand));
        case GET_AND_SET -> assertSame(model.getAndSet(operand), cell.getAndSet(operand));
        case GET_AND_UPDATE -> assertSame(model.getAndUpdate(next), cell.getAndUpdate(next));
        case UPDATE_AND_GET -> assertSame(model.updateAndGet(next), cell.updateAndGet(next));
        case GET_AND_ACCUMULATE ->
            assertSame(
                model.getAndAccumulate(operand, choose), cell.getAndAccumulate(operand, choose));
        case ACCUMULATE_AND_GET ->
            assertSame(
                model.accumulateAndGet(operand, choose), cell.accumulateAndGet(operand, choose));
      }
      assertSame(model.get(), cell.get());
      assertSame(model.get(), cell.getPlain());
      assertSame(model.get(), cell.getOpaque());
      assertSame(model.get(), cell.getAcquire());
      assertEquals(model.toString(), cell.toString());
    }
  }

  /// The value after this one.
  @SuppressWarnings("ReferenceEquality") // the very object
  private static Object next(Object value) {
    for (int i = 0; i < VALUES.length; i++) {
      if (VALUES[i] == value) {
        return VALUES[(i + 1) % VALUES.length];
      }
    }
    throw new AssertionError(value);
  }
}

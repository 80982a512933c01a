// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MpmcLongQueueProperties {
  enum Verb {
    OFFER,
    OFFER_BELOW,
    POLL,
    POLL_TO,
    PEEK,
    OFFER_ALL,
    POLL_INTO,
    FILL,
    DRAIN,
    CLEAR
  }

  record Step(Verb verb, int number) {}

  @Provide
  Arbitrary<Step> steps() {
    // Adding verbs weigh more, so that queues become full.
    var verbs =
        Arbitraries.of(Verb.values())
            .injectDuplicates(0.2)
            .flatMap(v -> v == Verb.CLEAR ? Arbitraries.of(Verb.OFFER, v) : Arbitraries.just(v));
    return verbs.flatMap(v -> Arbitraries.integers().between(0, 40).map(n -> new Step(v, n)));
  }

  @Provide
  Arbitrary<Long> starts() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(Long.MAX_VALUE - 100, Long.MAX_VALUE),
        Arbitraries.longs().between(Integer.MAX_VALUE - 100L, Integer.MAX_VALUE + 100L));
  }

  @Property(tries = 2000)
  void behavesLikeABoundedArrayDeque(
      @ForAll @IntRange(min = 1, max = 150) int asked,
      @ForAll("starts") long start,
      @ForAll @Size(max = 200) List<@From("steps") Step> steps) {
    var queue = new MpmcLongQueue(asked, start);
    int capacity = queue.capacity();
    var model = new ArrayDeque<Long>();
    long next = -5; // over 0, which fresh storage holds
    for (Step step : steps) {
      int number = step.number;
      switch (step.verb) {
        case OFFER, OFFER_BELOW -> {
          int most = step.verb == Verb.OFFER ? capacity : Math.min(number, capacity);
          boolean room = model.size() < most;
          assertEquals(
              room,
              step.verb == Verb.OFFER
                  ? queue.offer(next)
                  : queue.offerIfBelowThreshold(next, number));
          if (room) {
            model.add(next);
          }
          next++;
        }
        case POLL -> {
          long expected = model.isEmpty() ? number : model.remove();
          assertEquals(expected, queue.poll(number));
        }
        case POLL_TO -> {
          List<Long> polled = new ArrayList<>();
          List<Long> expected = model.isEmpty() ? List.of() : List.of(model.remove());
          assertEquals(!expected.isEmpty(), queue.poll(polled::add));
          assertEquals(expected, polled);
        }
        case PEEK -> {
          long expected = model.isEmpty() ? number : model.element();
          assertEquals(expected, queue.peek(number));
        }
        case OFFER_ALL -> {
          long[] elements = new long[number + 3];
          int room = Math.min(number, capacity - model.size());
          for (int i = 0; i < number; i++) {
            elements[i + 2] = next;
            if (i < room) {
              model.add(next);
            }
            next++;
          }
          assertEquals(room, queue.offerAll(elements, 2, number));
        }
        case POLL_INTO -> {
          long[] into = new long[number + 3];
          long[] expected = new long[number + 3];
          int there = Math.min(number, model.size());
          for (int i = 0; i < there; i++) {
            expected[1 + i] = model.remove();
          }
          assertEquals(there, queue.pollInto(into, 1, number));
          assertArrayEquals(expected, into);
        }
        case FILL -> {
          var numbers = new Numbers(next);
          int added = queue.fill(numbers::next, number);
          assertEquals(Math.min(number, capacity - model.size()), added);
          for (int i = 0; i < added; i++) {
            model.add(next++);
          }
          assertEquals(next, numbers.next);
        }
        case DRAIN -> {
          List<Long> drained = new ArrayList<>();
          List<Long> expected = new ArrayList<>();
          for (int i = Math.min(number, model.size()); i > 0; i--) {
            expected.add(model.remove());
          }
          assertEquals(expected.size(), queue.drain(drained::add, number));
          assertEquals(expected, drained);
        }
        case CLEAR -> {
          model.clear();
          queue.clear();
        }
      }
      assertEquals(model.size(), queue.size());
      assertEquals(model.isEmpty(), queue.isEmpty());
    }
    assertEquals(List.copyOf(model), List.copyOf(queue.asQueue()));
  }

  private static final class Numbers {
    private long next;

    Numbers(long first) {
      next = first;
    }

    long next() {
      return next++;
    }
  }
}

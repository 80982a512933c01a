// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MpmcQueueProperties {
  enum Verb {
    OFFER,
    OFFER_BELOW,
    POLL,
    PEEK,
    OFFER_ALL,
    POLL_INTO,
    FILL,
    FILL_FAILING,
    DRAIN,
    CONTAINS,
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
      @ForAll @IntRange(min = 1, max = 150) int capacity,
      @ForAll("starts") long start,
      @ForAll @Size(max = 200) List<@net.jqwik.api.From("steps") Step> steps) {
    var queue = new MpmcQueue<Integer>(capacity, start);
    var model = new ArrayDeque<Integer>();
    int next = 0;
    for (Step step : steps) {
      int number = step.number;
      switch (step.verb) {
        case OFFER -> {
          boolean room = model.size() < capacity;
          assertEquals(room, number % 2 == 0 ? queue.offer(next) : queue.relaxedOffer(next));

          if (room) {
            model.add(next);
          }
          next++;
        }
        case OFFER_BELOW -> {
          boolean room = model.size() < Math.min(number, capacity);
          assertEquals(room, queue.offerIfBelowThreshold(next, number));
          if (room) {
            model.add(next);
          }
          next++;
        }
        case POLL ->
            assertEquals(model.poll(), number % 2 == 0 ? queue.poll() : queue.relaxedPoll());
        case PEEK ->
            assertEquals(model.peek(), number % 2 == 0 ? queue.peek() : queue.relaxedPeek());
        case OFFER_ALL -> {
          var elements = new Integer[number + 3];
          for (int i = 0; i < number; i++) {
            elements[i + 2] = next++;
          }
          int room = Math.min(number, capacity - model.size());
          assertEquals(room, queue.offerAll(elements, 2, number));
          model.addAll(Arrays.asList(elements).subList(2, 2 + room));
        }
        case POLL_INTO -> {
          var into = new Integer[number + 3];
          var expected = new Integer[number + 3];
          int there = Math.min(number, model.size());
          for (int i = 0; i < there; i++) {
            expected[1 + i] = model.remove();
          }
          assertEquals(there, queue.pollInto(into, 1, number));
          assertArrayEquals(expected, into);
        }
        case FILL -> {
          int first = next;
          int added = queue.fill(new Numbers(first)::next, number);
          assertEquals(Math.min(number, capacity - model.size()), added);
          for (int i = 0; i < added; i++) {
            model.add(first + i);
          }
          next += added;
        }
        case FILL_FAILING -> {
          var numbers = new Numbers(next);
          int last = next + number / 3;
          int room = Math.min(number, capacity - model.size());
          try {
            queue.fill(() -> numbers.nextBefore(last), number);
            assertTrue(room <= number / 3);
          } catch (IllegalStateException e) {
            assertTrue(room > number / 3);
          }
          for (; next < numbers.next; next++) {
            model.add(next);
          }
        }
        case DRAIN -> {
          List<Integer> drained = new ArrayList<>();
          List<Integer> expected = new ArrayList<>();
          for (int i = Math.min(number, model.size()); i > 0; i--) {
            expected.add(model.remove());
          }
          assertEquals(expected.size(), queue.drain(drained::add, number));
          assertEquals(expected, drained);
        }
        case CONTAINS -> {
          Object element = next - 1 - number;
          assertEquals(model.contains(element), queue.asQueue().contains(element));
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
    private int next;

    Numbers(int first) {
      next = first;
    }

    Integer next() {
      return next++;
    }

    Integer nextBefore(int last) {
      if (next == last) {
        throw new IllegalStateException("seeded");
      }
      return next++;
    }
  }
}

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
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// What a queue of objects is on one thread: a deque that takes no more than its capacity. Each
/// step is done on both, and the results are compared.
final class ObjectQueueModel {
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
    CLEAR,
    REMOVE,
    REMOVE_IF
  }

  record Step(Verb verb, int number) {}

  private final ObjectQueue<Integer> queue;
  private final ArrayDeque<Integer> model = new ArrayDeque<>();
  private int next;

  private ObjectQueueModel(ObjectQueue<Integer> queue) {
    this.queue = queue;
  }

  /// Adding verbs weigh more, so that queues become full.
  ///
  /// @param removes whether the view removes from the middle
  static Arbitrary<List<Step>> steps(boolean removes) {
    List<Verb> verbs =
        Stream.of(Verb.values())
            .filter(verb -> removes || verb.compareTo(Verb.REMOVE) < 0)
            .toList();
    return Arbitraries.of(verbs)
        .injectDuplicates(0.2)
        .flatMap(v -> v == Verb.CLEAR ? Arbitraries.of(Verb.OFFER, v) : Arbitraries.just(v))
        .flatMap(v -> Arbitraries.integers().between(0, 40).map(n -> new Step(v, n)))
        .list()
        .ofMaxSize(200);
  }

  static Arbitrary<Long> starts() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(Long.MAX_VALUE - 100, Long.MAX_VALUE),
        Arbitraries.longs().between(Integer.MAX_VALUE - 100L, Integer.MAX_VALUE + 100L));
  }

  static void check(Object queue, List<Step> steps) {
    var both = new ObjectQueueModel(ObjectQueue.of(queue));
    for (Step step : steps) {
      both.take(step.verb, step.number);
      assertEquals(both.model.size(), both.queue.size());
      assertEquals(both.model.isEmpty(), both.queue.isEmpty());
    }
    assertEquals(List.copyOf(both.model), List.copyOf(both.queue.asQueue()));
  }

  private int room(int most) {
    return Math.max(0, Math.min(most, queue.capacity() - model.size()));
  }

  private void take(Verb verb, int number) {
    boolean relaxed = number % 2 != 0;
    switch (verb) {
      case OFFER -> {
        boolean room = room(1) == 1;
        assertEquals(room, relaxed ? queue.relaxedOffer(next) : queue.offer(next));
        add(room ? 1 : 0);
      }
      case OFFER_BELOW -> {
        boolean room = room(1) == 1 && model.size() < number;
        assertEquals(room, queue.offerIfBelowThreshold(next, number));
        add(room ? 1 : 0);
      }
      case POLL -> assertEquals(model.poll(), relaxed ? queue.relaxedPoll() : queue.poll());
      case PEEK -> assertEquals(model.peek(), relaxed ? queue.relaxedPeek() : queue.peek());
      case OFFER_ALL -> {
        var elements = new Integer[number + 3];
        Arrays.setAll(elements, i -> next + i - 2);
        int room = room(number);
        assertEquals(room, queue.offerAll(elements, 2, number));
        add(room);
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
        int room = room(number);
        assertEquals(room, queue.fill(numbers(room), number));
        add(room);
      }
      case FILL_FAILING -> {
        int supplied = Math.min(room(number), number / 3);
        try {
          queue.fill(numbers(number / 3), number);
          assertEquals(room(number), supplied);
        } catch (IllegalStateException e) {
          assertEquals("no more", e.getMessage());
          assertTrue(supplied < room(number));
        }
        add(supplied);
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
      case REMOVE -> {
        Object element = next - 1 - number;
        assertEquals(model.remove(element), queue.asQueue().remove(element));
      }
      case REMOVE_IF -> {
        int divisor = number + 2;
        boolean changed = model.removeIf(i -> i % divisor == 0);
        assertEquals(changed, queue.asQueue().removeIf(i -> i % divisor == 0));
      }
    }
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      model.add(next++);
    }
  }

  /// Supplies so many of the next numbers, and then fails.
  private Supplier<Integer> numbers(int count) {
    var numbers = new ObjectQueueContract.Counter();
    numbers.next = next;
    int end = next + count;
    return () -> {
      if (numbers.next == end) {
        throw new IllegalStateException("no more");
      }
      return numbers.get();
    };
  }
}

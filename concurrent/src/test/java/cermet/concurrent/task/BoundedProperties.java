// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class BoundedProperties {
  /// A function that takes its time now and then, so that results overtake each other.
  private static Bounded.Mapping<Integer, Integer> squares(
      AtomicInteger running, AtomicInteger most) {
    return number -> {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      if (number % 7 == 0) {
        Thread.sleep(0, 1 + (Math.abs(number) % 100_000));
      }
      running.decrementAndGet();
      return number * number;
    };
  }

  @Property(tries = 300)
  void mapsWhatAStreamMaps(
      @ForAll List<@IntRange(min = -1000, max = 1000) Integer> source,
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 0, max = 30) int more,
      @ForAll boolean ordered) {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    Bounded.Mapping<Integer, Integer> function = squares(running, most);
    List<Integer> mapped = new ArrayList<>();
    try (var results =
        ordered
            ? Bounded.mapOrdered(source, width, width + more, function)
            : Bounded.mapUnordered(source, width, width + more, function)) {
      results.forEachRemaining(mapped::add);
    }
    List<Integer> expected = new ArrayList<>(source.stream().map(i -> i * i).toList());
    if (!ordered) {
      mapped.sort(null);
      expected.sort(null);
    }
    assertEquals(expected, mapped);
    assertEquals(0, running.get());
    assertTrue(most.get() <= width);
  }

  @Property(tries = 300)
  void aTakerThatStopsHasAPrefixOrASubset(
      @ForAll @IntRange(min = 0, max = 200) int count,
      @ForAll @IntRange(min = 0, max = 200) int taken,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll boolean ordered) {
    List<Integer> source = IntStream.range(0, count).boxed().toList();
    var running = new AtomicInteger();
    Bounded.Mapping<Integer, Integer> function = squares(running, new AtomicInteger());
    List<Integer> mapped = new ArrayList<>();
    try (var results =
        ordered
            ? Bounded.mapOrdered(source, width, function)
            : Bounded.mapUnordered(source, width, function)) {
      for (int i = 0; i < taken && results.hasNext(); i++) {
        mapped.add(results.next());
      }
    }
    // An interrupted function leaves its count as it was.
    assertTrue(0 <= running.get() && running.get() <= width);
    assertEquals(Math.min(count, taken), mapped.size());
    for (int i = 0; i < mapped.size(); i++) {
      assertTrue(!ordered || mapped.get(i) == i * i);
    }
    Set<Integer> distinct = new HashSet<>(mapped);
    assertEquals(mapped.size(), distinct.size());
    assertTrue(source.stream().map(i -> i * i).toList().containsAll(distinct));
  }

  @Property(tries = 300)
  void aFailureAnywhereSurfacesAndNothingRunsTwice(
      @ForAll @IntRange(min = 1, max = 100) int count,
      @ForAll @IntRange(min = 0, max = 99) int at,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @IntRange(min = 0, max = 2) int verb) {
    var failure = new IOException("at " + at);
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    Bounded.Mapping<Integer, Integer> function =
        i -> {
          assertTrue(seen.add(i));
          if (i == at) {
            throw failure;
          }
          return i;
        };
    List<Integer> source = IntStream.range(0, count).boxed().toList();
    var thrown = run(source, width, verb, function);
    if (at < count) {
      assertSame(failure, thrown);
    } else {
      assertNull(thrown);
      assertEquals(count, seen.size());
    }
  }

  private static @Nullable Throwable run(
      List<Integer> source, int width, int verb, Bounded.Mapping<Integer, Integer> function) {
    if (verb == 0) {
      try {
        Bounded.forEach(source, width, function::apply);
        return null;
      } catch (ExecutionException e) {
        return e.getCause();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    try (var results =
        verb == 1
            ? Bounded.mapOrdered(source, width, function)
            : Bounded.mapUnordered(source, width, function)) {
      int next = 0;
      while (results.hasNext()) {
        int result = results.next();
        assertTrue(verb == 2 || result == next);
        next++;
      }
      return null;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  /// Steps of claimer, putters and taker: a negative one polls, an even one claims, an odd one puts
  /// to one of the claimed places.
  @Provide
  Arbitrary<Integer> steps() {
    return Arbitraries.integers().between(-30, 60).map(i -> Math.max(i, -20));
  }

  @Property(tries = 1000)
  void theBufferBehavesLikeAMapOfPositions(
      @ForAll @IntRange(min = 1, max = 20) int capacity,
      @ForAll long start,
      @ForAll boolean ordered,
      @ForAll @Size(max = 200) List<@From("steps") Integer> steps) {
    var buffer = new Bounded.Buffer<Long>(capacity, start, Thread.currentThread());
    List<Long> open = new ArrayList<>();
    Map<Long, Long> put = new HashMap<>();
    var appended = new ArrayDeque<Long>();
    long claimed = start;
    long head = start;
    for (int step : steps) {
      if (step < 0) {
        Long expected = ordered ? put.remove(head) : appended.poll();
        assertEquals(expected, buffer.poll());
        head += expected == null ? 0 : 1;
      } else if (step % 2 == 0) {
        assertEquals(claimed - head < capacity, buffer.hasRoom());
        if (buffer.hasRoom()) {
          assertEquals(claimed, buffer.claim());
          open.add(claimed++);
        }
      } else if (!open.isEmpty()) {
        long position = open.remove(step % open.size());
        buffer.put(ordered ? position : buffer.append(), position);
        put.put(position, position);
        appended.add(position);
      }
      assertEquals(false, buffer.isDone());
    }
    buffer.end();
    assertEquals(claimed == head, buffer.isDone());
  }
}

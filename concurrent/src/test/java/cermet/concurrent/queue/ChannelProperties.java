// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cermet.concurrent.wait.SpinWait;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChannelProperties {
  enum Verb {
    OFFER,
    TIMED_OFFER,
    PUT,
    POLL,
    TIMED_POLL,
    TAKE,
    CLOSE
  }

  @Provide
  Arbitrary<Verb> verbs() {
    // Adding weighs more, so that channels become full; few are closed early.
    return Arbitraries.frequencyOf(
        Tuple.of(30, Arbitraries.of(Verb.OFFER, Verb.TIMED_OFFER, Verb.PUT)),
        Tuple.of(25, Arbitraries.of(Verb.POLL, Verb.TIMED_POLL, Verb.TAKE)),
        Tuple.of(1, Arbitraries.just(Verb.CLOSE)));
  }

  @Provide
  Arbitrary<Long> starts() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(Long.MAX_VALUE - 100, Long.MAX_VALUE),
        Arbitraries.longs().between((1L << 61) - 100, 1L << 61),
        Arbitraries.longs().between(Integer.MAX_VALUE - 100L, Integer.MAX_VALUE + 100L));
  }

  @Property(tries = 2000)
  void behavesLikeABoundedArrayDequeUntilClosed(
      @ForAll @IntRange(min = 1, max = 150) int capacity,
      @ForAll("starts") long start,
      @ForAll boolean strategy,
      @ForAll @Size(max = 400) List<@From("verbs") Verb> verbs)
      throws InterruptedException {
    var channel =
        new Channel<Integer>(capacity, strategy ? new SpinWait() : null, verbs.size() & 3, start);
    var model = new ArrayDeque<Integer>();
    boolean closed = false;
    int next = 0;
    for (Verb verb : verbs) {
      boolean room = model.size() < capacity;
      int element = next++;
      switch (verb) {
        case OFFER, TIMED_OFFER, PUT -> {
          if (closed) {
            assertThrows(Channel.ClosedException.class, () -> add(channel, verb, room, element));
          } else {
            assertEquals(room, add(channel, verb, room, element));
            if (room) {
              model.add(element);
            }
          }
        }
        case POLL -> assertEquals(model.poll(), channel.poll());
        case TIMED_POLL -> assertEquals(model.poll(), channel.poll(1, TimeUnit.NANOSECONDS));
        case TAKE -> {
          if (closed || !model.isEmpty()) {
            assertEquals(model.poll(), channel.take());
          }
        }
        case CLOSE -> {
          channel.close();
          closed = true;
        }
      }
      assertEquals(model.size(), channel.size());
      assertEquals(model.isEmpty(), channel.isEmpty());
      assertEquals(closed, channel.isClosed());
      assertEquals(closed && model.isEmpty(), channel.isDrained());
    }
    while (!model.isEmpty()) {
      assertEquals(model.poll(), channel.poll());
    }
    assertNull(channel.poll());
  }

  private static boolean add(Channel<Integer> channel, Verb verb, boolean room, int element)
      throws InterruptedException {
    return switch (verb) {
      case OFFER -> channel.offer(element);
      case TIMED_OFFER -> channel.offer(element, 1, TimeUnit.NANOSECONDS);
      default -> {
        if (room || channel.isClosed()) {
          channel.put(element);
        }
        yield room;
      }
    };
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.queue.SpscQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BurstTest {
  private static final Object[] ELEMENTS = new Object[2 * Burst.SIZE];

  static {
    Arrays.setAll(ELEMENTS, i -> i);
  }

  @TempDir Path directory;

  /// A queue and a clock in one thread: first all is sent, and when each element went in is noted;
  /// then all is received, no element before it went in. Each reading of the clock takes 10 ns.
  private static class Simulation implements Burst.Pipe {
    final List<Long> sent = new ArrayList<>();
    final ArrayDeque<Object> queue = new ArrayDeque<>();
    final Burst burst = new Burst(this, this::read);
    final Histogram events = new Histogram(60_000_000_000L, 3);
    long now;
    int taken;

    private long read() {
      return now += 10;
    }

    @Override
    public boolean put(Object element) {
      assertEquals(ELEMENTS[sent.size() % ELEMENTS.length], element);
      sent.add(now);
      return queue.add(element);
    }

    @Override
    public Object take() {
      now = Math.max(now, sent.get(taken++));
      return queue.poll();
    }

    Histogram run() {
      long start = 5_000;
      burst.send(ELEMENTS, start);
      now = 0;
      burst.receive(events, start);
      assertEquals(Burst.ELEMENTS, taken);
      return events;
    }
  }

  @Test
  void burstsGoOutWhenTheyAreDue() {
    var simulation = new Simulation();
    var events = simulation.run();
    for (int i = 0; i < Burst.ELEMENTS; i++) {
      long due = 5_000 + i / Burst.SIZE * Burst.PERIOD_NANOS;
      assertNear(due, simulation.sent.get(i), 10);
    }
    assertEquals(Burst.BURSTS, events.getTotalCount());
    assertTrue(events.getMaxValue() <= 20, "max " + events.getMaxValue());
  }

  /// A consumer that sleeps for 10 ms makes a hundred bursts late, the first by 10 ms, the last by
  /// next to nothing. With one late burst in four thousand, 99.9 % would not show it.
  @Test
  void aStalledConsumerMakesAllBurstsLateThatWereDueMeanwhile() {
    var events =
        new Simulation() {
          @Override
          public Object take() {
            if (taken == 1000 * Burst.SIZE) {
              now = Math.max(now, sent.get(taken)) + 10_000_000;
            }
            return super.take();
          }
        }.run();
    assertLateByTenMilliseconds(events);
  }

  /// The same when the queue is full and it is the producer who has to wait: the bursts that it
  /// should have sent meanwhile are late although they were taken at once after they were sent.
  @Test
  void aFullQueueMakesAllBurstsLateThatWereDueMeanwhile() {
    var events =
        new Simulation() {
          @Override
          public boolean put(Object element) {
            if (sent.size() == 1000 * Burst.SIZE && now < 1000 * Burst.PERIOD_NANOS + 10_000_000) {
              now += 1000;
              return false;
            }
            return super.put(element);
          }
        }.run();
    assertLateByTenMilliseconds(events);
  }

  private static void assertLateByTenMilliseconds(Histogram events) {
    assertNear(10_000_000, events.getMaxValue(), 20_000);
    long late = events.getCountBetweenValues(Burst.PERIOD_NANOS / 2, 60_000_000_000L);
    assertNear(100, late, 1);
    var percentiles = Burst.percentiles(events);
    assertTrue(percentiles.p50() <= 20, "p50 " + percentiles.p50());
    // 1 % of 4,096 are 41 bursts, 0.1 % are 4: the latest of a hundred that are 0.1 to 10 ms late
    assertEquals(6_000_000, percentiles.p99(), 150_000);
    assertEquals(9_600_000, percentiles.p999(), 150_000);
  }

  private static void assertNear(long expected, long actual, long tolerance) {
    assertTrue(Math.abs(actual - expected) <= tolerance, expected + " is not near " + actual);
  }

  @Test
  void percentilesAreThoseOfAllTurnsTogether() {
    var low = events(LongStream.rangeClosed(1, 1000));
    var high = events(LongStream.rangeClosed(1001, 2000));
    assertEquals(new Evidence.Percentiles(250, 500, 990, 999), Burst.percentiles(low));
    var both = Burst.merge(List.of(low, high));
    assertEquals(new Evidence.Percentiles(500, 1000, 1980, 1998), Burst.percentiles(both));
    assertEquals(1000, Burst.median(both));
    assertEquals(500, Burst.median(low), "merging leaves the turns alone");
  }

  private static Histogram events(LongStream nanos) {
    var events = new Histogram(60_000_000_000L, 3);
    nanos.forEach(events::recordValue);
    return events;
  }

  @Test
  void aTurnOfTwoThreadsGivesAFileWithAllItsBursts() throws Exception {
    var queue = new SpscQueue<Object>(1024);
    var burst =
        new Burst(
            new Burst.Pipe() {
              @Override
              public boolean put(Object element) {
                return queue.offer(element);
              }

              @Override
              public Object take() {
                return queue.poll();
              }
            });
    assertEquals(1, burst.run(ELEMENTS));
    assertEquals(2, burst.run(ELEMENTS));
    burst.end();
    assertEquals(0, queue.size());
    Path file = directory.resolve("bursts");
    burst.write(file);
    var turns = Burst.read(file);
    assertEquals(2, turns.size(), Files.readString(file));
    for (var turn : turns) {
      assertEquals(Burst.BURSTS, turn.getTotalCount());
    }
  }

  @Test
  void endsWithoutABeginning() throws Exception {
    new Simulation().burst.end();
  }

  @Test
  void refusesElementsThatAreNoBursts() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> new Simulation().burst.run(new Object[65]));
    assertEquals("elements: 65, not n * 64", e.getMessage());
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A moment of the soak for each class, and whether the soak would see what it is there for.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SoakTest {
  private static final int MOST = 100; // rounds until something is seen, on a busy machine
  private static final long MOMENT = 60; // milliseconds
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

  static Set<String> names() {
    return Soak.drills().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aMomentIsClean(String name) throws Exception {
    long seed = System.nanoTime();
    long operations = 0;
    var soak = new Soak(Soak.drills(), seed);
    for (int i = 0; i < 3; i++) {
      Tally tally = soak.round(name, MOMENT, PATIENCE);
      assertTrue(tally.isClean(), () -> "seed " + seed + "\n" + soak.report());
      operations = tally.operations();
    }
    assertTrue(operations > 0);
  }

  @Test
  void aRunGoesThroughAllAndReports() throws Exception {
    Map<String, Drill> two =
        Map.of("one", round -> round.tally().add(1, 2), "other", round -> round.tally().add(3, 4));
    var soak = new Soak(two, 1);
    assertTrue(soak.run(0));
    assertTrue(soak.report().contains("one") && soak.report().contains("other"));
    assertFalse(new Soak(Map.of("bad", round -> round.tally().blame(0, 0, 1)), 1).run(60));
  }

  /// A queue that does this to what is polled, if the element is the last of ten.
  private static Lane queue(LongUnaryOperator spoil) {
    var queue = new ArrayBlockingQueue<Long>(64);
    LongUnaryOperator poll =
        absent -> {
          Long item = queue.poll();
          return item == null ? absent : spoil.applyAsLong(item);
        };
    return new LongLane(
        queue::offer,
        queue::offer,
        (items, from, count) -> {
          int i = 0;
          while (i < count && queue.offer(items[from + i])) {
            i++;
          }
          return i;
        },
        (supplier, limit) -> 0,
        poll,
        poll,
        absent -> absent,
        (into, from, count) -> 0,
        (consumer, limit) -> 0,
        queue::size,
        () -> 64);
  }

  private static Tally soaked(LongUnaryOperator spoil, int rounds) throws Exception {
    var soak = new Soak(Map.of("queue", new QueueDrill(1, 1, capacity -> queue(spoil))), 7);
    Tally tally = soak.round("queue", MOMENT, PATIENCE);
    for (int i = 1; i < rounds && tally.isClean(); i++) {
      tally = soak.round("queue", MOMENT, PATIENCE);
    }
    return tally;
  }

  private static boolean isTenth(long item) {
    return item % 10 == 9;
  }

  @Test
  void aQueueOfTheJdkIsClean() throws Exception {
    Tally tally = soaked(item -> item, 3);
    assertTrue(tally.isClean(), tally::toString);
    assertTrue(tally.operations() > 0, tally::toString);
  }

  @Test
  void seesWhatIsLost() throws Exception {
    Tally tally = soaked(item -> isTenth(item) ? Lane.NOTHING : item, MOST);
    assertTrue(tally.lost() > 0, tally::toString);
    assertEquals(0, tally.duplicates());
  }

  @Test
  void seesWhatComesTwice() throws Exception {
    Tally tally = soaked(item -> isTenth(item) ? item - 1 : item, MOST);
    assertTrue(tally.duplicates() > 0, tally::toString);
    assertEquals(tally.lost(), tally.duplicates());
  }

  @Test
  void seesWhatComesOutOfOrder() throws Exception {
    LongUnaryOperator swap =
        item -> {
          if (isTenth(item)) {
            return item - 1;
          }
          return isTenth(item + 1) ? item + 1 : item;
        };
    Tally tally = soaked(swap, MOST);
    assertTrue(tally.disordered() > 0, tally::toString);
    assertEquals(0, tally.duplicates());
  }

  @Test
  void seesWhatIsDamagedOrNobodyAdded() throws Exception {
    Tally tally = soaked(item -> isTenth(item) ? item + (1L << 50) : item, MOST);
    assertTrue(tally.disordered() > 0, tally::toString);
    assertEquals(tally.lost(), tally.disordered());
  }

  @Test
  void seesWhoDoesNotEnd() throws Exception {
    LongUnaryOperator never =
        item -> {
          while (isTenth(item)) {
            LockSupport.park();
          }
          return item;
        };
    var soak = new Soak(Map.of("queue", new QueueDrill(1, 1, capacity -> queue(never))), 7);
    Tally tally = soak.round("queue", MOMENT, PATIENCE / 30);
    for (int i = 1; i < MOST && tally.isClean(); i++) {
      tally = soak.round("queue", MOMENT, PATIENCE / 30);
    }
    assertFalse(tally.isClean());
    assertTrue(tally.toString().contains("consumer still runs"), tally.toString());
  }

  @Test
  void seesWhoFails() throws Exception {
    Drill drill =
        round -> {
          round.start(
              "reader",
              role -> {
                throw new AssertionError("size 3 of 2");
              });
          round.play();
        };
    Tally tally = new Soak(Map.of("queue", drill), 7).round("queue", 1, PATIENCE);
    assertFalse(tally.isClean());
    assertTrue(tally.toString().contains("size 3 of 2"), tally::toString);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
  void whoDiesIsReplacedAndGoesOn(long seed) throws Exception {
    var tally = new Tally("none");
    var round = new Round(tally, seed, 1_000_000, PATIENCE);
    var lives = new AtomicLong();
    round.start(
        "mortal",
        role -> {
          role.did(1);
          if (lives.incrementAndGet() < 10) {
            throw new Round.Death();
          }
        });
    assertTrue(round.play());
    assertEquals(10, lives.get());
    assertEquals(10, tally.operations());
    assertTrue(tally.faults() >= 9);
  }
}

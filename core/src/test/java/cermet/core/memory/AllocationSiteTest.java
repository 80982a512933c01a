// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationSiteTest {
  // @start region="example"
  /** A resource of one's own that is followed by its site. */
  static final class Connection implements AutoCloseable {
    private static final AllocationSite SITE = new AllocationSite("connection", 1);

    private final AllocationSite.@Nullable Ticket ticket = SITE.open();

    @Override
    public void close() {
      SITE.close(ticket);
    }
  }

  // @end

  @Test
  void showsItsUse() {
    try (var connection = new Connection()) {
      assertNotNull(connection.ticket);
      assertEquals("connection: opened 1, closed 0, leaked 0", Connection.SITE.toString());
    }
    assertEquals("connection: opened 1, closed 1, leaked 0", Connection.SITE.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE})
  void refusesBadRates(int sampleEvery) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new AllocationSite("site", sampleEvery))
            .getMessage();
    assertEquals("sampleEvery: " + sampleEvery + ", not 1 to 1073741824", message);
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without annotations may do
  void refusesNoName() {
    assertThrows(NullPointerException.class, () -> new AllocationSite(null));
    assertEquals("site", new AllocationSite("site").name());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 1000})
  void samplesAsOftenAsItIsTold(int sampleEvery) {
    var site = new AllocationSite("site", sampleEvery);
    List<AllocationSite.Ticket> tickets = new ArrayList<>();
    int rounds = 1000 * sampleEvery;
    int last = 0;
    int longest = 0;
    for (int i = 0; i < rounds; i++) {
      AllocationSite.Ticket ticket = site.open();
      if (ticket != null) {
        tickets.add(ticket);
        longest = Math.max(longest, i - last);
        last = i;
      }
    }
    assertTrue(longest < 2 * sampleEvery, "longest gap: " + longest);
    // The sum of 1000 gaps: its deviation is below sampleEvery * sqrt(1000 / 3) < 19 * sampleEvery.
    assertEquals(1000, tickets.size(), 120);
    assertEquals(rounds, site.opened());
    tickets.forEach(site::close);
    assertEquals(tickets.size(), site.closed());
    assertEquals(0, site.leaked());
  }

  @Test
  void neverFollowsARegularProgram() {
    var site = new AllocationSite("site", 2);
    int even = 0;
    int sampled = 0;
    for (int i = 0; i < 10_000; i++) {
      if (site.open() != null) {
        sampled++;
        even += i % 2 == 0 ? 1 : 0;
      }
    }
    assertEquals(0.5, (double) even / sampled, 0.1);
  }

  @Test
  void refusesATicketThatIsClosedOrOfAnotherSite() {
    var site = new AllocationSite("site", 1);
    var other = new AllocationSite("other", 1);
    AllocationSite.Ticket ticket = site.open();
    assertNotNull(ticket);
    String foreign =
        assertThrows(IllegalStateException.class, () -> other.close(ticket)).getMessage();
    assertEquals("other: ticket closed before, or of another site", foreign);
    site.close(ticket);
    String twice = assertThrows(IllegalStateException.class, () -> site.close(ticket)).getMessage();
    assertEquals("site: ticket closed before, or of another site", twice);
    assertEquals("site: opened 1, closed 1, leaked 0", site.toString());
    assertEquals("other: opened 0, closed 0, leaked 0", other.toString());
  }

  @Test
  void findsWhatIsLost() throws InterruptedException {
    var site = new AllocationSite("site", 1);
    AllocationSite.Ticket kept = site.open();
    for (int i = 0; i < 20; i++) {
      assertNotNull(site.open());
    }
    for (int i = 0; i < 200 && site.leaked() < 20; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertEquals("site: opened 21, closed 0, leaked 20", site.toString());
    assertEquals(List.of(), site.leakStacks()); // not for debugging
    site.close(kept);
    assertEquals("site: opened 21, closed 1, leaked 20", site.toString());
  }

  @Test
  void keepsTheStacksOfTheLatestLeaksWhenDebugging() throws InterruptedException {
    var site = AllocationSite.debugging("site");
    for (int i = 0; i < 20; i++) {
      site.open();
    }
    for (int i = 0; i < 200 && site.leaked() < 20; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertEquals(20, site.leaked());
    List<Throwable> stacks = site.leakStacks();
    assertEquals(16, stacks.size());
    for (Throwable stack : stacks) {
      assertEquals("site", stack.getMessage());
      assertTrue(
          List.of(stack.getStackTrace()).toString().contains("keepsTheStacks"),
          () -> List.of(stack.getStackTrace()).toString());
    }
  }

  @Test
  void countsMoreThreadsThanItHasCells() throws InterruptedException {
    var site = new AllocationSite("site");
    var all = new CountDownLatch(200);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Runnable run =
          () -> {
            all.countDown();
            try {
              all.await(); // so that all live at once
            } catch (InterruptedException stop) {
              Thread.currentThread().interrupt();
            }
            for (int k = 0; k < 100; k++) {
              AllocationSite.Ticket ticket = site.open();
              if (k % 4 != 0) {
                site.close(ticket);
              }
            }
          };
      threads.add(i % 2 == 0 ? Thread.ofPlatform().start(run) : Thread.startVirtualThread(run));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(20_000, site.opened());
    assertEquals(15_000, site.closed());
  }

  @Test
  void aCellIsNotTakenFromALivingThread() throws InterruptedException {
    var site = new AllocationSite("site");
    assertTrue(site.claim(Thread.currentThread()));
    assertFalse(site.claim(other(Thread.currentThread())));
    site.close(site.open());
    Runnable use = () -> site.close(site.open());
    var ended = new Thread(use);
    while ((ended.threadId() - Thread.currentThread().threadId() & 63) == 0) {
      ended = new Thread(use);
    }
    ended.start();
    ended.join();
    assertTrue(site.claim(other(ended)));
    assertEquals("site: opened 2, closed 2, leaked 0", site.toString());
  }

  /** A thread that finds the same cell. */
  private static Thread other(Thread thread) {
    var other = new Thread(() -> {});
    while ((other.threadId() - thread.threadId() & 63) != 0) {
      other = new Thread(() -> {});
    }
    return other;
  }

  @Test
  void countsOnWhereAnEndedThreadStopped() throws InterruptedException {
    var site = new AllocationSite("site");
    for (int i = 0; i < 300; i++) {
      var thread = new Thread(() -> site.close(site.open()));
      thread.start();
      thread.join();
    }
    assertEquals(300, site.opened());
    assertEquals(300, site.closed());
  }
}

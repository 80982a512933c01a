// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import cermet.concurrent.counter.PaddedLong;
import cermet.concurrent.counter.PaddedReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Threads that change one cell by all its atomic verbs.
final class CellDrills {
  private static final int MOST = 6; // threads on each side; arbitrary
  private static final int TICKETS = 1 << 26; // of a round; arbitrary

  private CellDrills() {}

  /// Tickets: each number is drawn once, and by each thread in rising order.
  static void paddedLong(Round round) throws InterruptedException {
    var cell = new PaddedLong();
    var ledger = new Ledger(1);
    for (int i = round.between(1, MOST); i > 0; i--) {
      Ledger.Receiver receiver = ledger.receiver(true);
      round.start(
          "drawer",
          role -> {
            while (!role.isOver() && cell.get() < TICKETS) {
              receiver.take(draw(cell, role));
              role.did(1);
              role.pace();
            }
          });
    }
    if (round.play()) {
      ledger.senders().getFirst().advance((int) cell.get());
      ledger.settle(round.tally());
    }
  }

  private static long draw(PaddedLong cell, Round.Role role) {
    return switch (role.below(10)) {
      case 0 -> cell.getAndAdd(1);
      case 1 -> cell.addAndGet(1) - 1;
      case 2 -> cell.incrementAndGet() - 1;
      case 3 -> {
        long ticket = cell.get();
        while (!cell.compareAndSet(ticket, ticket + 1)) {
          ticket = cell.getAcquire();
        }
        yield ticket;
      }
      case 4 -> {
        long ticket = cell.getOpaque();
        while (!cell.weakCompareAndSetVolatile(ticket, ticket + 1)) {
          ticket = cell.getOpaque();
        }
        yield ticket;
      }
      case 5 -> {
        long ticket = cell.get();
        long found = cell.compareAndExchange(ticket, ticket + 1);
        while (found != ticket) {
          ticket = found;
          found = cell.compareAndExchangeRelease(ticket, ticket + 1);
        }
        yield ticket;
      }
      case 6 ->
          cell.getAndUpdate(ticket -> {
            role.mayDie(); // the cell stays as it was
            return ticket + 1;
          });
      case 7 -> cell.accumulateAndGet(1, Long::sum) - 1;
      case 8 -> cell.getAndAddRelease(1);
      default -> cell.getAndIncrement();
    };
  }

  /// A link of a stack; links are never used again.
  private static final class Link {
    private long item;
    private long check;
    private @Nullable Link next;

    private long item() {
      return check == ~item ? item : Ledger.DAMAGED;
    }
  }

  /// A stack on one cell: what is pushed is popped once.
  static void paddedReference(Round round) throws InterruptedException {
    var top = new PaddedReference<@Nullable Link>(null);
    var ledger = new Ledger(round.between(1, MOST));
    var open = new AtomicInteger(ledger.senders().size());
    for (Ledger.Sender sender : ledger.senders()) {
      round.start(
          "pusher",
          role -> {
            while (!role.isOver() && !sender.isDone()) {
              var link = new Link();
              link.item = sender.item(0);
              link.check = ~link.item;
              push(top, link, role);
              sender.advance(1);
              role.did(1);
              role.pace();
              if (role.chance(1_000)) {
                role.rest(); // or the stack would grow
              }
            }
            open.decrementAndGet();
          });
    }
    for (int i = round.between(1, MOST); i > 0; i--) {
      Ledger.Receiver receiver = ledger.receiver(false);
      round.start("popper", role -> popAll(top, receiver, open, role));
    }
    if (round.play()) {
      ledger.settle(round.tally());
    }
  }

  private static void push(PaddedReference<@Nullable Link> top, Link link, Round.Role role) {
    switch (role.below(3)) {
      case 0 -> {
        do {
          link.next = top.getAcquire();
        } while (!top.compareAndSet(link.next, link));
      }
      case 1 -> {
        do {
          link.next = top.get();
        } while (!top.weakCompareAndSetRelease(link.next, link));
      }
      default ->
          top.updateAndGet(next -> {
            role.mayDie(); // the link is not in
            link.next = next;
            return link;
          });
    }
  }

  private static void popAll(
      PaddedReference<@Nullable Link> top,
      Ledger.Receiver receiver,
      AtomicInteger open,
      Round.Role role) {
    while (true) {
      boolean last = open.get() == 0 || role.isHopeless();
      boolean all = role.chance(20);
      Link link = all ? top.getAndSet(null) : pop(top);
      if (link == null) {
        if (last) {
          return;
        }
        role.rest();
      }
      while (link != null) {
        receiver.take(link.item());
        role.did(1);
        link = all ? link.next : null;
      }
      role.pace();
    }
  }

  private static @Nullable Link pop(PaddedReference<@Nullable Link> top) {
    while (true) {
      Link link = top.getAcquire();
      if (link == null || top.compareAndSet(link, link.next)) {
        return link;
      }
    }
  }
}

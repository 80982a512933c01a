// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// Producers that die, also within the suppliers of `fill`, and consumers that die, also within the
/// handlers of `drain`, at the two ends of a queue.
///
/// @param producers how many producers there are at most
/// @param consumers how many consumers there are at most
/// @param lanes makes a queue of this capacity, or with chunks of this size
record QueueDrill(int producers, int consumers, IntFunction<Lane> lanes) implements Drill {
  private static final int BATCH = 50; // arbitrary
  private static final int FULL = 1 << 16; // elements that an unbounded queue may hold; arbitrary

  @Override
  public void run(Round round) throws InterruptedException {
    Lane lane = lanes.apply(round.oneOf(1, 2, 3, 8, 63, 64, 100, 1024, 4096));
    var ledger = new Ledger(round.between(1, producers));
    var open = new AtomicInteger(ledger.senders().size());
    for (Ledger.Sender sender : ledger.senders()) {
      round.start(
          "producer",
          role -> {
            produce(lane, sender, role);
            open.decrementAndGet();
          });
    }
    int takers = round.between(1, consumers);
    for (int i = 0; i < takers; i++) {
      Ledger.Receiver receiver = ledger.receiver(true);
      round.start("consumer", role -> consume(lane, receiver, open, takers == 1, role));
    }
    round.start("reader", role -> read(lane, role));
    if (round.play()) {
      ledger.settle(round.tally());
      round.tally().blame(0, 0, lane.size()); // what it promises is not there
    }
  }

  private static void produce(Lane lane, Ledger.Sender sender, Round.Role role) {
    long[] batch = new long[BATCH];
    while (!role.isOver() && !sender.isDone()) {
      if (lane.capacity() > FULL && lane.size() > FULL) {
        role.rest();
        continue;
      }
      int added =
          switch (role.below(5)) {
            case 0 -> {
              int count = 1 + role.below(BATCH);
              for (int i = 0; i < count; i++) {
                batch[i] = sender.item(i);
              }
              int accepted = lane.offerAll(batch, 0, count);
              sender.advance(accepted);
              yield accepted;
            }
            case 1 ->
                lane.fill(
                    () -> {
                      role.mayDie();
                      return sender.take();
                    },
                    role.below(BATCH));
            case 2 -> lane.relaxedOffer(sender.item(0)) ? count(sender) : 0;
            default -> lane.offer(sender.item(0)) ? count(sender) : 0;
          };
      goOn(role, added);
    }
  }

  private static int count(Ledger.Sender sender) {
    sender.advance(1);
    return 1;
  }

  private static void goOn(Round.Role role, int moved) {
    role.did(1 + moved);
    if (moved == 0) {
      role.rest();
    }
    role.pace();
  }

  private static void consume(
      Lane lane, Ledger.Receiver receiver, AtomicInteger open, boolean alone, Round.Role role) {
    long[] batch = new long[BATCH];
    while (true) {
      boolean last = open.get() == 0 || role.isHopeless();
      int taken =
          switch (role.below(6)) {
            case 0 -> {
              int count = lane.pollInto(batch, 0, 1 + role.below(BATCH));
              for (int i = 0; i < count; i++) {
                receiver.take(batch[i]);
              }
              yield count;
            }
            case 1 ->
                lane.drain(
                    item -> {
                      receiver.take(item);
                      role.mayDie();
                    },
                    role.below(BATCH));
            case 2 -> {
              long shown = lane.peek();
              long item = lane.poll();
              if (alone && shown != Lane.NOTHING && shown != item) {
                receiver.complain();
              }
              yield take(receiver, item);
            }
            case 3 -> take(receiver, lane.relaxedPoll());
            default -> take(receiver, lane.poll());
          };
      if (taken == 0 && last && take(receiver, lane.poll()) == 0) {
        return;
      }
      goOn(role, taken);
    }
  }

  private static int take(Ledger.Receiver receiver, long item) {
    if (item == Lane.NOTHING) {
      return 0;
    }
    receiver.take(item);
    return 1;
  }

  private static void read(Lane lane, Round.Role role) {
    while (!role.isOver()) {
      int size = lane.size();
      if (size < 0 || size > lane.capacity()) {
        throw new AssertionError("size " + size + " of " + lane.capacity());
      }
      role.did(1);
      role.rest();
    }
  }
}

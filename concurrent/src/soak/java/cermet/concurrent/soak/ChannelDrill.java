// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import cermet.concurrent.queue.Channel;
import cermet.concurrent.soak.ObjectLane.Item;
import cermet.concurrent.wait.BackoffWait;
import cermet.concurrent.wait.ParkWait;
import cermet.concurrent.wait.SpinWait;
import cermet.concurrent.wait.YieldWait;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Putters and takers that wait, time out, are interrupted and die, until somebody closes the
/// channel.
final class ChannelDrill implements Drill {
  private static final int MOST = 6; // threads on each side; arbitrary
  private static final int LONGEST = 30_000; // nanoseconds of a timed call; arbitrary

  @Override
  public void run(Round round) throws InterruptedException {
    Channel<Item> channel = channel(round);
    var ledger = new Ledger(round.between(1, MOST));
    var closed = new AtomicBoolean();
    for (Ledger.Sender sender : ledger.senders()) {
      round.start("putter", role -> putAll(channel, sender, closed, role));
    }
    for (int i = round.between(1, MOST); i > 0; i--) {
      Ledger.Receiver receiver = ledger.receiver(true);
      round.start("taker", role -> takeAll(channel, receiver, role));
    }
    int early = round.between(0, 3); // of four rounds three close while all are busy
    round.start("closer", role -> close(channel, closed, early, role));
    if (round.play()) {
      ledger.settle(round.tally());
      round.tally().blame(0, 0, channel.size()); // what it promises is not there
      if (!channel.isDrained()) {
        round.tally().fail("channel", new AssertionError("closed and empty, not drained"));
      }
    }
  }

  private static Channel<Item> channel(Round round) {
    int capacity = round.oneOf(1, 2, 3, 31, 32, 64, 100, 1024);
    return switch (round.between(0, 7)) {
      case 0 -> new Channel<>(capacity, new SpinWait());
      case 1 -> new Channel<>(capacity, new YieldWait());
      case 2 -> new Channel<>(capacity, new BackoffWait());
      case 3 -> new Channel<>(capacity, new ParkWait(Long.MAX_VALUE));
      default -> new Channel<>(capacity);
    };
  }

  private static void putAll(
      Channel<Item> channel, Ledger.Sender sender, AtomicBoolean closed, Round.Role role) {
    try {
      while (true) {
        boolean late = closed.get();
        if (put(channel, Item.of(sender.item(0)), role)) {
          sender.advance(1);
          if (late) {
            throw new AssertionError("accepted after the close");
          }
          role.did(1);
        }
        role.pace();
      }
    } catch (Channel.ClosedException e) {
      role.did(1); // the end
    }
  }

  private static boolean put(Channel<Item> channel, Item item, Round.Role role) {
    try {
      return switch (role.below(3)) {
        case 0 -> channel.offer(item) || refused(role);
        case 1 -> channel.offer(item, role.below(LONGEST), TimeUnit.NANOSECONDS) || late(role);
        default -> {
          channel.put(item);
          yield true;
        }
      };
    } catch (InterruptedException e) {
      return false; // nothing was added
    }
  }

  private static boolean refused(Round.Role role) {
    role.rest();
    return false;
  }

  private static boolean late(Round.Role role) {
    role.fault();
    return false;
  }

  private static void takeAll(Channel<Item> channel, Ledger.Receiver receiver, Round.Role role) {
    while (true) {
      boolean over = channel.isDrained();
      Item item = null;
      try {
        item = take(channel, role);
      } catch (InterruptedException e) {
        role.did(1); // nothing was taken
      }
      if (item != null) {
        receiver.take(item.number());
        role.did(1);
      }
      if (over) {
        if (item != null) {
          throw new AssertionError(item.number() + " from a drained channel");
        }
        return;
      }
      role.pace();
    }
  }

  private static @Nullable Item take(Channel<Item> channel, Round.Role role)
      throws InterruptedException {
    return switch (role.below(3)) {
      case 0 -> {
        Item item = channel.poll();
        if (item == null) {
          role.rest();
        }
        yield item;
      }
      case 1 -> {
        Item item = channel.poll(role.below(LONGEST), TimeUnit.NANOSECONDS);
        if (item == null) {
          role.fault(); // a time-out, or the end
        }
        yield item;
      }
      default -> {
        Item item = channel.take();
        if (item == null && !channel.isDrained()) {
          throw new AssertionError("null from a channel that is not drained");
        }
        yield item;
      }
    };
  }

  private static void close(
      Channel<Item> channel, AtomicBoolean closed, int early, Round.Role role) {
    while (!role.isOver() && !role.isHopeless() && (early == 0 || !role.chance(1_000))) {
      int size = channel.size();
      if (size < 0 || size > channel.capacity()) {
        throw new AssertionError("size " + size + " of " + channel.capacity());
      }
      role.did(1);
      role.rest();
    }
    channel.close();
    closed.set(true);
    role.fault();
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import cermet.concurrent.ring.ByteRing;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Producers that die between claim and commit, somebody who unblocks, and a consumer that dies in
/// its handler, at a ring of bytes.
///
/// @param producers how many producers there are at most; with 1 its successor unblocks
/// @param heap makes a ring on the heap
/// @param outside makes a ring outside the heap
record RingDrill(int producers, Heap heap, Outside outside) implements Drill {
  @FunctionalInterface
  interface Heap {
    ByteRing<byte[]> allocate(int capacity);
  }

  @FunctionalInterface
  interface Outside {
    ByteRing<MemorySegment> allocate(int capacity, Arena arena);
  }

  private static final int HEAD = Long.BYTES; // the number of the element; the rest is a pattern
  private static final int LONGEST = 200; // bytes of a message; arbitrary
  private static final int LIMIT = 40; // messages of a read; arbitrary
  private static final int CAREFUL = 300; // claims between two deaths inside one; arbitrary

  @Override
  public void run(Round round) throws InterruptedException {
    int capacity = round.oneOf(128, 256, 1024, 4096, 1 << 16);
    if (round.chance(2)) {
      ByteRing<byte[]> ring = heap.allocate(capacity);
      new Run<>(ring, MemorySegment.ofArray(ring.memory()), producers > 1).play(round, producers);
    } else {
      // Not closed in here: a role that still runs may use it. The collector frees it.
      ByteRing<MemorySegment> ring = outside.allocate(capacity, Arena.ofAuto());
      new Run<>(ring, ring.memory(), producers > 1).play(round, producers);
    }
  }

  /// One producer, whichever thread plays it.
  private static final class Producer {
    private final Ledger.Sender sender;
    private boolean diedWithClaim;

    private Producer(Ledger.Sender sender) {
      this.sender = sender;
    }
  }

  /// One ring for one round.
  private static final class Run<M> {
    private final ByteRing<M> ring;
    private final MemorySegment memory;
    private final boolean many;

    /// Who unblocks among many must know that the claim at the head is a dead one's. So the living
    /// hold this for reading while they have one, where they may die.
    private final ReadWriteLock living = new ReentrantReadWriteLock(true);

    private final AtomicLong dead = new AtomicLong(); // claims
    private final AtomicLong unblocked = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();

    private Run(ByteRing<M> ring, MemorySegment memory, boolean many) {
      this.ring = ring;
      this.memory = memory;
      this.many = many;
    }

    private void play(Round round, int producers) throws InterruptedException {
      var ledger = new Ledger(round.between(1, producers));
      open.set(ledger.senders().size());
      boolean guarded = many && round.isDeadly();
      for (Ledger.Sender sender : ledger.senders()) {
        var producer = new Producer(sender);
        round.start(
            "producer",
            role -> {
              produce(producer, guarded, role);
              open.decrementAndGet();
            });
      }
      Ledger.Receiver receiver = ledger.receiver(true);
      round.start("consumer", role -> consume(receiver, role));
      round.start("reader", role -> read(guarded, role));
      if (round.play()) {
        ledger.settle(round.tally());
        round.tally().compare(dead.get(), unblocked.get());
        round.tally().blame(0, 0, ring.size()); // what it promises is not there
      }
    }

    private void produce(Producer producer, boolean guarded, Round.Role role) {
      if (producer.diedWithClaim) { // on another thread, which has ended
        producer.diedWithClaim = false;
        unblocked.addAndGet(ring.unblock() ? 1 : 0);
      }
      byte[] bytes = new byte[LONGEST];
      MemorySegment source = MemorySegment.ofArray(bytes);
      Ledger.Sender sender = producer.sender;
      while (!role.isOver() && !sender.isDone()) {
        long item = sender.item(0);
        int length = HEAD + role.below(Math.min(ring.maxMessageLength(), LONGEST) - HEAD + 1);
        int verb = role.below(5);
        int added;
        if (verb < 2) {
          put(source, 0, length, item);
          boolean written =
              verb == 0
                  ? ring.write(sender.number(), bytes, 0, length)
                  : ring.write(sender.number(), source, 0L, length);
          added = written ? 1 : 0;
        } else if (guarded) {
          living.readLock().lock();
          try {
            added = claim(verb, producer, length, role);
          } finally {
            living.readLock().unlock();
          }
        } else {
          added = claim(verb, producer, length, role);
        }
        sender.advance(added);
        role.did(1);
        if (added == 0) {
          role.rest();
        }
        role.pace();
      }
    }

    /// Claims one message or two, and commits or aborts them, the last first.
    private int claim(int verb, Producer producer, int length, Round.Role role) {
      Ledger.Sender sender = producer.sender;
      int first = ring.tryClaim(sender.number(), length);
      if (first < 0) {
        return 0;
      }
      mayDieWithClaim(producer, role);
      put(memory, first, length, sender.item(0));
      if (verb == 2) {
        ring.abort(first);
        return 0;
      }
      int second = verb == 3 ? ring.tryClaim(sender.number(), HEAD) : -1;
      if (second >= 0) {
        put(memory, second, HEAD, sender.item(1));
        ring.commit(second);
      }
      if (second < 0) {
        mayDieWithClaim(producer, role); // with two it would have to be told of the second
      }
      ring.commit(first);
      return second >= 0 ? 2 : 1;
    }

    private void mayDieWithClaim(Producer producer, Round.Role role) {
      try {
        role.mayDie(CAREFUL);
      } catch (Round.Death e) {
        producer.diedWithClaim = !many;
        dead.incrementAndGet();
        throw e;
      }
    }

    private void consume(Ledger.Receiver receiver, Round.Role role) {
      while (true) {
        boolean last = open.get() == 0 || role.isHopeless();
        int taken =
            role.chance(2)
                ? ring.read((type, m, at, length) -> take(receiver, type, at, length, role), LIMIT)
                : ring.controlledRead(
                    (type, m, at, length) -> choose(receiver, type, at, length, role), LIMIT);
        if (last && taken == 0) {
          int rest = ring.read((type, m, at, length) -> take(receiver, type, at, length, role));
          if (rest == 0 && !unblockLast()) {
            return;
          }
        }
        role.did(taken);
        if (taken == 0) {
          role.rest();
        }
        role.pace();
      }
    }

    /// Once all producers have ended, whatever stands at the head is a dead one's claim.
    private boolean unblockLast() {
      boolean found = many && ring.unblock();
      unblocked.addAndGet(found ? 1 : 0);
      return found;
    }

    private void take(Ledger.Receiver receiver, int type, int at, int length, Round.Role role) {
      long item = get(at, length);
      receiver.take(item);
      if (item >= 0 && type != Ledger.producer(item)) {
        receiver.complain();
      }
      role.mayDie(); // what a handler throws at has been read
    }

    private ByteRing.Action choose(
        Ledger.Receiver receiver, int type, int at, int length, Round.Role role) {
      if (role.chance(30)) {
        role.fault();
        return ByteRing.Action.ABORT; // it comes again
      }
      take(receiver, type, at, length, role);
      return switch (role.below(8)) {
        case 0 -> ByteRing.Action.BREAK;
        case 1 -> ByteRing.Action.COMMIT;
        default -> ByteRing.Action.CONTINUE;
      };
    }

    /// Asks for the size, and unblocks the dead.
    private void read(boolean guarded, Round.Role role) {
      while (!role.isOver()) {
        int size = ring.size();
        if (size < 0 || size > ring.capacity()) {
          throw new AssertionError("size " + size + " of " + ring.capacity());
        }
        if (guarded) {
          living.writeLock().lock();
          try {
            unblocked.addAndGet(ring.unblock() ? 1 : 0);
          } finally {
            living.writeLock().unlock();
          }
        }
        role.did(1);
        role.rest();
      }
    }

    private void put(MemorySegment target, long at, int length, long item) {
      target.set(ValueLayout.JAVA_LONG_UNALIGNED, at, item);
      for (int i = HEAD; i < length; i++) {
        target.set(ValueLayout.JAVA_BYTE, at + i, pattern(item, i));
      }
    }

    private long get(long at, int length) {
      if (length < HEAD) {
        return Ledger.DAMAGED;
      }
      long item = memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
      for (int i = HEAD; i < length; i++) {
        if (memory.get(ValueLayout.JAVA_BYTE, at + i) != pattern(item, i)) {
          return Ledger.DAMAGED;
        }
      }
      return item;
    }

    private static byte pattern(long item, int i) {
      return (byte) (31 * item + i);
    }
  }
}

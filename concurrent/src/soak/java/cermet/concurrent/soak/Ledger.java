// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// What producers added and what consumers took: each element once, and in each producer's order.
final class Ledger {
  /*
   * An element is a number: that of its producer above 40 bits of a sequence, which grows by one
   * with each element that was accepted. So accepted is what is below the next sequence, and
   * nobody writes a shared record of it while the threads run.
   */

  /// What an element that came damaged is taken for.
  static final long DAMAGED = -2;

  private static final int SHIFT = 40;
  private static final int MOST = 1 << 27; // elements of a producer in a round, 16 MB of bits

  private final List<Sender> senders = new ArrayList<>();
  private final List<Receiver> receivers = new ArrayList<>();

  Ledger(int producers) {
    for (int i = 0; i < producers; i++) {
      senders.add(new Sender(i));
    }
  }

  /// The number of its producer, of an element that is not damaged.
  static int producer(long item) {
    return (int) (item >> SHIFT);
  }

  List<Sender> senders() {
    return senders;
  }

  /// Makes a consumer's part, before the threads start.
  ///
  /// @param ordered whether it must find each producer's elements in their order
  Receiver receiver(boolean ordered) {
    var receiver = new Receiver(senders.size(), ordered);
    receivers.add(receiver);
    return receiver;
  }

  /// Compares both sides, after the threads have ended.
  void settle(Tally tally) {
    long lost = 0;
    long duplicates = 0;
    long disordered = 0;
    for (Sender sender : senders) {
      var all = new BitSet();
      long taken = 0;
      for (Receiver receiver : receivers) {
        BitSet seen = receiver.seen.get(sender.number);
        taken += seen.cardinality();
        all.or(seen);
      }
      int accepted = (int) sender.next;
      int known = all.get(0, accepted).cardinality();
      lost += accepted - known;
      duplicates += taken - all.cardinality();
      disordered += all.cardinality() - known; // taken though nobody's call returned that it was in
    }
    for (Receiver receiver : receivers) {
      duplicates += receiver.twice;
      disordered += receiver.disordered;
    }
    tally.blame(lost, duplicates, disordered);
  }

  /// The elements of one producer, whichever thread plays it.
  static final class Sender {
    private final int number;
    private long next;

    private Sender(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    /// The element to add next, or one of those after it.
    long item(int ahead) {
      return ((long) number << SHIFT) | (next + ahead);
    }

    /// So many have been accepted.
    void advance(int count) {
      next += count;
    }

    /// The element to add next, which will be accepted.
    long take() {
      long item = item(0);
      advance(1);
      return item;
    }

    boolean isDone() {
      return next >= MOST - 1024;
    }
  }

  /// What one consumer took, whichever thread plays it.
  static final class Receiver {
    private final boolean ordered;
    private final long[] last;
    private final List<BitSet> seen = new ArrayList<>();
    private long twice;
    private long disordered;

    private Receiver(int producers, boolean ordered) {
      this.ordered = ordered;
      last = new long[producers];
      Arrays.fill(last, -1);
      for (int i = 0; i < producers; i++) {
        seen.add(new BitSet());
      }
    }

    void take(long item) {
      long sequence = item & ((1L << SHIFT) - 1);
      long producer = item >> SHIFT;
      if (producer < 0 || producer >= last.length || sequence >= MOST) {
        disordered++;
        return;
      }
      BitSet mine = seen.get((int) producer);
      if (mine.get((int) sequence)) {
        twice++;
        return;
      }
      mine.set((int) sequence);
      if (ordered && sequence < last[(int) producer]) {
        disordered++;
      }
      last[(int) producer] = sequence;
    }

    /// Something about an element was wrong otherwise.
    void complain() {
      disordered++;
    }
  }
}

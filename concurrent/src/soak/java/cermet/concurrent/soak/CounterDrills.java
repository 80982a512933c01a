// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import cermet.concurrent.counter.Counter;
import cermet.concurrent.counter.MaxCounter;
import cermet.concurrent.counter.StripedCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// Threads that count, and die with open handles; the sum must be that of what each has counted.
final class CounterDrills {
  private static final int MOST = 6; // threads that count; arbitrary
  private static final int RANGE = 1_000; // of what is added; arbitrary

  private CounterDrills() {}

  /// What one role has counted; its thread's, and the round's once that has ended.
  private static final class Sum {
    private long value;
  }

  private static long total(List<Sum> sums) {
    return sums.stream().mapToLong(sum -> sum.value).sum();
  }

  static void counter(Round round) throws InterruptedException {
    var counter = new Counter();
    boolean rising = round.chance(2);
    List<Sum> sums = new ArrayList<>();
    for (int i = round.between(1, MOST); i > 0; i--) {
      var sum = new Sum();
      sums.add(sum);
      round.start("adder", role -> addByHandles(counter, sum, rising, role));
    }
    round.start("reader", role -> watch(counter::sum, rising, role));
    if (round.play()) {
      round.tally().compare(total(sums), counter.sum());
    }
  }

  private static void addByHandles(Counter counter, Sum sum, boolean rising, Round.Role role) {
    Counter.Handle handle = counter.handle();
    while (!role.isOver()) {
      add(handle::add, sum, rising, role);
      role.pace(); // it may die with the handle open
      if (role.chance(RANGE)) {
        handle.close();
        handle = counter.handle();
      }
    }
    if (role.chance(2)) {
      handle.close();
    }
  }

  private static void add(LongConsumer adder, Sum sum, boolean rising, Round.Role role) {
    long delta = rising ? 1 : role.below(2 * RANGE) - RANGE;
    adder.accept(delta);
    sum.value += delta;
    role.did(1);
  }

  private static void watch(LongSupplier counter, boolean rising, Round.Role role) {
    long last = Long.MIN_VALUE;
    while (!role.isOver()) {
      long sum = counter.getAsLong();
      if (rising && sum < last) {
        throw new AssertionError("fell from " + last + " to " + sum);
      }
      last = sum;
      role.did(1);
      role.rest();
    }
  }

  static void stripedCounter(Round round) throws InterruptedException {
    var counter = new StripedCounter();
    boolean rising = round.chance(2);
    List<Sum> sums = new ArrayList<>();
    for (int i = round.between(1, MOST); i > 0; i--) {
      var sum = new Sum();
      sums.add(sum);
      round.start(
          "adder",
          role -> {
            while (!role.isOver()) {
              add(counter::add, sum, rising, role);
              role.pace();
            }
          });
    }
    List<Sum> taken = new ArrayList<>();
    for (int i = round.between(0, 2); i > 0; i--) {
      var sum = new Sum();
      taken.add(sum);
      round.start(
          "resetter",
          role -> {
            while (!role.isOver()) {
              sum.value += counter.sumThenReset();
              role.did(1);
              role.rest();
              role.pace();
            }
          });
    }
    boolean monotone = rising && taken.isEmpty();
    round.start("reader", role -> watch(counter::sum, monotone, role));
    if (round.play()) {
      round.tally().compare(total(sums), total(taken) + counter.sum());
    }
  }

  /// The extreme of all rounds between resets must be the extreme of all that was proposed; without
  /// resets nobody may see less than what he has proposed himself.
  static void maxCounter(Round round) throws InterruptedException {
    long sign = round.chance(2) ? 1 : -1;
    long initial = -1;
    MaxCounter counter = sign > 0 ? MaxCounter.largest(initial) : MaxCounter.smallest(-initial);
    boolean resets = round.chance(2);
    List<Sum> proposed = new ArrayList<>();
    int proposers = round.between(1, MOST);
    var open = new AtomicInteger(proposers);
    for (int i = 0; i < proposers; i++) {
      var most = new Sum();
      proposed.add(most);
      round.start(
          "proposer",
          role -> {
            while (!role.isOver()) {
              propose(counter, most, sign, resets, role);
              role.pace();
            }
            open.decrementAndGet();
          });
    }
    var seen = new Sum();
    if (resets) {
      round.start(
          "resetter",
          role -> {
            while (open.get() > 0 && !role.isHopeless()) {
              seen.value = Math.max(seen.value, sign * counter.getThenReset());
              role.did(1);
              role.rest();
              role.pace();
            }
          });
    }
    if (round.play()) {
      long most = proposed.stream().mapToLong(sum -> sum.value).max().orElseThrow();
      round.tally().compare(most, Math.max(seen.value, sign * counter.get()));
    }
  }

  private static void propose(
      MaxCounter counter, Sum most, long sign, boolean resets, Round.Role role) {
    long number = most.value + role.below(RANGE) - RANGE / 4; // mostly a new extreme, of its own
    if (number < 0) {
      return;
    }
    counter.propose(sign * number);
    most.value = Math.max(most.value, number);
    if (!resets && sign * counter.get() < most.value) {
      throw new AssertionError(counter + " after " + most.value);
    }
    role.did(1);
  }
}

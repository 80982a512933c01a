// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A moment in which roles hammer one object, on threads that die and are replaced.
final class Round {
  /// Roles that never pause, that do so now and then, and that do so all the time; arbitrary.
  private static final int[] TEMPERS = {0, 2_000, 40};

  private static final int SELDOM = 3_000; // calls between two deaths of a role; arbitrary
  private static final long LONGEST_NAP = 100_000; // nanoseconds between two interrupts; arbitrary

  private final Tally tally;
  private final SplittableRandom random; // of the thread that sets up
  private final long nanos;
  private final long patience;
  private final boolean deadly;
  private final boolean interrupting;
  private final List<Role> roles = new ArrayList<>();
  private volatile boolean over;

  /// @param nanos how long the roles act
  /// @param patience how many nanoseconds they may take to end after that
  Round(Tally tally, long seed, long nanos, long patience) {
    this.tally = tally;
    this.random = new SplittableRandom(seed);
    this.nanos = nanos;
    this.patience = patience;
    deadly = random.nextBoolean();
    interrupting = random.nextBoolean();
    tally.round();
  }

  /// What a role does; after it died it is called again, on another thread.
  @FunctionalInterface
  interface Work {
    void run(Role role) throws Exception;
  }

  /// A fault: the thread ends with this.
  static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1;

    Death() {
      super("a fault of the soak", null, false, false);
    }
  }

  Tally tally() {
    return tally;
  }

  /// Whether threads die in this round.
  boolean isDeadly() {
    return deadly;
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  /// A number of this range, both ends included.
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  int oneOf(int... numbers) {
    return numbers[random.nextInt(numbers.length)];
  }

  void start(String name, Work work) {
    roles.add(new Role(name, work, random.split()));
  }

  /// Starts all roles, lets them act, and waits until they have ended.
  ///
  /// @return false if one of them still runs: nothing can be said about the object then
  boolean play() throws InterruptedException {
    roles.forEach(Role::start);
    var interrupter = new Role("interrupter", this::interrupt, random.split());
    if (interrupting) {
      interrupter.start();
    } else {
      interrupter.ended.countDown();
    }
    awaitAll(System.nanoTime() + nanos); // or until all have ended by themselves
    over = true;
    long limit = System.nanoTime() + patience;
    boolean all = interrupter.hasEnded(limit);
    for (Role role : roles) {
      all &= role.hasEnded(limit);
    }
    return all;
  }

  private void awaitAll(long end) throws InterruptedException {
    for (Role role : roles) {
      if (!role.ended.await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  private void interrupt(Role self) {
    while (!over) {
      Thread thread = roles.get(self.below(roles.size())).thread;
      if (thread != null) {
        thread.interrupt();
        self.fault();
      }
      LockSupport.parkNanos(1 + self.dice.nextLong(LONGEST_NAP));
    }
  }

  /// One who acts: a producer, a consumer, a reader. Its thread changes, its state does not.
  final class Role implements Runnable {
    private final String name;
    private final Work work;
    private final SplittableRandom dice; // this and the numbers: of the thread that plays the role
    private final int temper;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private long operations;
    private long faults;

    private Role(String name, Work work, SplittableRandom dice) {
      this.name = name;
      this.work = work;
      this.dice = dice;
      this.temper = TEMPERS[dice.nextInt(TEMPERS.length)];
    }

    private void start() {
      Thread next =
          dice.nextBoolean()
              ? Thread.ofVirtual().name(name).unstarted(this)
              : Thread.ofPlatform().daemon().name(name).unstarted(this);
      thread = next;
      next.start();
    }

    @Override
    public void run() {
      boolean dead = false;
      try {
        work.run(this);
      } catch (Death e) {
        dead = true;
      } catch (Throwable e) {
        tally.fail(name, e);
      }
      if (dead) {
        fault();
        start(); // the last thing that this thread does: the other one goes on with its state
      } else {
        ended.countDown();
      }
    }

    private boolean hasEnded(long limit) throws InterruptedException {
      if (ended.await(limit - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        tally.add(operations, faults);
        return true;
      }
      Thread now = thread;
      tally.hangs(name, now == null ? new StackTraceElement[0] : now.getStackTrace());
      return false;
    }

    /// Whether the roles are to come to their end.
    boolean isOver() {
      return over;
    }

    /// Whether a role has failed, so that others may wait for it in vain.
    boolean isHopeless() {
      return tally.hasFailed();
    }

    int below(int bound) {
      return dice.nextInt(bound);
    }

    boolean chance(int oneIn) {
      return dice.nextInt(oneIn) == 0;
    }

    void did(int operations) {
      this.operations += operations;
    }

    void fault() {
      faults++;
    }

    /// A step after which the thread may be no more.
    void mayDie(int oneIn) {
      if (deadly && chance(oneIn)) {
        throw new Death();
      }
    }

    void mayDie() {
      mayDie(SELDOM);
    }

    /// What comes between two calls: mostly nothing.
    void pace() {
      mayDie();
      if (temper > 0 && chance(temper)) {
        rest();
      }
    }

    /// Lets others go on. Yields alone would not do among virtual threads.
    @SuppressWarnings("ThreadPriorityCheck") // there are more threads than cores
    void rest() {
      boolean ignored = Thread.interrupted(); // or it would not park
      if (chance(8)) {
        LockSupport.parkNanos(1 + dice.nextLong(LONGEST_NAP));
      } else {
        Thread.yield();
      }
    }
  }
}

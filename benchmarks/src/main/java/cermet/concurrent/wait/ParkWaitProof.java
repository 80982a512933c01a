// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What a wake costs while nobody waits, and how long two threads that park for each other take for
/// a round.
public class ParkWaitProof {
  private ParkWaitProof() {}

  /// Two threads of which each waits for the other's number to rise.
  @State(Scope.Thread)
  public abstract static class Sides {
    private static final int STOP = -1;

    volatile int ping;
    volatile int pong;
    private int turn;
    private Thread other;

    /// Sets a number and wakes who waits for it.
    abstract void setPing(int value);

    /// Sets the other number and wakes who waits for it.
    abstract void setPong(int value);

    /// Parks while ping is this.
    abstract void awaitPing(int old);

    /// Parks while pong is this.
    abstract void awaitPong(int old);

    int rounds() {
      if (other == null) {
        other = new Thread(this::answer, "answer");
        other.setDaemon(true);
        other.start();
      }
      setPing(turn + 1);
      awaitPong(turn);
      turn++;
      return turn;
    }

    private void answer() {
      int last = 0;
      while (true) {
        awaitPing(last);
        int next = ping;
        if (next == STOP) {
          return;
        }
        setPong(next);
        last = next;
      }
    }

    /// Ends the other thread, if there was one.
    @TearDown(Level.Trial)
    public void end() throws InterruptedException {
      if (other != null) {
        setPing(STOP);
        other.join();
      }
    }
  }

  /// Ours.
  public static class Cermet extends Sides {
    private static final long LONGEST = 1_000_000_000;

    private final ParkWait pings = new ParkWait(LONGEST);
    private final ParkWait pongs = new ParkWait(LONGEST);

    @Override
    void setPing(int value) {
      ping = value;
      pings.wake();
    }

    @Override
    void setPong(int value) {
      pong = value;
      pongs.wake();
    }

    @Override
    void awaitPing(int old) {
      int idle = 0;
      while (ping == old) {
        idle = pings.idle(idle);
      }
    }

    @Override
    void awaitPong(int old) {
      int idle = 0;
      while (pong == old) {
        idle = pongs.idle(idle);
      }
    }

    /// A number is set that nobody waits for.
    @Benchmark
    @Case(headline = "Jdk")
    public int wakeNobody() {
      setPong(pong + 1);
      return pong;
    }

    /// There and back, each side parked while the other runs.
    @Benchmark
    @Case(kind = Kind.THREADS)
    public int round() {
      return rounds();
    }
  }

  /// The JDK's lock and conditions.
  @Peer("jdk")
  public static class Jdk extends Sides {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition pings = lock.newCondition();
    private final Condition pongs = lock.newCondition();

    @Override
    void setPing(int value) {
      lock.lock();
      try {
        ping = value;
        pings.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    void setPong(int value) {
      lock.lock();
      try {
        pong = value;
        pongs.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    void awaitPing(int old) {
      lock.lock();
      try {
        while (ping == old) {
          pings.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    void awaitPong(int old) {
      lock.lock();
      try {
        while (pong == old) {
          pongs.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }

    /// A number is set that nobody waits for.
    @Benchmark
    public int wakeNobody() {
      setPong(pong + 1);
      return pong;
    }

    /// There and back, each side parked while the other runs.
    @Benchmark
    public int round() {
      return rounds();
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import cermet.concurrent.wait.WaitStrategy;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// Pairs that pass a ball: who does not have it waits, and whoever passes it wakes. A wake-up that
/// is lost stops its pair for ever.
///
/// @param strategies makes the wait that all pairs share
record WaitDrill(Supplier<WaitStrategy> strategies) implements Drill {
  private static final long OVER = Long.MAX_VALUE;

  @Override
  public void run(Round round) throws InterruptedException {
    WaitStrategy wait = strategies.get();
    for (int i = round.between(1, 3); i > 0; i--) {
      var ball = new AtomicLong();
      for (int side = 0; side < 2; side++) {
        int mine = side;
        round.start("player", role -> play(ball, mine, wait, role));
      }
    }
    round.play();
  }

  private static void play(AtomicLong ball, int mine, WaitStrategy wait, Round.Role role) {
    while (true) {
      int idle = 0;
      long passes = ball.get();
      while (passes != OVER && passes % 2 != mine) {
        idle = wait.idle(idle);
        if (Thread.interrupted()) {
          idle = 0; // an interrupted thread would not sleep
        }
        passes = ball.get();
      }
      if (passes == OVER) {
        return;
      }
      ball.set(role.isOver() ? OVER : passes + 1);
      wait.wake();
      role.did(1);
      role.pace();
    }
  }
}

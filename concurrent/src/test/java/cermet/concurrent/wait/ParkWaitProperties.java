// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ParkWaitProperties {
  enum Step {
    ARM,
    WAKE,
    WAIT
  }

  /// Parks only if no wake came since it was armed: else this takes half a minute.
  @Property
  void neverParksAfterAWake(@ForAll int epoch, @ForAll @Size(max = 60) List<Step> steps) {
    var wait = new ParkWait(30_000_000_000L, epoch);
    int key = 0;
    boolean woken = false;
    for (Step step : steps) {
      switch (step) {
        case ARM -> {
          key = wait.idle(0);
          woken = false;
        }
        case WAKE -> {
          wait.wake();
          woken = true;
        }
        case WAIT -> {
          if (key != 0) {
            assertEquals(woken, wait.isWoken(key));
            if (woken) {
              long start = System.nanoTime();
              assertEquals(0, wait.idle(key));
              assertTrue(System.nanoTime() - start < 20_000_000_000L);
            }
          }
        }
      }
    }
  }

  @Property(tries = 200)
  void parksForItsTimeWithoutAWake(@ForAll @Size(max = 8) List<Step> before) {
    long nanos = 200_000;
    var wait = new ParkWait(nanos);
    for (Step step : before) {
      if (step == Step.WAKE) {
        wait.wake();
      } else {
        wait.idle(0);
      }
    }
    int key = wait.idle(0);
    long start = System.nanoTime();
    assertEquals(0, wait.idle(key));
    assertTrue(System.nanoTime() - start >= nanos);
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// What two threads may see of one lease and of one pool: every outcome that is not listed is
/// forbidden.
public class BufferPoolStress {
  /// One for all states, without caches: to build a pool for each would leave no time for a clash.
  private static final BufferPool POOL = new BufferPool(1 << 16, 0);

  private BufferPoolStress() {}

  /// What the giver wrote is seen by whoever accepted, even if the lease itself came by a data
  /// race.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "accepted, and whole")
  @State
  public static class HandOverThenAccept {
    private @Nullable Lease given; // plain: the hand-over alone orders

    @Actor
    public void give() {
      Lease lease = POOL.lease(256);
      lease.bytes()[0] = 7;
      lease.bytes()[255] = 7;
      given = lease.handOver();
    }

    @Actor
    public void take(II_Result r) {
      r.r1 = -1;
      r.r2 = -1;
      Lease lease = given;
      if (lease != null) {
        try {
          lease.accept();
        } catch (IllegalStateException early) {
          return; // the lease is there, that it was handed over is not yet
        }
        r.r1 = lease.bytes()[255];
        r.r2 = lease.bytes()[0];
      }
    }
  }

  /// A lease that was handed over is accepted by one of two.
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the second")
  @State
  public static class AcceptTwice {
    private final Lease given = POOL.lease(256).handOver();

    @Actor
    public void first(II_Result r) {
      r.r1 = accepted(given);
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = accepted(given);
    }

    private static int accepted(Lease given) {
      try {
        given.accept();
        return 1;
      } catch (IllegalStateException late) {
        return 0;
      }
    }
  }

  /// Two threads without caches never hold the same buffer, and none is lost.
  @JCStressTest
  @Outcome(id = "0, 0, 2", expect = ACCEPTABLE, desc = "each had one of its own at every time")
  @State
  public static class LeaseAndClose {
    private final BufferPool pool = new BufferPool(1 << 16, 0);

    public LeaseAndClose() {
      Lease one = pool.lease(256);
      Lease other = pool.lease(256);
      one.close();
      other.close();
    }

    @Actor
    public void first(III_Result r) {
      r.r1 = use((byte) 1);
    }

    @Actor
    public void second(III_Result r) {
      r.r2 = use((byte) 2);
    }

    @Arbiter
    public void all(III_Result r) {
      r.r3 = (int) pool.keptBytes() / 256 + 2 * (int) (pool.misses() - 2);
    }

    private int use(byte mark) {
      int wrong = 0;
      for (int i = 0; i < 100; i++) { // to meet the other thread
        try (Lease lease = pool.lease(256)) {
          byte[] bytes = lease.bytes();
          bytes[0] = mark;
          bytes[255] = mark;
          wrong += bytes[0] == mark && bytes[255] == mark ? 0 : 1;
        }
      }
      return wrong;
    }
  }

  /// What one user wrote last does not come after what the next user writes.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "each read what it wrote")
  @State
  public static class Reuse {
    private final BufferPool pool = new BufferPool(1 << 16, 0);

    public Reuse() {
      pool.lease(256).close();
    }

    @Actor
    public void first(I_Result r) {
      use((byte) 1, r);
    }

    @Actor
    public void second(I_Result r) {
      use((byte) 2, r);
    }

    private void use(byte mark, I_Result r) {
      try (Lease lease = pool.leaseZeroed(256)) {
        byte[] bytes = lease.bytes();
        if (bytes[0] != 0) {
          r.r1 = 1;
        }
        bytes[0] = mark;
        if (bytes[0] != mark) {
          r.r1 = 2;
        }
      }
    }
  }
}

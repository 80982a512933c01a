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
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// What two threads may see of one site: every outcome that is not listed is forbidden.
public class AllocationSiteStress {
  private AllocationSiteStress() {}

  /// No count is lost, also while the threads find their cells, and when they find the same.
  @JCStressTest
  @Outcome(id = "20, 10", expect = ACCEPTABLE, desc = "all counted")
  @State
  public static class Counts {
    private final AllocationSite site = new AllocationSite("site", 3);

    @Actor
    public void first() {
      use();
    }

    @Actor
    public void second() {
      use();
    }

    private void use() {
      for (int i = 0; i < 5; i++) {
        site.close(site.open());
        site.open();
      }
    }

    @Arbiter
    public void all(II_Result r) {
      r.r1 = (int) site.opened();
      r.r2 = (int) site.closed();
    }
  }

  /// A reader never sees more closed than opened if it asks for the closed first.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "as many opened as closed, or more")
  @State
  public static class ReadWhileCounting {
    private final AllocationSite site = new AllocationSite("site");

    @Actor
    public void count() {
      site.close(site.open());
      site.close(site.open());
    }

    @Actor
    public void read(I_Result r) {
      long closed = site.closed();
      long opened = site.opened();
      r.r1 = closed > opened ? 1 : 0;
    }
  }

  /// One of two closings of a ticket is refused.
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the second")
  @State
  public static class CloseTwice {
    private final AllocationSite site = new AllocationSite("site", 1);
    private final AllocationSite.@Nullable Ticket ticket = site.open();

    @Actor
    public void first(II_Result r) {
      r.r1 = closed();
    }

    @Actor
    public void second(II_Result r) {
      r.r2 = closed();
    }

    private int closed() {
      try {
        site.close(ticket);
        return 1;
      } catch (IllegalStateException late) {
        return 0;
      }
    }
  }
}

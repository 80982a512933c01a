// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AllocationSiteProperties {
  @Property(tries = 200)
  void countsWhatIsOpenedAndClosedAndSamplesInTheMean(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int sampleEvery) {
    var random = new Random(seed);
    var site = new AllocationSite("site", sampleEvery);
    List<AllocationSite.Ticket> open = new ArrayList<>();
    Set<AllocationSite.Ticket> closed = new HashSet<>();
    int opens = 0;
    int closes = 0;
    int unsampled = 0;
    int gap = 0;
    for (int step = 0; step < 1000; step++) {
      if (random.nextInt(5) < 3) {
        AllocationSite.Ticket ticket = site.open();
        opens++;
        gap++;
        if (ticket == null) {
          unsampled++;
        } else {
          open.add(ticket);
          gap = 0;
        }
      } else if (!open.isEmpty() && random.nextBoolean()) {
        AllocationSite.Ticket ticket = open.remove(random.nextInt(open.size()));
        site.close(ticket);
        closed.add(ticket);
        closes++;
      } else if (unsampled > 0) {
        site.close(null);
        unsampled--;
        closes++;
      }
      assertEquals(true, gap < 2 * sampleEvery);
    }
    for (AllocationSite.Ticket ticket : closed) {
      assertThrows(IllegalStateException.class, () -> site.close(ticket));
    }
    assertEquals(opens, site.opened());
    assertEquals(closes, site.closed());
    assertEquals(0, site.leaked()); // the tickets are still in the lists
    assertEquals("site: opened " + opens + ", closed " + closes + ", leaked 0", site.toString());
    open.forEach(site::close);
  }
}

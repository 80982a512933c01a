// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KindTest {
  @Test
  void aSmallWorkingSetKeepsTheKindsTurns() {
    for (Kind kind : Kind.values()) {
      assertEquals(kind.pace(0), kind.pace(1 << 16), kind.name());
    }
    assertEquals(20, Kind.SHORT.pace(0).turnMillis());
  }

  @Test
  void aLargeOneGetsTurnsTwentyTimesItsRefill() {
    // 16 MiB are 262,144 lines of 25 ns: 6.55 ms.
    Kind.Pace pace = Kind.MEMORY.pace(16 << 20);
    assertEquals(132, pace.turnMillis());
    assertTrue(pace.turns() >= 12 && pace.turns() < Kind.MEMORY.pace(0).turns(), pace.toString());
    assertTrue(pace.warmTurns() >= 3, pace.toString());
  }

  @Test
  void whatNoCacheHoldsNeedsNoLongerTurns() {
    assertEquals(Kind.MEMORY.pace(32 << 20), Kind.MEMORY.pace(1L << 40));
    assertEquals(263, Kind.MEMORY.pace(1L << 40).turnMillis());
  }

  @Test
  void theCatalogueMultipliesByTheParameter() {
    var paces =
        new Catalogue()
            .entries().stream()
                .filter(e -> e.primitive().equals("LongLongMap") && e.method().equals("hit"))
                .filter(e -> e.peerName().equals("Hppc"))
                .collect(Collectors.toMap(Catalogue.Entry::params, e -> e.pace().turnMillis()));
    assertEquals(Map.of(Map.of("size", "1000"), 20, Map.of("size", "100000"), 25), paces);
  }
}

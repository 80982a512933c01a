// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final String OPENS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

  @Test
  void oursStartsWithTheFlagsOfItsTwinButNotOfAnIncumbent() {
    assertEquals(List.of(OPENS), ours("NativeBuffer", "polluted", "Clean").jvmArgs());
    assertEquals(List.of(), ours("NativeBuffer", "randomGet", "Agrona").jvmArgs());
    assertEquals(List.of(), ours("BumpArena", "scope", "ByHand").jvmArgs());
  }

  private static Loop.Side ours(String primitive, String method, String peer) {
    return new Catalogue()
        .entries().stream()
            .filter(entry -> entry.primitive().equals(primitive))
            .filter(entry -> entry.method().equals(method))
            .filter(entry -> entry.peer().getSimpleName().equals(peer))
            .map(Tally::ours)
            .findFirst()
            .orElseThrow();
  }
}

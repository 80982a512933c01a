// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

class TallyTest {
  private static final String OPENS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

  private static final double NANOS = 3_000;
  private static final int CALLS = Instructions.calls(NANOS);

  /// Once in its life, between the second and the third run's end, a call takes as much as others
  /// by the thousand.
  @State(Scope.Thread)
  public static class Subject {
    private static final int LATE = 20_000 + 3 * CALLS; // behind the warm-up

    private long sum = 1;
    private int calls;

    public long step() {
      int isLate =
          ((++calls ^ LATE) - 1) >>> 31; // no branch, or its first time would recompile all
      for (int i = 4_000 + (isLate << 23); i > 0; i--) {
        sum = Long.rotateLeft(sum * 0x9E3779B97F4A7C15L, 31) ^ i; // one after the other
      }
      return sum;
    }
  }

  @Test
  void oursStartsWithTheFlagsOfItsTwinButNotOfAnIncumbent() {
    assertEquals(List.of(OPENS), ours("NativeBuffer", "polluted", "Clean").jvmArgs());
    assertEquals(List.of(), ours("NativeBuffer", "randomGet", "Agrona").jvmArgs());
    assertEquals(List.of(), ours("BumpArena", "scope", "ByHand").jvmArgs());
  }

  @Test
  void whatHappensNowAndThenIsCountedOverMoreCalls(@TempDir Path directory) throws Exception {
    assumeTrue(Instructions.valgrind().isPresent(), Instructions.MISSING);
    var side = new Loop.Side(Subject.class, "step", Map.of(), List.of());
    var seen = new Inspection(NANOS, 1, 0, List.of(), Map.of());
    var counted = new Tally(directory).count(side, seen, true);
    assertEquals(4 * CALLS, counted.counts().calls());
    assertEquals(2, counted.counts().doubled(), 0.02);
    assertTrue(counted.instructions() > 8_000, counted.toString());
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

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Each gate is shown a subject that got worse in its way only, and names it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {
  /// What both subjects begin with.
  public abstract static class Seeded {
    long x;

    @Param({"7", "8"})
    public int size;

    @Setup
    public void seed() {
      x = Seed.fresh() + size;
    }

    final long step(long z) {
      return Long.rotateLeft(z * 0x9E3779B97F4A7C15L, 31) ^ z;
    }
  }

  /// The accepted method, and what may become of it.
  @State(Scope.Thread)
  public static class Subject extends Seeded {
    private final Object kept = new Object();

    public Object accepted() {
      x = step(step(x));
      return kept;
    }

    public Object threeMore() {
      long z = step(step(x));
      z ^= z >>> 7; // a move, a shift, an exclusive or
      x = z;
      return kept;
    }

    public Object sixteenBytes() {
      x = step(step(x));
      return new Object();
    }

    public Object broken() {
      throw new IllegalStateException("broken on purpose");
    }
  }

  private static final String STEP = "cermet.proof.GateTest$Seeded.step";

  private Path directory = Path.of("");
  private Tally.Side accepted = new Tally.Side(null, null);

  @BeforeAll
  void count(@TempDir Path temporary) throws Exception {
    directory = temporary;
    accepted = new Tally(directory).of(side("accepted"), true);
  }

  private static Loop.Side side(String method, String... flags) {
    return new Loop.Side(Subject.class, method, Map.of("size", "8"), List.of(flags));
  }

  private List<Gate.Finding> gates(String method, boolean counting, String... flags)
      throws Exception {
    Evidence.Counts counts = accepted.counts();
    var findings = new Gate(directory).hard("subject", side(method, flags), pin(counting), row());
    assertTrue(counts.inlined().contains(STEP), counts.toString());
    return findings;
  }

  private Evidence pin(boolean counting) {
    return Samples.evidence("Subject")
        .with("cermet.proof", counting ? Instructions.instrument() : null, List.of(row()));
  }

  private Evidence.Row row() {
    var changes = new HashMap<String, Object>();
    changes.put("instructions", accepted.instructions());
    changes.put("counts", accepted.counts());
    return Samples.row("accepted", "None", 1, Evidence.TIE).with(changes);
  }

  private static void only(String gate, List<Gate.Finding> findings) {
    for (Gate.Finding finding : findings) {
      boolean fails = finding.outcome() == Gate.Outcome.FAIL;
      assertEquals(finding.gate().equals(gate), fails, findings + "");
    }
  }

  @Test
  void theEmptyTwinTakesNothingAndTheDoubleOneTwice() {
    Assumptions.assumeTrue(Instructions.valgrind().isPresent(), Instructions.MISSING);
    assertTrue(accepted.counts().empty() < 5, accepted.toString());
    assertTrue(accepted.instructions() > 10, accepted.toString());
    assertEquals(2, accepted.counts().doubled(), 0.02, accepted.toString());
  }

  @Test
  void theSamePasses() throws Exception {
    only("none", gates("accepted", true));
  }

  @Test
  void threeMoreInstructionsAreNamed() throws Exception {
    Assumptions.assumeTrue(Instructions.valgrind().isPresent(), Instructions.MISSING);
    only("instructions", gates("threeMore", true));
  }

  @Test
  void sixteenMoreBytesAreNamed() throws Exception {
    List<Gate.Finding> findings = gates("sixteenBytes", false);
    only("bytes", findings);
    assertEquals(
        "allocates 16.00 B an operation, accepted are 0.00 B",
        findings.stream().filter(f -> f.gate().equals("bytes")).findFirst().orElseThrow().why());
  }

  @Test
  void aRefusedInliningIsNamed() throws Exception {
    List<Gate.Finding> findings =
        gates(
            "accepted", false, "-XX:CompileCommand=dontinline,cermet.proof.GateTest$Seeded::step");
    only("inlining", findings);
    String why =
        findings.stream().filter(f -> f.gate().equals("inlining")).findFirst().orElseThrow().why();
    assertTrue(why.contains(STEP + " (disallowed by CompileCommand)"), why);
  }

  @Test
  void aForkThatFailsSaysWhy() {
    var error = assertThrows(IOException.class, () -> Inspection.of(side("broken")));
    assertTrue(String.valueOf(error.getMessage()).contains("broken on purpose"), error.toString());
  }

  @Test
  void aRatioFailsOnlyAsAWhole() {
    assertEquals(Gate.Outcome.PASS, ratio(2.0, 0.03));
    assertEquals(Gate.Outcome.PASS, ratio(1.9, 0.03));
    assertEquals(Gate.Outcome.PASS, ratio(3.0, 0.10));
    assertEquals(Gate.Outcome.SLOWER, ratio(1.68, 0.10));
    assertEquals(Gate.Outcome.SLOWER, ratio(1.62, 0.03));
    assertEquals(Gate.Outcome.FAIL, ratio(1.5, 0.03));
    assertEquals(Gate.Outcome.SLOWER, ratio(1.5, 0.30));
    assertEquals(Gate.Outcome.UNDECIDED, ratio(1.9, 0.30));
    assertTrue(Gate.ratio("x", of(1.8, 0.03), 2, 1.95, 2.05).why().endsWith(", slower"));
  }

  private static Gate.Outcome ratio(double now, double width) {
    return Gate.ratio("subject", of(now, width), 2.0, 1.95, 2.05).outcome();
  }

  private static Ratio of(double value, double width) {
    return new Ratio(value, value / (1 + width), value * (1 + width));
  }
}

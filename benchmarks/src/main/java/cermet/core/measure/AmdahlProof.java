// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What checks and the care for the last bits cost beside the bare formulas and beside no formula.
public class AmdahlProof {
  private static final int QUESTIONS = 1024;

  private AmdahlProof() {}

  /// Random questions that have an answer.
  @State(Scope.Thread)
  public abstract static class Input {
    double[] parts;
    double[] factors;
    double[] speedups;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      parts = random.doubles(QUESTIONS).toArray();
      factors = random.doubles(QUESTIONS, 1, 100).toArray();
      speedups = new double[QUESTIONS];
      for (int i = 0; i < QUESTIONS; i++) {
        speedups[i] = 1 / (1 - parts[i] * random.nextDouble());
      }
    }
  }

  public static class Cermet extends Input {
    @Benchmark
    @Case(headline = "Formula")
    @OperationsPerInvocation(QUESTIONS)
    public double speedup() {
      double sum = 0;
      for (int i = 0; i < QUESTIONS; i++) {
        sum += Amdahl.speedup(parts[i], factors[i]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    public double factorFor() {
      double sum = 0;
      for (int i = 0; i < QUESTIONS; i++) {
        sum += Amdahl.factorFor(parts[i], speedups[i]);
      }
      return sum;
    }
  }

  /// The formulas as textbooks write them, without checks.
  @Peer("none")
  public static class Formula extends Input {
    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    public double speedup() {
      double sum = 0;
      for (int i = 0; i < QUESTIONS; i++) {
        sum += 1 / (1 - parts[i] + parts[i] / factors[i]);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    public double factorFor() {
      double sum = 0;
      for (int i = 0; i < QUESTIONS; i++) {
        sum += parts[i] / (1 / speedups[i] - (1 - parts[i]));
      }
      return sum;
    }
  }

  /// The same loops, asking nothing.
  @Peer("none")
  public static class Empty extends Input {
    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    public double speedup() {
      double sum = 0;
      for (int i = 0; i < QUESTIONS; i++) {
        sum += parts[i] + factors[i];
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(QUESTIONS)
    public double factorFor() {
      double sum = 0;
      for (int i = 0; i < QUESTIONS; i++) {
        sum += parts[i] + speedups[i];
      }
      return sum;
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Making a file of rows, against strings through a buffered writer; both write the same bytes.
public class MeasurementsProof {
  /// Where the rows go, and how many.
  @State(Scope.Thread)
  public abstract static class Output {
    static final int NAMES = 413;

    /// How many rows a file gets.
    @Param("1000000")
    public int rows;

    Path file = Path.of("");

    @Setup(Level.Trial)
    public void setUp() throws IOException {
      file = Files.createTempFile("measurements", ".txt");
      byWriter(1, 1000);
      byte[] plain = Files.readAllBytes(file);
      byProgram(1, 1000);
      if (!Arrays.equals(plain, Files.readAllBytes(file))) {
        throw new IllegalStateException("the generators differ");
      }
    }

    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
      Files.deleteIfExists(file);
    }

    int byProgram(long seed, long rows) {
      String[] args = {"" + rows, file.toString(), "--names", "" + NAMES, "--seed", "" + seed};
      return Measurements.run(args, System.out, new PrintStream(System.err, true));
    }

    int byWriter(long seed, long rows) throws IOException {
      String[] names = Measurements.names(NAMES);
      double[] means = new double[NAMES];
      var random = new SplittableRandom(seed);
      for (int i = 0; i < NAMES; i++) {
        means[i] = random.nextDouble(-150, 350);
      }
      try (var out = Files.newBufferedWriter(file)) {
        for (long row = 0; row < rows; row++) {
          int station = random.nextInt(NAMES);
          long tenths = Math.round(random.nextGaussian(means[station], 100));
          out.write(names[station] + ";" + Math.clamp(tenths, -999L, 999L) / 10.0 + "\n");
        }
      }
      return 0;
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Output {
    private long seed;

    @Benchmark
    @Case(kind = Kind.LONG, headline = "Plain")
    public int write() {
      return byProgram(seed++, rows);
    }
  }

  /// One string a row.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Plain extends Output {
    private long seed;

    @Benchmark
    public int write() throws IOException {
      return byWriter(seed++, rows);
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import static java.nio.charset.StandardCharsets.UTF_8;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The whole program against its plain twin, on a file that is made once: in a fresh JVM as a user
/// starts it, and inside this one.
public class StationsProof {
  /// The file, and what the plain twin prints for it.
  @State(Scope.Thread)
  public abstract static class Input {
    /// How many rows the file has.
    @Param("10000000")
    public int rows;

    Path file = Path.of("");
    String expected = "";

    @Setup(Level.Trial)
    public void setUp() throws IOException {
      Path folder =
          Path.of(System.getProperty("cermet.proof.dir", System.getProperty("java.io.tmpdir")));
      Files.createDirectories(folder);
      file = folder.resolve("stations-" + rows + ".txt");
      Path answer = folder.resolve("stations-" + rows + ".out");
      if (!Files.exists(answer) || !Files.exists(file)) {
        // Another fork may do the same at the same time, with the same bytes: each moves its own.
        Path made = Files.createTempFile(folder, "stations", ".txt");
        String[] args = {"" + rows, made.toString(), "--seed", "7"};
        if (Measurements.run(args, System.out, System.err) != 0) {
          throw new IOException("cannot make " + made);
        }
        Path solved = Files.createTempFile(folder, "stations", ".out");
        Files.writeString(solved, PlainStations.solve(made));
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        Files.move(solved, answer, StandardCopyOption.ATOMIC_MOVE);
      }
      expected = Files.readString(answer);
      check(solveByStations(file));
    }

    void check(String actual) {
      if (!actual.equals(expected)) {
        throw new IllegalStateException("the solutions differ on " + file);
      }
    }

    static String solveByStations(Path file) {
      var out = new ByteArrayOutputStream();
      String[] args = {file.toString()};
      if (Stations.run(args, new PrintStream(out, false, UTF_8), System.err) != 0) {
        throw new IllegalStateException("Stations failed on " + file);
      }
      return out.toString(UTF_8);
    }

    /// Starts a program as a user does and waits for its end.
    int start(Class<?> program) throws IOException, InterruptedException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  program.getName(),
                  file.toString())
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.INHERIT)
              .start();
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(program.getName() + " ended with " + code);
      }
      return code;
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Input {
    @Benchmark
    @Case(kind = Kind.PROGRAM, headline = "Plain")
    public int wall() throws IOException, InterruptedException {
      return start(Stations.class);
    }

    @Benchmark
    @Case(kind = Kind.LONG)
    public String solve() {
      return solveByStations(file);
    }
  }

  /// Lines, `split` and a `HashMap`.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Plain extends Input {
    @Benchmark
    public int wall() throws IOException, InterruptedException {
      return start(PlainStations.class);
    }

    @Benchmark
    public String solve() throws IOException {
      return PlainStations.solve(file);
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Counts the instructions and the simulated cache misses of one operation, under valgrind.
final class Instructions {
  /*
   * A JVM under cachegrind runs a Loop until it is compiled, then n or 2 n times more; the
   * difference of the two whole counts, divided by n, is one operation, for starting, interpreting
   * and compiling are the same in both. What is counted is what C2 makes for the instruction set
   * that valgrind offers (no AVX-512), by one thread. Seeds are fixed, so that two counts differ by
   * the code alone.
   */

  /// Which collector's barriers are compiled in.
  enum Collector {
    SERIAL("-XX:+UseSerialGC"),
    G1("-XX:+UseG1GC");

    final String flag;

    Collector(String flag) {
      this.flag = flag;
    }
  }

  /// What one operation takes.
  record Count(double instructions, double misses, double lastMisses) {
    Count minus(Count other) {
      return new Count(
          instructions - other.instructions, misses - other.misses, lastMisses - other.lastMisses);
    }

    Count per(double operations) {
      return new Count(instructions / operations, misses / operations, lastMisses / operations);
    }
  }

  /// Runs of n, 2n and 4n calls that do not tell what one takes.
  static final class NotProportionalException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NotProportionalException(String message) {
      super(message);
    }
  }

  /// How to get what is missing.
  static final String MISSING =
      "valgrind is not installed: instructions are not counted (Debian: apt-get install valgrind)";

  private static final double NATIVE_NANOS = 3e7; // of a run; fifty times that under valgrind
  private static final int FEW = 512; // calls of 30 us or more: 20,000 take 30 s under valgrind
  private static final int PATIENCE_MINUTES = 10;
  private static final List<String> FEATURES =
      List.of("sse4_2", "popcnt", "aes", "avx", "avx2", "bmi1", "bmi2", "fma", "abm");

  private static final ExecutorService RUNS =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(), Thread.ofPlatform().daemon().factory());
  private static final double LINEAR = 0.005;

  /// Or the JVM fails at a null that it lets the processor find.
  private static final String PRECISE = "--vex-iropt-register-updates=allregs-at-mem-access";

  private static final String YOUNG =
      "-Xmn8m"; // many small collections are proportional, few are not

  private final Loop.Side side;
  private final Path directory;
  private final int calls;
  private final boolean isLong;

  /// @param calls how many the shorter run makes
  Instructions(Loop.Side side, int calls, Path directory) {
    this.side = side;
    this.directory = directory;
    this.calls = calls;
    isLong = calls <= FEW;
  }

  /// How many calls a run makes, in steps so coarse that a second look seldom differs: inputs that
  /// are read in turn, and the code that C2 makes, differ with the number.
  ///
  /// @param nanos of one call, roughly
  static int calls(double nanos) {
    return Integer.highestOneBit((int) Math.clamp(NATIVE_NANOS / nanos, 256, 1 << 24));
  }

  /// The version of valgrind, or nothing where it is missing.
  static Optional<String> valgrind() {
    try {
      Process process =
          new ProcessBuilder("valgrind", "--version").redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(output.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// What counts here, or null where valgrind is missing.
  static Evidence.Instrument instrument() {
    return valgrind()
        .map(version ->
            new Evidence.Instrument(version, System.getProperty("java.vm.version"), features()))
        .orElse(null);
  }

  private static String features() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      List<String> flags =
          lines
              .filter(line -> line.startsWith("flags"))
              .findFirst()
              .map(line -> Arrays.asList(line.split("\\s+")))
              .orElse(List.of());
      return String.join(" ", FEATURES.stream().filter(flags::contains).toList());
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /// Counts one operation; runs are counted beside each other, since counts feel no load.
  ///
  /// @param times how often the loop does the work each time around: 1, or 0 or 2 for the twins
  /// @param longer how many times as long the longer run is
  CompletableFuture<Count> count(Collector collector, int times, int longer) {
    return count(collector, times, longer, true);
  }

  /// The instructions of one operation alone: without simulated caches a run takes two thirds.
  CompletableFuture<Double> instructions(Collector collector, int times, int longer) {
    return count(collector, times, longer, false).thenApply(Count::instructions);
  }

  private CompletableFuture<Count> count(
      Collector collector, int times, int longer, boolean caches) {
    return whole(collector, times, calls, caches)
        .thenCombine(
            whole(collector, times, longer * calls, caches),
            (one, two) -> two.minus(one).per((longer - 1.0) * calls));
  }

  /// Counts one call over n, 2n and 4n calls, and refuses a count that is not proportional.
  CompletableFuture<Count> countLinear(Collector collector) {
    var one = whole(collector, 1, calls, true);
    var two = whole(collector, 1, 2 * calls, true);
    var four = whole(collector, 1, 4 * calls, true);
    return CompletableFuture.allOf(one, two, four)
        .thenApply(done -> linear(one.join(), two.join(), four.join()));
  }

  private Count linear(Count one, Count two, Count four) {
    double first = two.minus(one).per(calls).instructions;
    double second = four.minus(two).per(2 * calls).instructions;
    if (Math.abs(first / second - 1) > LINEAR) {
      throw new NotProportionalException(
          "%s: not proportional: %.2f instructions a call up to %d calls, %.2f up to %d"
              .formatted(side, first, 2 * calls, second, 4 * calls));
    }
    return four.minus(one).per(3.0 * calls);
  }

  private CompletableFuture<Count> whole(Collector collector, int times, int runs, boolean caches) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return run(collector, times, runs, caches);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            throw new CancellationException(side + " interrupted");
          }
        },
        RUNS);
  }

  private Count run(Collector collector, int times, int runs, boolean caches)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path out = Files.createTempFile(directory, "cachegrind", null);
    var command =
        new ArrayList<>(
            List.of(
                "valgrind",
                "--tool=cachegrind",
                "--cache-sim=" + (caches ? "yes" : "no"),
                "--smc-check=all-non-file",
                PRECISE,
                "--log-file=/dev/null",
                "--cachegrind-out-file=" + out));
    command.addAll(
        Loop.command(
            Instructions.class,
            flags(collector),
            side,
            Integer.toString(times),
            Integer.toString(runs),
            Boolean.toString(isLong)));
    Path said = Path.of(out + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      if (!ended || process.exitValue() != 0) {
        throw new IOException(
            "%s under valgrind: %s%s"
                .formatted(
                    side,
                    ended ? "" : "still running after " + PATIENCE_MINUTES + " minutes: ",
                    Files.readString(said).strip()));
      }
      return read(out);
    } finally {
      Files.delete(out);
      Files.deleteIfExists(said);
    }
  }

  private List<String> flags(Collector collector) {
    var flags =
        new ArrayList<>(List.of(collector.flag, "-Xms1g", "-Xmx1g", YOUNG, "-XX:-UsePerfData"));
    if (isLong) {
      flags.add(Loop.SOONER);
    }
    return flags;
  }

  private static Count read(Path out) throws IOException {
    List<String> events = List.of();
    for (String line : Files.readAllLines(out)) {
      if (line.startsWith("events: ")) {
        events = List.of(line.substring("events: ".length()).split(" "));
      } else if (line.startsWith("summary: ")) {
        String[] sums = line.substring("summary: ".length()).split(" ");
        return new Count(
            sum(events, sums, "Ir"),
            sum(events, sums, "D1mr", "D1mw"),
            sum(events, sums, "DLmr", "DLmw"));
      }
    }
    throw new IOException(out + ": no summary; was valgrind killed?");
  }

  /// NaN where one of the events was not counted.
  private static double sum(List<String> events, String[] sums, String... names) {
    double sum = 0;
    for (String name : names) {
      int event = events.indexOf(name);
      sum += event < 0 ? Double.NaN : Double.parseDouble(sums[event]);
    }
    return sum;
  }

  /// The JVM that is counted: type, method, times, calls, whether a call is long, then parameters
  /// as `name=value`.
  public static void main(String[] args) throws ReflectiveOperationException {
    Loop loop = Loop.of(args, Integer.parseInt(args[2]), 5);
    loop.warmUp(Boolean.parseBoolean(args[4]));
    loop.run(Integer.parseInt(args[3]));
    Runtime.getRuntime().halt(0); // what threads of a benchmark are left are not its work
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// One case against one peer: pairs of live JMH forks that take turns.
final class Contest {
  /// The turns of one fork after the plateau cut: nanoseconds and bytes an operation, and of bursts
  /// all events; their nanoseconds are each turn's median.
  static final class Turns {
    final double[] nanos;
    final double[] bytes;
    final List<Histogram> events;

    private Turns(double[] nanos, double[] bytes, List<Histogram> events) {
      this.nanos = nanos;
      this.bytes = bytes;
      this.events = events;
    }
  }

  /// Ours beside the peer's, taken in turns.
  record Pair(Turns ours, Turns peer) {
    /// log(peer / ours) of each turn.
    double[] logRatios() {
      double[] logs = new double[ours.nanos.length];
      Arrays.setAll(logs, i -> Math.log(peer.nanos[i] / ours.nanos[i]));
      return logs;
    }
  }

  static final List<String> FLAGS = List.of("-XX:+UseG1GC", "-XX:+AlwaysPreTouch");
  private static final double CUT = 0.25; // of the measured turns, on top of the warm-up turns

  private final Catalogue.Entry entry;
  private final Path directory;

  /// A contest that leaves its flag and forks' files in `directory`.
  Contest(Catalogue.Entry entry, Path directory) {
    this.entry = entry;
    this.directory = directory;
  }

  /// Runs one pair of forks against the peer.
  Pair run() throws IOException, InterruptedException {
    return run(entry.peer());
  }

  /// Runs one pair of identical forks.
  Pair runIdentical() throws IOException, InterruptedException {
    return run(entry.ours());
  }

  private Pair run(Class<?> other) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Path flag = Files.createTempFile(directory, "turn", null);
    Turn.create(flag);
    List<String> jvmArgs = jvmArgs(entry, directory);
    try (var threads = Executors.newFixedThreadPool(2)) {
      Future<Turns> ours = threads.submit(() -> fork(entry.ours(), 0, flag, jvmArgs));
      Future<Turns> peer = threads.submit(() -> fork(other, 1, flag, jvmArgs));
      return new Pair(ours.get(), peer.get());
    } catch (ExecutionException e) {
      throw new IllegalStateException(entry + " failed", e.getCause());
    } finally {
      Files.delete(flag);
    }
  }

  /// What every fork of a case runs with.
  static List<String> jvmArgs(Catalogue.Entry entry, Path directory) {
    var jvmArgs = new ArrayList<>(FLAGS);
    jvmArgs.addAll(entry.kind().heap());
    jvmArgs.add("--sun-misc-unsafe-memory-access=allow"); // JMH and some peers need it
    jvmArgs.add("--enable-native-access=ALL-UNNAMED");
    jvmArgs.add("-Dcermet.proof.dir=" + directory);
    jvmArgs.addAll(List.of(entry.peer().getAnnotation(Peer.class).jvmArgs()));
    return jvmArgs;
  }

  /// JMH's pattern of one method.
  static String pattern(Class<?> contender, String method) {
    return "^" + contender.getCanonicalName().replace(".", "\\.") + "\\." + method + "$";
  }

  private Turns fork(Class<?> contender, int side, Path flag, List<String> jvmArgs)
      throws RunnerException, IOException {
    Kind kind = entry.kind();
    Kind.Pace pace = entry.pace();
    Path bursts = Path.of(flag + "." + side);
    // JMH begins another call until the time is up: one schedule must outlast it by far.
    var turn =
        TimeValue.milliseconds(kind == Kind.BURST ? pace.turnMillis() / 2 : pace.turnMillis());
    var options =
        new OptionsBuilder()
            .include(pattern(contender, entry.method()))
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .forks(1)
            .warmupIterations(pace.warmTurns())
            .warmupTime(turn)
            .measurementIterations(pace.turns())
            .measurementTime(turn)
            .jvmArgs(jvmArgs.toArray(String[]::new))
            .jvmArgsAppend(Burst.flag(bursts))
            .addProfiler(Turn.class, Turn.options(side, pace.all(), pace.turnMillis(), flag))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    entry.params().forEach((name, value) -> options.param(name, value));
    try {
      var results = new Runner(options.build()).run();
      return turns(results, kind == Kind.BURST ? Burst.read(bursts) : List.of());
    } catch (RunnerException | RuntimeException e) {
      Turn.abort(flag); // the other side must not wait for a dead one
      throw e;
    } finally {
      Files.deleteIfExists(bursts);
    }
  }

  private Turns turns(Collection<RunResult> results, List<Histogram> bursts) {
    if (results.size() != 1) {
      throw new IllegalStateException(results.size() + " results instead of one");
    }
    var iterations =
        results.iterator().next().getBenchmarkResults().stream()
            .flatMap(result -> result.getIterationResults().stream())
            .toList();
    if (iterations.size() != entry.pace().turns()) {
      throw new IllegalStateException(iterations.size() + " turns: " + entry.pace().turns());
    }
    int cut = (int) (iterations.size() * CUT);
    var plateau = iterations.subList(cut, iterations.size());
    double[] nanos = plateau.stream().mapToDouble(i -> i.getPrimaryResult().getScore()).toArray();
    List<Histogram> events = List.of();
    if (entry.kind() == Kind.BURST) {
      int warm = entry.pace().warmTurns();
      if (bursts.size() != warm + iterations.size()) {
        throw new IllegalStateException(bursts.size() + " schedules, not one a turn");
      }
      events = bursts.subList(warm + cut, bursts.size());
      nanos = events.stream().mapToDouble(Burst::median).toArray();
    }
    return new Turns(
        nanos,
        plateau.stream()
            .map(i -> i.getSecondaryResults().get("gc.alloc.rate.norm"))
            .mapToDouble(result -> result == null ? Double.NaN : result.getScore())
            .toArray(),
        events);
  }
}

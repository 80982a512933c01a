// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Runs programs by turns, each in a fresh JVM, and prints how long they took from start to exit,
/// and the most memory that they had.
final class Laps {
  /*
   * A round runs every program once, so that the weather of the machine falls on all alike. The
   * first round is not counted: it brings the files into the page cache. The peak of a process is
   * what Linux calls VmHWM, looked at every few milliseconds; it never falls, so only what grows
   * after the last look is missed.
   */

  private static final int LOOK_MILLIS = 5;
  private static final double KIBIBYTES = 1024; // of a MiB
  private static final int MOST_ROUNDS = 1000; // arbitrary

  /// One run: seconds, and MiB, which is NaN where the system does not tell.
  record Lap(double seconds, double mebibytes) {}

  private Laps() {}

  /// Runs programs and prints a line for each.
  ///
  /// @param words how many rounds, and a program each: options of the JVM, the class, its
  ///   arguments, with commas between them
  static void run(List<String> words, PrintStream out) throws IOException {
    if (words.size() < 2) {
      throw new IllegalArgumentException("laps needs ROUNDS and a PROGRAM");
    }
    int rounds = rounds(words.getFirst());
    List<String> programs = words.subList(1, words.size());
    List<List<Lap>> laps = new ArrayList<>();
    programs.forEach(program -> laps.add(new ArrayList<>()));
    for (int round = 0; round <= rounds; round++) {
      for (int i = 0; i < programs.size(); i++) {
        Lap lap = lap(programs.get(i));
        if (round > 0) {
          laps.get(i).add(lap);
        }
      }
    }
    out.println("median s\tleast\tmost\tpeak MiB\tprogram");
    for (int i = 0; i < programs.size(); i++) {
      out.println(line(laps.get(i)) + "\t" + programs.get(i));
    }
  }

  private static int rounds(String text) {
    try {
      int rounds = Integer.parseInt(text);
      if (rounds >= 1 && rounds <= MOST_ROUNDS) {
        return rounds;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("ROUNDS " + text + " is not 1 to " + MOST_ROUNDS);
  }

  /// Median, least and most seconds, and the most memory of any run.
  static String line(List<Lap> laps) {
    double[] seconds = laps.stream().mapToDouble(Lap::seconds).sorted().toArray();
    int last = seconds.length - 1;
    double median = (seconds[last / 2] + seconds[(last + 1) / 2]) / 2;
    double peak = laps.stream().mapToDouble(Lap::mebibytes).max().orElse(Double.NaN);
    return String.format(
        Locale.ROOT, "%.3f\t%.3f\t%.3f\t%.1f", median, seconds[0], seconds[last], peak);
  }

  private static Lap lap(String program) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(Arrays.asList(program.split(",")));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    double peak = Double.NaN;
    try {
      boolean ended;
      do {
        double now = peak(status);
        peak = Double.isNaN(now) ? peak : now;
        ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } while (!ended);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted: " + program, e);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(program + " ended with " + process.exitValue());
    }
    return new Lap(seconds, peak);
  }

  /// The peak of a process in MiB, NaN once it has ended or where there is no such file.
  private static double peak(Path status) throws IOException {
    try {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return Double.parseDouble(line.replaceAll("\\D", "")) / KIBIBYTES;
        }
      }
    } catch (NoSuchFileException e) {
      return Double.NaN;
    } catch (IOException e) {
      if (Files.exists(status)) {
        throw e;
      } // it ended while it was read
    }
    return Double.NaN;
  }
}

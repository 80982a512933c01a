// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import java.util.Arrays;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/// What came of the rounds of one class.
final class Tally {
  static final String HEAD =
      String.format(
          Locale.ROOT,
          "%-17s %7s %15s %10s %6s %10s %10s",
          "class",
          "rounds",
          "operations",
          "faults",
          "lost",
          "duplicates",
          "disordered");

  private static final int DEEP = 12; // lines of a stack trace; arbitrary

  private final String name;
  private final Queue<String> failures = new ConcurrentLinkedQueue<>(); // any thread
  private int rounds; // this and the next: the thread that runs the rounds
  private long operations;
  private long faults;
  private long lost;
  private long duplicates;
  private long disordered;

  Tally(String name) {
    this.name = name;
  }

  void round() {
    rounds++;
  }

  void add(long operations, long faults) {
    this.operations += operations;
    this.faults += faults;
  }

  /// Counts elements that were taken never, too often, or out of order, damaged or too late.
  void blame(long lost, long duplicates, long disordered) {
    this.lost += lost;
    this.duplicates += duplicates;
    this.disordered += disordered;
  }

  /// Counts what should be a number of elements, and is another one.
  void compare(long expected, long found) {
    blame(Math.max(0, expected - found), Math.max(0, found - expected), 0);
  }

  /// Says what went wrong otherwise; any thread.
  void fail(String what, Throwable thrown) {
    failures.add(what + ": " + thrown + trace(thrown.getStackTrace()));
  }

  /// Says who has not ended; any thread.
  void hangs(String what, StackTraceElement[] stack) {
    failures.add(what + " still runs" + trace(stack));
  }

  private static String trace(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .limit(DEEP)
        .map(line -> "\n    at " + line)
        .collect(Collectors.joining());
  }

  boolean hasFailed() {
    return !failures.isEmpty();
  }

  boolean isClean() {
    return (lost | duplicates | disordered) == 0 && !hasFailed();
  }

  long operations() {
    return operations;
  }

  long faults() {
    return faults;
  }

  long lost() {
    return lost;
  }

  long duplicates() {
    return duplicates;
  }

  long disordered() {
    return disordered;
  }

  /// One line under [#HEAD], and what else was said.
  @Override
  public String toString() {
    String line =
        String.format(
            Locale.ROOT,
            "%-17s %,7d %,15d %,10d %,6d %,10d %,10d",
            name,
            rounds,
            operations,
            faults,
            lost,
            duplicates,
            disordered);
    return failures.stream().map(each -> "\n  " + each).collect(Collectors.joining("", line, ""));
  }
}

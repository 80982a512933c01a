// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** The migrations of docs/leave: the same program before and after, on the same input. */
final class Migrations {
  private static final int SOURCES = 3;

  private Migrations() {}

  /** A program, which says what came out. */
  interface Program {
    String run() throws InterruptedException;
  }

  /** Both sides of a migration. */
  record Pair(Program before, Program after) {
    static Pair of(String peer, long seed, int size) {
      if (peer.equals("jctools")) {
        List<Event[]> events = Event.of(seed, SOURCES, size);
        return new Pair(() -> JctoolsPipeline.run(events), () -> CermetPipeline.run(events));
      }
      if (peer.equals("agrona")) {
        byte[] feed = Feed.of(seed, size);
        return new Pair(() -> AgronaBook.run(feed), () -> CermetBook.run(feed));
      }
      throw new IllegalArgumentException("peer: " + peer);
    }
  }

  /** Prints what the program of a peer makes of inputs: peer, then a seed and a size of each. */
  static final class Before {
    private Before() {}

    public static void main(String[] args) throws InterruptedException {
      for (int i = 1; i < args.length; i += 2) {
        long seed = Long.parseLong(args[i]);
        int size = Integer.parseInt(args[i + 1]);
        System.out.println(Pair.of(args[0], seed, size).before().run());
      }
    }
  }

  /**
   * Prints the time of the program before, divided by the time of the program after: peer, size,
   * rounds. Both run in each round, in an order drawn anew, on an input of its own; the first
   * quarter of the rounds does not count.
   */
  public static void main(String[] args) throws InterruptedException {
    int size = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    RandomGenerator random = RandomGenerator.getDefault();
    var ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      Pair pair = Pair.of(args[0], random.nextLong(), size);
      long before;
      long after;
      if (random.nextBoolean()) {
        before = time(pair.before());
        after = time(pair.after());
      } else {
        after = time(pair.after());
        before = time(pair.before());
      }
      ratios[round] = (double) before / after;
    }
    double[] counted = Arrays.copyOfRange(ratios, rounds / 4, rounds);
    Arrays.sort(counted);
    System.out.printf(
        Locale.ROOT,
        "%s, size %d, %d rounds: before / after %.3f, quartiles %.3f to %.3f, all %.3f to %.3f%n",
        args[0],
        size,
        counted.length,
        at(counted, 0.5),
        at(counted, 0.25),
        at(counted, 0.75),
        counted[0],
        counted[counted.length - 1]);
  }

  private static long time(Program program) throws InterruptedException {
    long start = System.nanoTime();
    String answer = program.run();
    long nanos = System.nanoTime() - start;
    if (answer.isEmpty()) {
      throw new IllegalStateException("no answer");
    }
    return nanos;
  }

  /** Between the two values next to this part of them. */
  private static double at(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int low = (int) place;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import cermet.concurrent.task.Chunks;
import cermet.concurrent.task.DoubleChunks;
import cermet.concurrent.task.LongChunks;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;

/// Callers that share threads or a pool, and bodies that fail; no body may be under way when the
/// call has ended, and each index is worked on once.
final class ChunksDrills {
  private static final int CALLERS = 3; // arbitrary
  private static final int INDICES = 20_000; // arbitrary

  private ChunksDrills() {}

  /// How a body is made to fail.
  private static final class Planned extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static Chunks chunks(Round round) {
    Executor pool = ForkJoinPool.commonPool();
    int threads = round.between(1, 6);
    return round.chance(2) ? new Chunks(threads) : new Chunks(threads, pool);
  }

  static void indices(Round round) throws InterruptedException {
    Chunks chunks = chunks(round);
    for (int i = round.between(1, CALLERS); i > 0; i--) {
      round.start(
          "caller",
          role -> {
            while (!role.isOver()) {
              visitOnce(chunks, role);
              role.pace();
            }
          });
    }
    round.play();
  }

  private static void visitOnce(Chunks chunks, Round.Role role) {
    int count = role.below(INDICES);
    int chunk = 1 + role.below(2_000);
    int bad = role.chance(3) ? role.below(INDICES) : -1;
    byte[] visits = new byte[count]; // plain: chunks are apart, and the call orders them
    var active = new AtomicInteger();
    boolean failed = false;
    int[] sum = {-1};
    try {
      sum =
          chunks.fold(
              0,
              count,
              chunk,
              () -> new int[1],
              (state, from, to) -> {
                active.incrementAndGet();
                try {
                  for (int i = (int) from; i < to; i++) {
                    if (i == bad) {
                      throw new Planned();
                    }
                    visits[i]++;
                    state[0]++;
                  }
                } finally {
                  active.decrementAndGet();
                }
              },
              (one, other) -> new int[] {one[0] + other[0]});
    } catch (Planned e) {
      failed = true;
      role.fault();
    }
    role.did(count);
    if (active.get() != 0) {
      throw new AssertionError(active + " bodies are under way after the call");
    }
    boolean fails = bad >= 0 && bad < count;
    if (failed != fails) {
      throw new AssertionError("a failure at " + bad + " of " + count + " surfaced: " + failed);
    }
    for (byte visit : visits) {
      if (visit > 1 || (visit == 0 && !failed)) {
        throw new AssertionError("an index was visited " + visit + " times");
      }
    }
    if (!failed && sum[0] != count) {
      throw new AssertionError("folded " + sum[0] + " of " + count);
    }
  }

  static void longs(Round round) throws InterruptedException {
    var longs = new LongChunks(chunks(round));
    for (int i = round.between(1, CALLERS); i > 0; i--) {
      round.start(
          "caller",
          role -> {
            while (!role.isOver()) {
              longsOnce(longs, role);
              role.pace();
            }
          });
    }
    round.play();
  }

  private static void longsOnce(LongChunks longs, Round.Role role) {
    int count = LongChunks.CUT_OFF / 2 + role.below(LongChunks.CUT_OFF);
    long[] array = new long[count];
    for (int i = 0; i < count; i++) {
      array[i] = (long) role.below(count) - count / 4;
    }
    long[] expected = array.clone();
    long bad = role.chance(3) ? array[role.below(count)] : Long.MIN_VALUE;
    role.did(count);
    switch (role.below(4)) {
      case 0 -> {
        Arrays.sort(expected);
        longs.sort(array, 0, count);
        check(Arrays.equals(expected, array), "sort");
      }
      case 1 ->
          check(longs.fold(array, 0, count, 0, Long::sum) == Arrays.stream(expected).sum(), "fold");
      case 2 -> {
        Arrays.setAll(expected, i -> expected[i] + 1);
        longs.map(array, 0, count, array, 0, value -> value + 1);
        check(Arrays.equals(expected, array), "map");
      }
      default -> {
        boolean failed = false;
        try {
          long[] kept =
              longs.filter(
                  array,
                  0,
                  count,
                  value -> {
                    if (value == bad) {
                      throw new Planned();
                    }
                    return value > 0;
                  });
          check(
              Arrays.equals(Arrays.stream(expected).filter(each -> each > 0).toArray(), kept),
              "filter");
        } catch (Planned e) {
          failed = true;
          role.fault();
        }
        check(failed == (bad != Long.MIN_VALUE), "failure");
      }
    }
  }

  static void doubles(Round round) throws InterruptedException {
    var doubles = new DoubleChunks(chunks(round));
    for (int i = round.between(1, CALLERS); i > 0; i--) {
      round.start(
          "caller",
          role -> {
            while (!role.isOver()) {
              doublesOnce(doubles, role);
              role.pace();
            }
          });
    }
    round.play();
  }

  private static void doublesOnce(DoubleChunks doubles, Round.Role role) {
    int count = DoubleChunks.CUT_OFF / 2 + role.below(DoubleChunks.CUT_OFF);
    double[] array = new double[count];
    for (int i = 0; i < count; i++) {
      array[i] = role.below(count) - count / 4;
    }
    double[] expected = array.clone();
    role.did(count);
    if (role.chance(2)) {
      Arrays.sort(expected);
      doubles.sort(array, 0, count);
      check(Arrays.equals(expected, array), "sort");
    } else {
      double[] kept = doubles.filter(array, 0, count, value -> value > 0);
      check(
          Arrays.equals(Arrays.stream(expected).filter(each -> each > 0).toArray(), kept),
          "filter");
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TurnTest {
  private static final int TURNS = 50;

  @TempDir Path directory;

  // JMH hands a profiler the iteration's parameters; turns depend on none of them.
  @SuppressWarnings("NullAway")
  private static void play(Turn turn, Runnable body) {
    turn.beforeIteration(null, null);
    body.run();
    turn.afterIteration(null, null, null);
  }

  @Test
  void sidesAlternate() throws Exception {
    Path file = directory.resolve("flag");
    Turn.create(file);
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int side = 1; side >= 0; side--) {
        int mine = side;
        threads.execute(() -> {
          var turn = new Turn(Turn.options(mine, TURNS, 20, file));
          for (int i = 0; i < TURNS; i++) {
            play(turn, () -> seen.add(mine));
          }
        });
      }
    }
    assertEquals(IntStream.range(0, 2 * TURNS).mapToObj(i -> i % 2).toList(), seen);
  }

  @Test
  void theFirstSideStaysUntilTheOtherHasEnded() throws Exception {
    Path file = directory.resolve("flag");
    Turn.create(file);
    try (var threads = Executors.newSingleThreadExecutor()) {
      var first = threads.submit(() -> play(new Turn(Turn.options(0, 1, 20, file)), () -> {}));
      play(new Turn(Turn.options(1, 1, 20, file)), () -> assertFalse(first.isDone()));
      first.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void anAbortedGameEndsTheWait() throws Exception {
    Path file = directory.resolve("flag");
    Turn.create(file);
    try (var threads = Executors.newSingleThreadExecutor()) {
      var waiting = threads.submit(() -> play(new Turn(Turn.options(1, 1, 20, file)), () -> {}));
      Turn.abort(file);
      var e = assertThrows(ExecutionException.class, () -> waiting.get(20, TimeUnit.SECONDS));
      assertInstanceOf(IllegalStateException.class, e.getCause());
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A program's past: every way to walk a list that takes lambdas was gone with three of them, in
/// turn and until it was compiled so.
@State(Scope.Thread)
public class LongListWalks {
  private static final int ROUNDS = 20_000; // C2 compiles after some ten thousand calls

  private long sum;

  /// Walks.
  @Setup(Level.Trial)
  public void seeThreeOfEach() {
    LongList list = LongList.of(3, -1, 4, -1, 5, -9, 2, -6);
    List<Long> boxed = new ArrayList<>(list.asList());
    for (int round = 0; round < ROUNDS; round++) {
      list.forEach(value -> sum += value);
      list.forEach(value -> sum ^= value);
      list.forEach(value -> sum = Math.max(sum, value));
      sum += list.stream().filter(value -> value > 1).map(value -> value + 1).sum();
      sum += list.stream().filter(value -> value < 1).map(value -> value - 1).sum();
      sum += list.stream().filter(value -> value != 1).map(value -> value ^ 1).sum();
      sum +=
          boxed.stream().filter(value -> value > 1).map(value -> value + 1).reduce(0L, Long::sum);
      sum +=
          boxed.stream().filter(value -> value < 1).map(value -> value - 1).reduce(0L, Long::max);
      sum +=
          boxed.stream().filter(value -> value != 1).map(value -> value ^ 1).reduce(0L, Long::min);
    }
  }
}

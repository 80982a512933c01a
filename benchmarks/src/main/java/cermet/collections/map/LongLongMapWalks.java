// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static cermet.collections.map.LongKeys.ELEMENTS;

import cermet.collections.map.LongKeys.Small;
import cermet.proof.Seed;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Other ways to walk a LongLongMap than its `forEach`. Where that gets lambdas of four classes in
/// turn, these do the same four things in turn.
public final class LongLongMapWalks {
  private LongLongMapWalks() {}

  private static LongLongMap filled(LongLongMap map, LongKeys in) {
    if (map.isEmpty()) {
      for (int i = 0; i < in.live.length; i++) {
        map.put(in.live[i], i);
      }
    }
    return map;
  }

  private static LongLongMap empty() {
    return LongLongMap.withSeed(0, new SplittableRandom(Seed.fresh()).nextLong());
  }

  /// A cursor a walk.
  @State(Scope.Thread)
  public abstract static class OwnCursor {
    private final LongLongMap map = empty();
    private long total;
    private int round;

    /// Sums keys and values; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      LongLongMap map = filled(this.map, in);
      long sum = 0;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        sum += differ(map);
      }
      return sum;
    }

    /// Sums keys and values in four ways in turn.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterateMegamorphic(Small in) {
      LongLongMap map = filled(this.map, in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        total +=
            switch (++round & 3) {
              case 0 -> differ(map);
              case 1 -> either(map);
              case 2 -> both(map);
              default -> add(map);
            };
      }
      return total;
    }

    private static long differ(LongLongMap map) {
      long sum = 0;
      for (var each = map.cursor(); each.next(); ) {
        sum += each.key() ^ each.value();
      }
      return sum;
    }

    private static long either(LongLongMap map) {
      long sum = 0;
      for (var each = map.cursor(); each.next(); ) {
        sum += each.key() | each.value();
      }
      return sum;
    }

    private static long both(LongLongMap map) {
      long sum = 0;
      for (var each = map.cursor(); each.next(); ) {
        sum += each.key() & each.value();
      }
      return sum;
    }

    private static long add(LongLongMap map) {
      long sum = 0;
      for (var each = map.cursor(); each.next(); ) {
        sum += each.key() + each.value();
      }
      return sum;
    }
  }

  /// A chain of the JDK over the entries of the live view, with boxes.
  @State(Scope.Thread)
  public abstract static class JdkBoxedStream {
    private final LongLongMap map = empty();
    private final List<ToLongFunction<Map.Entry<Long, Long>>> ways =
        List.of(
            entry -> entry.getKey() ^ entry.getValue(),
            entry -> entry.getKey() | entry.getValue(),
            entry -> entry.getKey() & entry.getValue(),
            entry -> entry.getKey() + entry.getValue());
    private long total;
    private int round;

    /// Sums keys and values; the time is that of an entry.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterate(Small in) {
      LongLongMap map = filled(this.map, in);
      long sum = 0;
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        sum +=
            map.asMap().entrySet().stream()
                .mapToLong(entry -> entry.getKey() ^ entry.getValue())
                .sum();
      }
      return sum;
    }

    /// Sums keys and values in four ways in turn.
    @Benchmark
    @OperationsPerInvocation(ELEMENTS)
    public long iterateMegamorphic(Small in) {
      LongLongMap map = filled(this.map, in);
      for (int left = ELEMENTS; left > 0; left -= in.size) {
        total += map.asMap().entrySet().stream().mapToLong(ways.get(++round & 3)).sum();
      }
      return total;
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GrowthForkTest {
  private static final List<String> NAMES =
      List.of("Cermet", "Hppc", "Fastutil", "Eclipse", "Agrona", "Jdk");

  private static final int MILLIS_A_BATCH = 2;

  /// Has the value of each key that is the key itself, but not that of one key.
  private static final class Forgetful implements GrowthMaps.Side {
    private final long forgotten;

    Forgetful(long forgotten) {
      this.forgotten = forgotten;
    }

    @Override
    public void begin() {}

    @Override
    public void put(long[] keys, int from, int to, long value) {}

    @Override
    public long look(long[] keys, int from, int to) {
      long sum = 0;
      for (int i = from; i < to; i++) {
        sum += keys[i] == forgotten ? 0 : keys[i];
      }
      return sum;
    }
  }

  @Test
  void everyContenderHasOneSampleOfEachOperationARound() {
    for (int size : new int[] {1, 101, 5_000}) {
      List<GrowthFork.Sample> samples = new GrowthFork(size, 1, 1).run(0);
      assertEquals(3 * NAMES.size(), samples.size());
      for (String name : NAMES) {
        assertEquals(
            List.of("put", "hit", "miss"),
            samples.stream()
                .filter(sample -> sample.contender().equals(name))
                .map(GrowthFork.Sample::operation)
                .toList());
      }
      assertTrue(samples.stream().allMatch(sample -> sample.nanos() > 0), samples.toString());
    }
  }

  @Test
  void timeForMoreRoundsGivesMoreSamples() {
    List<GrowthFork.Sample> samples = new GrowthFork(101, 1, 1).run(2_000_000_000L);
    assertTrue(samples.size() > 3 * NAMES.size(), samples.size() + " samples");
    assertEquals(0, samples.size() % (3 * NAMES.size()));
  }

  @Test
  void everyContenderFindsWhatItTookAndNothingElse() {
    long[] keys = {7, -1, Long.MIN_VALUE, 0, Long.MAX_VALUE, 42};
    for (GrowthMaps.Side side : GrowthMaps.all()) {
      side.begin();
      side.put(keys, 1, 5, 10); // -1: 10, the least: 11, 0: 12, the greatest: 13
      assertEquals(10 + 11 + 12 + 13, side.look(keys, 0, 6), side.name());
      assertEquals(11 + 12, side.look(keys, 2, 4), side.name());
      side.begin();
      assertEquals(0, side.look(keys, 0, 6), side.name());
    }
  }

  @Test
  void aMapThatLosesAKeyIsFoundOut() {
    long[] ring = Stream.iterate(1L, i -> i + 1).limit(1 << 16).mapToLong(i -> i).toArray();
    long[] sums = new long[ring.length / GrowthFork.BATCH];
    for (int i = 0; i < ring.length; i++) {
      sums[i / GrowthFork.BATCH] += ring[i];
    }
    assertTrue(GrowthFork.look(new Forgetful(0), ring, sums, 1) > 0);
    var e =
        assertThrows(
            IllegalStateException.class,
            () -> GrowthFork.look(new Forgetful(1 << 16), ring, sums, 1));
    assertTrue(e.getMessage().startsWith("Forgetful finds "), e.getMessage());
  }

  @Test
  void timeIsThatOfOneLookup() {
    var slow =
        new GrowthMaps.Side() {
          @Override
          public void begin() {}

          @Override
          public void put(long[] keys, int from, int to, long value) {}

          @Override
          public long look(long[] keys, int from, int to) {
            LockSupport.parkNanos(MILLIS_A_BATCH * 1_000_000L);
            return 0;
          }
        };
    double nanos =
        GrowthFork.look(
            slow, new long[1 << 16], new long[(1 << 16) / GrowthFork.BATCH], 50_000_000);
    double least = MILLIS_A_BATCH * 1e6 / GrowthFork.BATCH;
    assertTrue(nanos > 0.5 * least && nanos < 20 * least, nanos + " ns"); // naps may be longer
  }

  @Test
  void ringsAreNeitherLearntNorLongerThanATurn() {
    assertEquals(1 << 16, GrowthFork.ring(1));
    assertEquals(1 << 16, GrowthFork.ring(12_207));
    assertEquals(1 << 17, GrowthFork.ring(97_656));
    assertEquals(1 << 17, GrowthFork.ring(1 << 17));
    assertEquals(1 << 20, GrowthFork.ring(781_250));
    assertEquals(1 << 22, GrowthFork.ring(50_000_000));
  }

  @Test
  void aSampleReadsBackAsItWasWritten() {
    var sample = new GrowthFork.Sample("hit", "Hppc", 4.25);
    assertEquals("hit\tHppc\t4.25", sample.line());
    assertEquals(sample, GrowthFork.Sample.parse(sample.line()));
    for (String line : List.of("", "hit\tHppc", "hit\tHppc\tfour", "hit\tHppc\t4\t5")) {
      assertThrows(IllegalArgumentException.class, () -> GrowthFork.Sample.parse(line));
    }
  }

  @Test
  void mapsThatBoxAreLeftOutWhereTheyWouldBeTooLarge() {
    assertEquals(NAMES, GrowthMaps.of(6_250_000).stream().map(GrowthMaps.Side::name).toList());
    assertEquals(
        NAMES.subList(0, 5),
        GrowthMaps.of(50_000_000).stream().map(GrowthMaps.Side::name).toList());
  }
}

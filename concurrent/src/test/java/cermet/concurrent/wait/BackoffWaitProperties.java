// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class BackoffWaitProperties {
  @Property
  void parksForPowersOfTwoUpToTheLongest(
      @ForAll @IntRange(max = 1 << 20) int spins,
      @ForAll @IntRange(max = 1 << 20) int yields,
      @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long one,
      @ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long other) {
    long min = Math.min(one, other);
    long max = Math.max(one, other);
    var wait = new BackoffWait(spins, yields, min, max);
    if (spins + yields > 0) {
      assertEquals(0, wait.nanos(0));
      assertEquals(0, wait.nanos(spins + yields - 1));
    }
    var model = BigInteger.valueOf(min);
    for (int i = 0; i < 70; i++) {
      long expected = model.min(BigInteger.valueOf(max)).longValueExact();
      assertEquals(expected, wait.nanos(spins + yields + i));
      model = model.shiftLeft(1);
    }
    assertEquals(max, wait.nanos(Integer.MAX_VALUE));
  }

  @Property(tries = 200)
  void countsUpToTheLongestParkAndStays(
      @ForAll @IntRange(max = 300) int spins,
      @ForAll @IntRange(max = 20) int yields,
      @ForAll @IntRange(min = 1, max = 2_000) int min,
      @ForAll @IntRange(min = 1, max = 10_000) int more) {
    long max = (long) min + more;
    var wait = new BackoffWait(spins, yields, min, max);
    int idle = 0;
    while (wait.nanos(idle) < max) {
      int next = wait.idle(idle);
      assertEquals(idle + 1, next);
      idle = next;
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(idle, wait.idle(idle));
    }
    assertEquals(0, wait.idle(idle, 1));
  }
}

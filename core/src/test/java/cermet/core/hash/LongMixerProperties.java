// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigInteger;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LongMixerProperties {
  private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

  @Property
  void unmixUndoesMix(@ForAll long seed, @ForAll long key) {
    var mixer = new LongMixer(seed);
    assertEquals(key, mixer.unmix(mixer.mix(key)));
    assertEquals(key, mixer.mix(mixer.unmix(key)));
  }

  @Property
  void differentKeysStayDifferent(@ForAll long seed, @ForAll long one, @ForAll long other) {
    Assume.that(one != other);
    var mixer = new LongMixer(seed);
    assertNotEquals(mixer.mix(one), mixer.mix(other));
  }

  @Property
  void seedsMoveEveryKey(@ForAll long one, @ForAll long other, @ForAll long key) {
    Assume.that(one != other);
    assertNotEquals(new LongMixer(one).mix(key), new LongMixer(other).mix(key));
  }

  @Property
  void followsTheFormula(@ForAll long seed, @ForAll long key) {
    long product = times(key ^ seed, new BigInteger("9E3779B97F4A7C15", 16));
    long turned = 0;
    for (int i = 0; i < 8; i++) {
      turned |= (product >>> (8 * i) & 0xFF) << (8 * (7 - i));
    }
    assertEquals(
        times(turned, new BigInteger("D1342543DE82EF95", 16)), new LongMixer(seed).mix(key));
  }

  private static long times(long value, BigInteger factor) {
    return BigInteger.valueOf(value).multiply(factor).mod(WORD).longValue();
  }
}

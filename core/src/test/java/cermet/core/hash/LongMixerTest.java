// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import org.junit.jupiter.api.Test;

class LongMixerTest {
  @Test
  void works() {}
}

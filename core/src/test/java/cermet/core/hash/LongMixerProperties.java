// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LongMixerProperties {
  @Property
  boolean works(@ForAll long x) {
    return x == x + 0;
  }
}

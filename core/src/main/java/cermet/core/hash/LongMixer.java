// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

/// A placeholder.
public final class LongMixer {
  private LongMixer() {}
}

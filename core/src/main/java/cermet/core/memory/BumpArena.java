// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

/// A placeholder.
public final class BumpArena {
  private BumpArena() {}
}

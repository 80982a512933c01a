// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

/// A placeholder.
public final class LongLongMap {
  private LongLongMap() {}
}

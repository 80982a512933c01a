// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.list;

/// A placeholder.
public final class LongList {
  private LongList() {}
}

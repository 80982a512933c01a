// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

/// A placeholder.
public final class Slice {
  private Slice() {}
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

/// A placeholder.
public final class ByteSource {
  private ByteSource() {}
}

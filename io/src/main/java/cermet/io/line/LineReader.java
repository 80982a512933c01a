// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

/// A placeholder.
public final class LineReader {
  private LineReader() {}
}

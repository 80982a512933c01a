// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A stand-in for the view of a range of bytes.
public final class Slice {
  private final byte[] bytes;
  private final int from;
  private final int to;

  /// A view of a range.
  ///
  /// @param bytes the bytes
  /// @param from the first
  /// @param to behind the last
  public Slice(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}

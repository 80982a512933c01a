// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package com.acme;

/// What docs/measure.md compares with ours: a class of the reader's own.
final class Mine {
  private Mine() {}

  static long mix(long key) {
    return Long.rotateLeft(key * 0x9E37_79B9_7F4A_7C15L, 32); // the golden ratio
  }
}

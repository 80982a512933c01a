// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.task;

/// A placeholder.
public final class Chunks {
  private Chunks() {}
}

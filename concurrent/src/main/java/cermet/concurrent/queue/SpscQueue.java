// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

/// A placeholder.
public final class SpscQueue {
  private SpscQueue() {}
}

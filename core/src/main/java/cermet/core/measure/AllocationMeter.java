// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

/// A placeholder.
public final class AllocationMeter {
  private AllocationMeter() {}
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

/// What is done to one class for a moment, and what must hold after it.
@FunctionalInterface
interface Drill {
  /// Makes an object, starts the roles that hammer it, awaits them and counts what went wrong.
  void run(Round round) throws Exception;
}

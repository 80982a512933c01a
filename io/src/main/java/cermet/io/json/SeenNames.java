// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import cermet.core.text.Slice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Part of {@link JsonReader}: the names so far of each object that has not ended.
final class SeenNames {
  /*
   * A set for each level is kept for the next object there. A large one is not: to empty it costs
   * its size, and small objects that follow a large one would each pay for that. Slices are
   * comparable, so that names made to have one hash code cost log n each.
   */

  private static final int MOST_KEPT = 64; // names; arbitrary

  private final List<Set<Slice>> levels = new ArrayList<>();

  /// Begins an object at a level.
  void begin(int level) {
    while (levels.size() <= level) {
      levels.add(new HashSet<>());
    }
    Set<Slice> names = levels.get(level);
    if (names.size() > MOST_KEPT) {
      levels.set(level, new HashSet<>());
    } else {
      names.clear();
    }
  }

  /// Adds a copy of a name; false if it is there.
  boolean add(int level, Slice name) {
    Set<Slice> names = levels.get(level);
    return !names.contains(name) && names.add(name.copy());
  }
}

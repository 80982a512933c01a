// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT
// Derived from LongLongMapWalk.java by tools/Derive.java; edit that file.

package cermet.collections.map;

import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// The keys of a `IntIntMap`, or its values, for a stream.
final class IntIntMapWalk extends Spliterators.AbstractIntSpliterator {
  private final IntIntMap.Cursor cursor;
  private final boolean keys;

  private IntIntMapWalk(IntIntMap map, boolean keys, int traits) {
    super(map.size(), traits);
    this.cursor = map.cursor();
    this.keys = keys;
  }

  /// {@return the keys of a map, or its values, in the map's own order}
  static IntStream stream(IntIntMap map, boolean keys) {
    int traits = Spliterator.SIZED | Spliterator.SUBSIZED | (keys ? Spliterator.DISTINCT : 0);
    return StreamSupport.intStream(() -> new IntIntMapWalk(map, keys, traits), traits, false);
  }

  @Override
  public boolean tryAdvance(IntConsumer action) {
    Objects.requireNonNull(action, "action");
    boolean next = cursor.next();
    if (next) {
      action.accept(keys ? cursor.key() : cursor.value());
    }
    return next;
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;

/// The keys of a `LongLongMap`, or its values, for a stream.
final class LongLongMapWalk extends Spliterators.AbstractLongSpliterator {
  private final LongLongMap.Cursor cursor;
  private final boolean keys;

  private LongLongMapWalk(LongLongMap map, boolean keys, int traits) {
    super(map.size(), traits);
    this.cursor = map.cursor();
    this.keys = keys;
  }

  /// {@return the keys of a map, or its values, in the map's own order}
  static LongStream stream(LongLongMap map, boolean keys) {
    int traits = Spliterator.SIZED | Spliterator.SUBSIZED | (keys ? Spliterator.DISTINCT : 0);
    return StreamSupport.longStream(() -> new LongLongMapWalk(map, keys, traits), traits, false);
  }

  @Override
  public boolean tryAdvance(LongConsumer action) {
    Objects.requireNonNull(action, "action");
    boolean next = cursor.next();
    if (next) {
      action.accept(keys ? cursor.key() : cursor.value());
    }
    return next;
  }
}

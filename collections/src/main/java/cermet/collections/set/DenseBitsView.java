// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.set;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What [DenseBits#asSet] returns. Part of {@link DenseBits}.
final class DenseBitsView extends AbstractSet<Integer> {
  private final DenseBits bits;

  DenseBitsView(DenseBits bits) {
    this.bits = bits;
  }

  @Override
  public boolean add(Integer number) {
    return bits.add(number);
  }

  @Override
  public boolean remove(@Nullable Object number) {
    return number instanceof Integer value && value >= 0 && bits.remove(value);
  }

  @Override
  public boolean contains(@Nullable Object number) {
    return number instanceof Integer value && value >= 0 && bits.contains(value);
  }

  @Override
  public boolean removeIf(Predicate<? super Integer> filter) {
    return bits.removeIf(Objects.requireNonNull(filter, "filter")::test);
  }

  @Override
  public int size() {
    return bits.size();
  }

  @Override
  public boolean isEmpty() {
    return bits.isEmpty();
  }

  @Override
  public void clear() {
    bits.clear();
  }

  @Override
  public Iterator<Integer> iterator() {
    return bits.iterator();
  }
}

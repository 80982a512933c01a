// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Numbers kept in order, with what belongs to them, and arrays put in order.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.collections.order.LongHeap] | the smallest again and again, while others come | all of them in order once: `LongList.sort` |
/// | [cermet.collections.order.IntHeap] | every value fits in 32 bits: half the memory | the values may grow beyond 32 bits |
/// | [cermet.collections.order.PairSort] | two arrays sorted side by side, by the numbers in one | numbers alone: `java.util.Arrays.sort`; any other order: sort objects |
/// | [cermet.collections.order.LongLongTree] | a `long` for each key, and neighbours, ranges or ranks of keys | no order is asked for: `LongLongMap` is several times faster; a few keys: they cost 2.5 kilobytes |
/// | [cermet.collections.order.LongTree] | the same with objects for values | no order is asked for: `LongMap` |
/// | [cermet.collections.order.LongTreeSet] | keys alone: 9 to 13 bytes each | dense small numbers: `DenseBits`; only the smallest is asked for: `LongHeap` |
///
/// The trees take any key; absence is a parameter, as in `floorKey(key, absent)`. Their cursors
/// walk both ways within a range of keys, can remove and fail fast; `asNavigableMap()` and
/// `asNavigableSet()` are live views for code that wants `java.util`; they box.
///
/// {@snippet class="cermet.collections.order.LongLongTreeTest" region="example"}
@NullMarked
package cermet.collections.order;

import org.jspecify.annotations.NullMarked;

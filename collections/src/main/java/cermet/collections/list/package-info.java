// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Lists of primitive values, and short lists of anything.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.collections.list.LongList] | numbers of 64 bits, as many as come | objects: `java.util.ArrayList`; a fixed number: `long[]` |
/// | [cermet.collections.list.IntList] | every value fits in 32 bits: half the memory | the values may grow beyond 32 bits |
/// | [cermet.collections.list.DoubleList] | doubles, such as measurements; NaN and -0.0 compare as in `java.util.List<Double>` | sums that must be exact: `LongList` of the smallest unit |
/// | [cermet.collections.list.FixedLongList] | the bound is known and an allocation would be a fault: batches, scratch space | no bound is known: it refuses what is too much |
/// | [cermet.collections.list.SmallLongList] | very many lists, nearly all of one to four numbers: one object each | a good part is longer: `LongList`, which is faster and smaller then |
/// | [cermet.collections.list.SmallIntList] | the same, and every value fits in 32 bits | as above: `IntList` |
/// | [cermet.collections.list.SmallList] | the same with objects: listeners, children, matches | a good part is longer: `java.util.ArrayList` |
///
/// All of them have live views, `asList()`, for code that wants a `java.util.List`; those of
/// numbers box.
///
/// {@snippet class="cermet.collections.list.LongListTest" region="example"}
@NullMarked
package cermet.collections.list;

import org.jspecify.annotations.NullMarked;

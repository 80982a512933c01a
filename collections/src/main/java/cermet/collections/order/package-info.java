// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Numbers kept in order, and arrays put in order.
///
/// | type | when | when not |
/// |---|---|---|
/// | [cermet.collections.order.LongHeap] | the smallest again and again, while others come | all of them in order once: `LongList.sort` |
/// | [cermet.collections.order.IntHeap] | every value fits in 32 bits: half the memory | the values may grow beyond 32 bits |
/// | [cermet.collections.order.PairSort] | two arrays sorted side by side, by the numbers in one | numbers alone: `java.util.Arrays.sort`; any other order: sort objects |
package cermet.collections.order;

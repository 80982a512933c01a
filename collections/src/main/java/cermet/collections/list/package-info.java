// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Growable lists of primitive values.
///
/// | type | when | when not |
/// |---|---|---|
/// | [cermet.collections.list.LongList] | numbers of 64 bits, or the size is not known | objects: `java.util.ArrayList`; a fixed number: `long[]` |
/// | [cermet.collections.list.IntList] | every value fits in 32 bits: half the memory | the values may grow beyond 32 bits |
package cermet.collections.list;

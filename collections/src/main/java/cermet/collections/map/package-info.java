// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Hash maps with primitive keys or values, or keys that are bytes, without an object per entry.
///
/// | keys | values | take | bytes an entry |
/// |---|---|---|---|
/// | `long` | `long` | [cermet.collections.map.LongLongMap] | 21 to 43 |
/// | `long`; most lookups miss, keys come and go, or maps are built often | `long` | [cermet.collections.map.LongLongSwissMap]: two cache lines a hit, a fraction of one a miss | 20 to 39 |
/// | `long`, chosen by an adversary | `long` | `LongLongSwissMap.forUntrustedKeys()` | 20 to 39 |
/// | `long`, loaded once | `long` | [cermet.collections.map.FrozenLongMap]: immutable, one comparison a lookup | 17 |
/// | `int` | `int` | [cermet.collections.map.IntIntMap]: half the memory; where maps fit in the caches anyway hits are no faster | 11 to 22 |
/// | `long` | objects | [cermet.collections.map.LongMap]: boxes no key | 16 to 32 |
/// | `int` | objects | [cermet.collections.map.IntMap] | 11 to 22 |
/// | slices of bytes, such as fields of a line | `long` | [cermet.collections.map.BytesLongMap]: copies a new key once, looks up without a `String` | the key's bytes and a slot |
/// | slices of bytes | objects | [cermet.collections.map.BytesMap]: the same with an array of values beside it | 4 to 6 more |
/// | `long` | `long`, walked often, in the order they came, or by position | [cermet.collections.map.LongIndexMap]: walks as an array, removes one in O(1) only out of order | 24 to 40 |
/// | objects | objects, likewise | [cermet.collections.map.IndexMap]: `java.util.LinkedHashMap` without links | 20 to 34 |
/// | `int` | `long` | `LongLongMap`: there is no mixed map | 21 to 43 |
/// | `long` | `int` | `LongLongMap`, likewise | 21 to 43 |
/// | objects | `long` | [cermet.collections.map.ObjectLongMap]: half the memory of a `java.util.HashMap` with boxed values | 21 to 43 |
/// | `long` | how often it occurs | [cermet.collections.map.LongCounts]: keeps the total, gives the most common | 21 to 43 |
/// | objects | how often each occurs | [cermet.collections.map.ObjectCounts]: likewise | 21 to 43 |
///
/// Any primitive key and value is legal, and no object is null; absence is a parameter, as in
/// `get(key, absent)`, or null where values are objects. Each map is for one thread, has a seed of
/// its own and gives its entries in an order of its own, which tells the seed: safe against
/// accidents (a stride, a copy in iteration order), not against an adversary who chooses the keys,
/// but for the map that is made for that. `asMap()` is a live view for code that wants a
/// `java.util.Map`; it boxes.
///
/// {@snippet class="cermet.collections.map.LongLongMapTest" region="example"}
///
/// {@snippet class="cermet.collections.map.LongLongSwissMapTest" region="example"}
///
/// {@snippet class="cermet.collections.map.FrozenLongMapTest" region="example"}
///
/// {@snippet class="cermet.collections.map.BytesMapTest" region="stations"}
@NullMarked
package cermet.collections.map;

import org.jspecify.annotations.NullMarked;

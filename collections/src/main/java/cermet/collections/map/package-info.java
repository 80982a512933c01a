// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Hash maps with primitive keys and values, or keys that are bytes, without an object per entry.
///
/// | keys | values | take | bytes an entry |
/// |---|---|---|---|
/// | `long` | `long` | [cermet.collections.map.LongLongMap] | 21 to 43 |
/// | `long`; most lookups miss, keys come and go, or maps are built often | `long` | [cermet.collections.map.LongLongSwissMap]: two cache lines a hit, a fraction of one a miss | 19 to 39 |
/// | `long`, chosen by an adversary | `long` | `LongLongSwissMap.forUntrustedKeys()` | 19 to 39 |
/// | `long`, loaded once | `long` | [cermet.collections.map.FrozenLongMap]: immutable, one comparison a lookup | 17 |
/// | `int` | `int` | [cermet.collections.map.IntIntMap]: half the memory, and the better half of the cache | 11 to 22 |
/// | slices of bytes, such as fields of a line | `long` | [cermet.collections.map.BytesLongMap]: copies a new key once, looks up without a `String` | the key's bytes and a slot |
/// | slices of bytes | objects | [cermet.collections.map.BytesMap]: the same with an array of values beside it | 4 to 6 more |
/// | `int` | `long`, or `long` and `int` | `LongLongMap`: there is no mixed map | |
/// | objects | `long` | `java.util.HashMap` with boxed values: the key's own hash dominates | |
///
/// Any key and any value is legal; absence is a parameter, as in `get(key, absent)`. Each map is
/// for one thread, has a seed of its own and gives its entries in an order of its own, which tells
/// the seed: safe against accidents (a stride, a copy in iteration order), not against an adversary
/// who chooses the keys, but for the map that is made for that. `asMap()` is a live view for code
/// that wants a `java.util.Map`; it boxes.
///
/// {@snippet class="cermet.collections.map.LongLongMapTest" region="example"}
///
/// {@snippet class="cermet.collections.map.LongLongSwissMapTest" region="example"}
///
/// {@snippet class="cermet.collections.map.FrozenLongMapTest" region="example"}
///
/// {@snippet class="cermet.collections.map.BytesMapTest" region="stations"}
package cermet.collections.map;

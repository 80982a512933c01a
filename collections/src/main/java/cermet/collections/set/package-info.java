// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Sets of numbers.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.collections.set.LongSet] | any numbers of 64 bits: ids, hashes, positions; union, intersection and difference in place | an adversary chooses them; they are wanted in order: sort `toArray()` |
/// | [cermet.collections.set.IntSet] | every number fits in 32 bits: half the memory | the numbers may grow beyond 32 bits |
/// | [cermet.collections.set.DenseBits] | numbers from 0 to some millions, of which more than a few per cent are in the set | few or large numbers: each costs the bits up to the largest |
///
/// {@snippet class="cermet.collections.set.LongSetTest" region="example"}
@NullMarked
package cermet.collections.set;

import org.jspecify.annotations.NullMarked;

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Sets of numbers.
///
/// | type | when | when not |
/// |---|---|---|
/// | [cermet.collections.set.DenseBits] | numbers from 0 to some millions, of which more than a few per cent are in the set | few or large numbers: each costs the bits up to the largest |
package cermet.collections.set;

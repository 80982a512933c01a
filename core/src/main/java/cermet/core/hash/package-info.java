// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Hash functions: from keys to places.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.core.hash.LongMixer] | keys are longs and the table takes the high bits; the key must come back from its place | low bits or single flipped bits matter |
/// | [cermet.core.hash.RapidHash] | keys are bytes, or every bit of the hash must be good | a public checksum of a file is wanted |
///
/// Both are seeded and safe against accidents: structured keys, copies in iteration order, unlucky
/// constants. Neither is safe against an adversary who chooses keys and watches the table.
package cermet.core.hash;

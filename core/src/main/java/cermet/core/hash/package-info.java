// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Hash functions: from keys to places.
///
/// | keys | take | safe against | not when |
/// |---|---|---|---|
/// | bytes, or longs whose every hash bit must be good; when in doubt | [cermet.core.hash.RapidHash] | accidents: structured keys, copies in iteration order, unlucky constants | somebody chooses keys to collide, and watches; a public checksum is wanted |
/// | bytes or longs that an adversary chooses | [cermet.core.hash.SipHash], `random()` | an adversary who does not know the key | keys are trusted: it takes several times as long |
/// | short bytes or longs that the program itself makes | [cermet.core.hash.FxHash] | copies in iteration order | anything comes from outside: keys that collide under every seed are known; low bits count |
/// | longs, in a table that takes the high bits and may give the key back | [cermet.core.hash.LongMixer] | accidents | low bits or single flipped bits matter |
///
/// The three byte hashes have the same shape: `hash` of an array, a range, a
/// [cermet.core.text.Slice] or a long, and a `stream` for bytes that come in parts, with the same
/// result however they are cut.
@NullMarked
package cermet.core.hash;

import org.jspecify.annotations.NullMarked;

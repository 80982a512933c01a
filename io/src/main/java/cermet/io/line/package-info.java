// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Text by lines.
///
/// | type | when | when not |
/// |---|---|---|
/// | [cermet.io.line.LineReader] | lines are parsed as bytes, in place, one after the other | every line is wanted as a string: `BufferedReader`; line ends that are a lone CR; records with quoted line breaks |
///
/// Counting words without making a string:
///
/// {@snippet class="cermet.io.line.LineReaderTest" region="words"}
package cermet.io.line;

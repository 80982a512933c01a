// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Text by lines.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.io.line.LineReader] | lines are parsed as bytes, in place, one after the other | every line is wanted as a string: `BufferedReader`; line ends that are a lone CR; records with quoted line breaks |
/// | [cermet.io.line.FieldReader] | lines are made of fields between delimiters that are never quoted, and most of them are wanted | fields may be quoted: `CsvReader`; one field of many is wanted: `LineReader` |
///
/// Counting words without making a string:
///
/// {@snippet class="cermet.io.line.LineReaderTest" region="words"}
///
/// The sum of the third column of a file of tab-separated values:
///
/// {@snippet class="cermet.io.line.FieldReaderTest" region="column"}
@NullMarked
package cermet.io.line;

import org.jspecify.annotations.NullMarked;

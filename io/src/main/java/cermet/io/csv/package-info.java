// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// CSV, read and written as bytes.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.io.csv.CsvReader] | records are parsed in place: numbers, bytes, strings of some columns | UTF-16; a delimiter of several bytes; fields that are never quoted and lines that end with LF: `FieldReader` |
/// | [cermet.io.csv.CsvWriter] | records of numbers and texts leave as bytes | one text in memory: `TextBuilder` |
/// | [cermet.io.csv.CsvFormat] | the dialect is not that of RFC 4180 | |
/// | [cermet.io.csv.CsvRow] | the fields of the reader's current record | they outlive the next record: `text`, or `copy` of a slice |
/// | [cermet.io.csv.CsvParts] | several threads read one file | one thread, or a stream: `CsvReader`; lines without quotes: `Windows` |
///
/// | the input | the format |
/// |---|---|
/// | follows RFC 4180, and errors must be found | `CsvFormat.RFC_4180`, with a header or not |
/// | has quotes within fields, records of different lengths, quotes that are never closed | `withLenience()` |
/// | only has records of different lengths | `withRagged(true)` |
/// | has tabs between fields and no quotes | `withDelimiter('\t').withoutQuote()` |
/// | has backslashes before quotes | `withEscape('\\')`; a byte a step |
///
/// Plays of a season, as records of a type of one's own:
///
/// {@snippet class="cermet.io.csv.CsvReaderTest" region="plays"}
///
/// Several threads, a part of a file each:
///
/// {@snippet class="cermet.io.csv.CsvPartsProperties" region="parts"}
///
/// Stations, written:
///
/// {@snippet class="cermet.io.csv.CsvWriterTest" region="stations"}
@NullMarked
package cermet.io.csv;

import org.jspecify.annotations.NullMarked;

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Text as bytes: views, cursors, UTF-8, numbers, building and unescaping.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.core.text.Slice] | a part of a buffer is handed on, compared or looked up | it outlives what the buffer holds: `copy` it, or make a `String` |
/// | [cermet.core.text.Cursor] | a range is taken apart in one walk, without an object a part | delimiters may be content, as in quoted CSV or JSON |
/// | [cermet.core.text.Utf8] | bytes are checked before they are trusted, or decoded and encoded in arrays that are there | a `String` is made of good bytes: `new String` |
/// | [cermet.core.text.Digits] | whole numbers or decimals of known scale, money above all, are read or written | there are exponents, or more digits than a long holds |
/// | [cermet.core.text.Decimals] | doubles and floats are read or written, to the last bit | the numbers are money: a double has no cents |
/// | [cermet.core.text.TextBuilder] | text is put together that leaves as bytes | the result is a `String`: `StringBuilder` |
/// | [cermet.core.text.Unescaper] | fields may hold escapes of JSON, CSV or URLs, and most do not | whole documents: it takes what stands between the quotes |
@NullMarked
package cermet.core.text;

import org.jspecify.annotations.NullMarked;

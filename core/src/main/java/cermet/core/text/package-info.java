// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Text as bytes: views and numbers.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.core.text.Slice] | a part of a buffer is handed on, compared or looked up | it outlives what the buffer holds: `copy` it, or make a `String` |
/// | [cermet.core.text.Digits] | whole numbers or decimals of known scale are read or written | the scale varies within a column, or there are exponents |
package cermet.core.text;

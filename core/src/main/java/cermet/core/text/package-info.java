// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Text as bytes: views and numbers.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.core.text.Slice] | a part of a buffer is handed on, compared or looked up | it outlives what the buffer holds: `copy` it, or make a `String` |
/// | [cermet.core.text.Digits] | whole numbers or decimals of known scale, money above all, are read or written | there are exponents, or more digits than a long holds |
/// | [cermet.core.text.Decimals] | doubles and floats are read or written, to the last bit | the numbers are money: a double has no cents |
package cermet.core.text;

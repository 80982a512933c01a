// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// JSON, token by token.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.io.json.JsonReader] | a text of any size is read in one pass, names matched and numbers made in place | a tree or objects are wanted without writing their reading down; comments or trailing commas must pass |
/// | [cermet.io.json.JsonWriter] | JSON leaves as bytes, its structure checked, without strings in between | objects are written without naming their members |
///
/// | part | of | what it is |
/// |---|---|---|
/// | [cermet.io.json.JsonToken] | `JsonReader` | what `next` goes to |
/// | [cermet.io.json.JsonNames] | `JsonReader` | names known beforehand, for a `switch` |
/// | [cermet.io.json.JsonRules] | `JsonReader` | limits, several values, unique names |
///
/// Reading records:
///
/// {@snippet class="cermet.io.json.JsonReaderTest" region="books"}
///
/// {@snippet class="cermet.io.json.JsonReaderTest" region="names"}
///
/// Writing them:
///
/// {@snippet class="cermet.io.json.JsonWriterTest" region="books"}
@NullMarked
package cermet.io.json;

import org.jspecify.annotations.NullMarked;

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

/// Part of {@link JsonReader}: what a JSON text is made of.
public enum JsonToken {
  /// Nothing: before the first token, and where the reader could not go on.
  NONE("no token"),
  /// The brace that begins an object.
  BEGIN_OBJECT("an object"),
  /// The brace that ends an object.
  END_OBJECT("'}'"),
  /// The bracket that begins an array.
  BEGIN_ARRAY("an array"),
  /// The bracket that ends an array.
  END_ARRAY("']'"),
  /// The name of a member of an object; its value comes next.
  NAME("a name"),
  /// A string that is a value.
  STRING("a string"),
  /// A number.
  NUMBER("a number"),
  /// The word `true`.
  TRUE("true"),
  /// The word `false`.
  FALSE("false"),
  /// The word `null`.
  NULL("null"),
  /// The end of the input.
  END("the end");

  private final String text;

  JsonToken(String text) {
    this.text = text;
  }

  /// What it is in words, as errors have it.
  String text() {
    return text;
  }
}

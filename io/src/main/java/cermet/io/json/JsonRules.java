// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

/// What a [JsonReader] allows.
///
/// @param depth the most objects and arrays within each other, 0 or more
/// @param number the most bytes of a number
/// @param string the most bytes of a string between its quotes, escapes as they stand there
/// @param name the most bytes of a name between its quotes, escapes as they stand there
/// @param several whether any number of values may come, white space between them, instead of one:
///   lines of JSON
/// @param uniqueNames whether the names of an object must differ, unescaped; such a reader copies
///   them
public record JsonRules(
    int depth, int number, int string, int name, boolean several, boolean uniqueNames) {
  /// RFC 8259: one value, names that may come again; 1,000 levels, numbers of 1,000 bytes, strings
  /// of 20,000,000, names of 50,000.
  public static final JsonRules STRICT =
      new JsonRules(1_000, 1_000, 20_000_000, 50_000, false, false);

  /// The same limits; any number of values.
  public static final JsonRules LINES = STRICT.withSeveral(true);

  /// Checks the limits.
  public JsonRules {
    check("depth", depth);
    check("number", number);
    check("string", string);
    check("name", name);
  }

  /// These rules with another limit.
  ///
  /// @param depth the most levels
  /// @return new rules
  public JsonRules withDepth(int depth) {
    return new JsonRules(depth, number, string, name, several, uniqueNames);
  }

  /// These rules with another limit.
  ///
  /// @param number the most bytes of a number
  /// @return new rules
  public JsonRules withNumber(int number) {
    return new JsonRules(depth, number, string, name, several, uniqueNames);
  }

  /// These rules with another limit.
  ///
  /// @param string the most bytes of a string
  /// @return new rules
  public JsonRules withString(int string) {
    return new JsonRules(depth, number, string, name, several, uniqueNames);
  }

  /// These rules with another limit.
  ///
  /// @param name the most bytes of a name
  /// @return new rules
  public JsonRules withName(int name) {
    return new JsonRules(depth, number, string, name, several, uniqueNames);
  }

  /// These rules for one value or several.
  ///
  /// @param several whether any number of values may come
  /// @return new rules
  public JsonRules withSeveral(boolean several) {
    return new JsonRules(depth, number, string, name, several, uniqueNames);
  }

  /// These rules with names that may come again or not.
  ///
  /// @param uniqueNames whether the names of an object must differ
  /// @return new rules
  public JsonRules withUniqueNames(boolean uniqueNames) {
    return new JsonRules(depth, number, string, name, several, uniqueNames);
  }

  private static void check(String limit, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(limit + ": " + value);
    }
  }
}

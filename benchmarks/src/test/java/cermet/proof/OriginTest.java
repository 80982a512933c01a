// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
  private static final String PRIMITIVE =
      """
      /// Adds.
      ///
      /// - **Copies with** `Helper`.
      final class Adder {
        int add(int a, int b) {
          return Helper.plus(a, b); // wraps
        }
      }
      """;
  private static final String HELPER = "final class Helper { static int plus(int a, int b) {} }";

  @TempDir Path root;

  @BeforeEach
  void writeProject() throws IOException {
    for (var module : new String[] {"core", "collections", "concurrent", "io", "benchmarks"}) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
    }
    write("Adder", PRIMITIVE);
    write("Helper", HELPER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "a  =\t1 ! a = 1",
        "a // b ! a",
        "a /* b */ c ! a c",
        "a/*b*//*d*/c ! a c",
        "a / b * c ! a / b * c",
        "s = \"// x  /* y\"; // z ! s = \"// x  /* y\";",
        "s = \"\\\"// x\"; // z ! s = \"\\\"// x\";",
        "c = '\"'; // z ! c = '\"';",
        "c = '\\''; // ' ! c = '\\'';",
        "s = \"\"\" // \" x\"\"\"; // z ! s = \"\"\" // \" x\"\"\";",
        "s = \"\"\" \\\"\"\" // \"\"\"; // z ! s = \"\"\" \\\"\"\" // \"\"\";",
        "a /* never ! a",
        "s = \"never // ! s = \"never //",
        "a /* \\*/ b ! a b",
      })
  void commentsAndLayoutAreNoCode(String text, String code) {
    assertEquals(code, Origin.code(text));
  }

  @Test
  void aCommentMayChangeWithoutANewProof() throws IOException {
    String before = sources();
    write("Adder", PRIMITIVE.replace("// wraps", "// as the JDK does").replace("Adds", "Sums"));
    write("Helper", HELPER.replace("{}", "{\n  }").replace("{ static", "{\n  static"));
    assertNotEquals(before, sources(), "a blank more between braces may part two tokens");
    write("Helper", HELPER.replace("{ static", "{ // with care\n static"));
    assertEquals(before, sources());
  }

  @Test
  void codeThatChangesNeedsANewProof() throws IOException {
    String before = sources();
    write("Helper", HELPER.replace("int b", "long b"));
    assertNotEquals(before, sources());
    write("Helper", HELPER);
    assertEquals(before, sources());
    write("Adder", PRIMITIVE.replace("a, b);", "b, a);"));
    assertNotEquals(before, sources());
  }

  @Test
  void aProjectOfOnesOwnHasItsSourcesAtTheRoot() throws IOException {
    Path own = Files.createDirectories(root.resolve("own/src/main/java/example"));
    Files.writeString(own.resolve("Hex.java"), HELPER);
    var origin = new Origin(root.resolve("own"));
    String before = origin.sources("Hex");
    Files.writeString(own.resolve("Hex.java"), HELPER.replace("int b", "long b"));
    assertNotEquals(before, origin.sources("Hex"));
    assertThrows(IOException.class, () -> origin.sources("Oct"));
  }

  private String sources() throws IOException {
    return new Origin(root).sources("Adder");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(root.resolve("core/src/main/java").resolve(name + ".java"), text);
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.rules.House.Outcome;
import cermet.rules.House.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each derived file is what the tool makes of its master. */
class VariantTest {
  private static final String MASTER = "core/src/main/java/cermet/core/text/LongThing.java";
  private static final String TARGET = "core/src/main/java/cermet/core/text/IntThing.java";

  @TempDir Path temp = Path.of("");

  @SuppressWarnings("NullAway.Init") // set before each test
  private Tool derive;

  @BeforeEach
  void load() throws Exception {
    derive = House.tool("Derive", temp.resolve("tool"));
  }

  @AfterEach
  void close() throws Exception {
    derive.close();
  }

  @Test
  void everyDerivedFileIsWhatItsMasterSays() throws Exception {
    Outcome checked = derive.run(House.ours().root(), "--check");
    assertEquals("", checked.err());
    assertEquals("", checked.out());
    assertEquals(0, checked.code());
  }

  private House seeded(String... body) throws Exception {
    House house = new House(temp.resolve("tree"));
    house.with(MASTER, body);
    house.with("tools/variants.txt", "# list", TARGET + " LongThing - int");
    return house;
  }

  private static String read(House house) throws Exception {
    return Files.readString(house.root().resolve(TARGET));
  }

  @Test
  void variantFailsOnSeededViolation() throws Exception {
    House house = seeded("class LongThing {", "  long one = 1L;", "}");
    assertEquals(TARGET + ": missing\n", derive.run(house.root(), "--check").out());
    assertEquals(0, derive.run(house.root()).code());
    assertEquals(0, derive.run(house.root(), "--check").code());
    Files.writeString(house.root().resolve(TARGET), read(house).replace("= 1", "= 2"));
    Outcome checked = derive.run(house.root(), "--check");
    assertEquals(TARGET + ":6: has `2`, derived is `1`\n", checked.out());
    assertEquals(1, checked.code());
  }

  @Test
  void missingMarkFailsOnSeededViolation() throws Exception {
    House house = seeded("class LongThing {}");
    assertEquals(0, derive.run(house.root()).code());
    String text = read(house);
    String mark = "// Derived from LongThing.java by tools/Derive.java; edit that file.";
    assertEquals(mark, text.lines().toList().get(2));
    Files.writeString(house.root().resolve(TARGET), text.replace(mark + "\n", ""));
    assertEquals(1, derive.run(house.root(), "--check").code());
  }

  @Test
  void unlistedVariantFailsOnSeededViolation() throws Exception {
    House house = seeded("class LongThing {}");
    assertEquals(0, derive.run(house.root()).code());
    house.with("tools/variants.txt", "# nothing");
    Outcome checked = derive.run(house.root(), "--check");
    assertEquals(
        TARGET + ": says that it is derived, tools/variants.txt does not\n", checked.out());
    assertEquals(1, checked.code());
  }

  @Test
  void whereLinesBreakIsLeftToTheFormatter() throws Exception {
    House house =
        seeded(
            "class LongThing {",
            "  // why this must",
            "  // hold",
            "  long sum(long a,",
            "      long b) {",
            "    return a + b;",
            "  }",
            "}");
    assertEquals(0, derive.run(house.root()).code());
    String joined =
        read(house)
            .replace("a,\n      int", "a, int")
            .replace("why this must\n  // hold", "why this must hold");
    Files.writeString(house.root().resolve(TARGET), joined);
    assertEquals("", derive.run(house.root(), "--check").out());
    assertEquals(0, derive.run(house.root()).code());
    assertEquals(joined, read(house));
  }

  @Test
  void replacesTokensAndNothingElse() throws Exception {
    House house =
        seeded(
            "package cermet.core.text;",
            "",
            "import java.util.function.IntFunction;",
            "import java.util.function.LongConsumer;",
            "import java.util.stream.LongStream;",
            "",
            "/// A long line of `long`s for `Long`, Long and LongThing.",
            "class LongThing<V> {",
            "  long one = 1L + 0x1FL + 1_000L;",
            "  Long box = Long.valueOf(longValue());",
            "  /*wide*/ long hash = /*wide*/ 1L << 40;",
            "  String text = \"long Long `long` LongThing // \\\" 1L\";",
            "  char quote = '\"'; // a long way",
            "  Longest longest = along(JAVA_LONG, LONG, BELONG, longs, asLongs(), OfLong.x);",
            "}");
    assertEquals(0, derive.run(house.root()).code());
    assertEquals(
        """
        package cermet.core.text;

        import java.util.function.IntConsumer;
        import java.util.function.IntFunction;
        import java.util.stream.IntStream;

        /// A long line of `int`s for `Integer`, Long and IntThing.
        class IntThing<V> {
          int one = 1 + 0x1F + 1_000;
          Integer box = Integer.valueOf(intValue());
          /*wide*/ long hash = /*wide*/ 1L << 40;
          String text = "long Long `int` IntThing // \\" 1L";
          char quote = '"'; // a long way
          Longest longest = along(JAVA_INT, INT, BELONG, ints, asInts(), OfInt.x);
        }
        """,
        read(house).split("\n\n", 2)[1]);
  }

  @Test
  void derivesDoublesAndTypesWithValues() throws Exception {
    House house = seeded("class LongThing<V> {", "  long one = 1L;", "  Long box;", "}");
    house.with("tools/variants.txt", TARGET + " LongThing double V");
    assertEquals(0, derive.run(house.root()).code());
    assertTrue(read(house).contains("class DoubleThing<V> {\n  double one = 1.0;\n  Double box;"));
  }

  @Test
  void comparesDoublesByTheirBitsWhereItSaysSo() throws Exception {
    House house = seeded("class LongThing {", "  boolean x = /*bits*/ one == two;", "}");
    assertEquals(0, derive.run(house.root()).code());
    assertTrue(read(house).contains("  boolean x = /*bits*/ one == two;"));
    house.with("tools/variants.txt", TARGET + " LongThing - double");
    assertEquals(0, derive.run(house.root()).code());
    assertTrue(read(house).contains("  boolean x = /*bits*/ Double.doubleToLongBits(one) == two;"));
  }

  @Test
  void leavesOutWhatATypeHasNot() throws Exception {
    House house =
        seeded(
            "class LongThing {",
            "  // No double: no such peer.",
            "  Peer peer;",
            "  // To here.",
            "}");
    assertEquals(0, derive.run(house.root()).code());
    assertTrue(read(house).contains("  Peer peer;"));
    house.with("tools/variants.txt", TARGET + " LongThing - double");
    assertEquals(0, derive.run(house.root()).code());
    assertTrue(read(house).contains("class DoubleThing {\n}"));
  }

  @Test
  void refusesWhatItCannotDerive() throws Exception {
    House house = seeded("class LongThing {", "  long big = 5_000_000_000L;", "}");
    Outcome big = derive.run(house.root());
    assertEquals(2, big.code());
    assertEquals("LongThing.java:5: 5_000_000_000L is no int; /*wide*/?", big.err().strip());
    for (String line :
        new String[] {
          TARGET + " LongThing int double",
          TARGET + " LongThing - -",
          TARGET + " LongThing - byte",
          TARGET + " LongThing",
          TARGET + " Gone - int"
        }) {
      house.with("tools/variants.txt", line);
      assertEquals(2, derive.run(house.root(), "--check").code(), line);
    }
    assertEquals(2, derive.run(house.root(), "--what").code());
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.rules.House.TopLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every primitive stands in the decision table of its package, under a question, and in the list of
 * its module in README, which has public types only.
 */
class TablesTest {
  private static final Pattern WORD = Pattern.compile("`([A-Z]\\w*)`");

  @TempDir Path temp = Path.of("");

  @Test
  void everyPrimitiveStandsInItsTables() throws IOException {
    assertEquals(List.of(), violations(House.ours()));
  }

  private static List<String> violations(House house) throws IOException {
    List<String> violations = new ArrayList<>();
    List<TopLevel> types = house.types();
    for (TopLevel type : types) {
      Path info = type.file().resolveSibling("package-info.java");
      if (type.primitive()
          && !taken(Files.readAllLines(info)).contains("[" + type.qualified() + "]")) {
        violations.add(house.relative(info) + " does not say when to take " + type.name());
      }
    }
    List<String> readme = Files.readAllLines(house.root().resolve("README.md"));
    for (String module : House.MODULES) {
      violations.addAll(
          violations(
              module,
              types.stream().filter(type -> type.module().equals(module)).toList(),
              readme));
    }
    return violations;
  }

  /** What stands in the columns `take` of a package's documentation. */
  private static String taken(List<String> info) {
    StringBuilder taken = new StringBuilder();
    int column = -1;
    for (String line : info) {
      List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
      if (!line.startsWith("/// |")) {
        column = -1;
      } else if (column < 0 && cells.contains("take")) {
        column = cells.indexOf("take");
      } else if (column > 0) {
        taken.append(cells.get(column)).append('\n');
      }
    }
    return taken.toString();
  }

  private static List<String> violations(String module, List<TopLevel> types, List<String> readme) {
    Set<String> missing = new TreeSet<>();
    Set<String> open = new HashSet<>();
    for (TopLevel type : types) {
      if (type.primitive()) {
        missing.add(type.name());
      }
      if (type.open()) {
        open.add(type.name());
      }
    }
    List<String> violations = new ArrayList<>();
    String start = "| `cermet-" + module + "` | ";
    readme.stream()
        .filter(line -> line.startsWith(start))
        .flatMap(line -> WORD.matcher(line).results())
        .map(word -> word.group(1))
        .forEach(word -> {
          missing.remove(word);
          if (!open.contains(word)) {
            violations.add("README.md lists " + word + ", no public type of " + module);
          }
        });
    missing.forEach(name -> violations.add("README.md does not list " + name + " of " + module));
    return violations;
  }

  private House good() throws IOException {
    House house = new House(temp);
    house.withPrimitive("core", "cermet.core.text.First", "");
    house.withPrimitive("core", "cermet.core.text.Second", "");
    house.with(
        "core/src/main/java/cermet/core/text/Face.java",
        "package cermet.core.text;",
        "public interface Face {}");
    info(house, "| [cermet.core.text.Second], `of` | two |");
    house.with("README.md", "| `cermet-core` | text | `First` `Second` `Face` |");
    assertEquals(List.of(), violations(house));
    return house;
  }

  private static void info(House house, String line) throws IOException {
    house.with(
        "core/src/main/java/cermet/core/text/package-info.java",
        "/// Text.",
        "///",
        "/// | take | when |",
        "/// |---|---|",
        "/// | [cermet.core.text.First] | one |",
        "/// " + line,
        "///",
        "/// | part | of |",
        "/// |---|---|",
        "/// | [cermet.core.text.Second] | it |",
        "package cermet.core.text;");
  }

  @Test
  void aPrimitiveOutsideTheTableFails() throws IOException {
    House house = good();
    info(house, "| `Second` | [cermet.core.text.Second] |");
    assertEquals(
        List.of(
            "core/src/main/java/cermet/core/text/package-info.java does not say when to take"
                + " Second"),
        violations(house));
  }

  @Test
  void aListThatLacksATypeOrHasOneTooManyFails() throws IOException {
    House house = good();
    house.with("README.md", "| `cermet-core` | text | `First` `Third` |");
    assertEquals(
        List.of(
            "README.md lists Third, no public type of core",
            "README.md does not list Second of core"),
        violations(house));
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.googlejavaformat.java.Main;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The formatter decides; {@code -Dcermet.format=write} lets it write. */
class FormatTest {
  private static final String LICENCE =
      "// Copyright the Cermet authors.\n// SPDX-License-Identifier: Apache-2.0 OR MIT\n";

  @TempDir Path temp = Path.of("");

  @Test
  void everyFileIsFormatted() throws Exception {
    House house = House.ours();
    if ("write".equals(System.getProperty("cermet.format"))) {
      format(house, "--replace");
    }
    assertEquals(List.of(), violations(house));
  }

  private static List<String> violations(House house) throws Exception {
    List<String> violations = new ArrayList<>();
    for (Path file : House.files(house.root(), ".java")) {
      if (!Files.readString(file).startsWith(LICENCE)) {
        violations.add(house.relative(file) + " does not begin with the licence");
      }
    }
    for (String file : format(house, "--dry-run")) {
      violations.add(house.relative(Path.of(file)) + " is not formatted");
    }
    return violations;
  }

  /** Calls the formatter as its command line would, and returns the lines it prints. */
  private static List<String> format(House house, String option) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(option));
    for (Path file : House.files(house.root(), ".java")) {
      arguments.add(file.toString());
    }
    if (arguments.size() == 1) {
      return List.of();
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new Main(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                InputStream.nullInputStream())
            .format(arguments.toArray(new String[0]));
    assertEquals("", err.toString());
    assertEquals(0, code);
    return House.lines(out.toString());
  }

  @Test
  void formatFailsOnSeededViolation() throws Exception {
    House house = new House(temp);
    house.with("core/src/main/java/cermet/Good.java", "package cermet;", "", "class Good {}");
    house.with("core/pom.xml", "<project/>");
    house.with("core/target/generated/Bad.java", "class   Bad{}");
    assertEquals(List.of(), violations(house));
    house.with("core/src/main/java/cermet/Bad.java", "package cermet;", "", "class   Bad{}");
    house.with(
        "tools/Worse.java",
        "import java.util.Set;",
        "import java.util.List;",
        "",
        "class Worse {}");
    Files.writeString(temp.resolve("tools/Bare.java"), "class Bare {}\n");
    assertEquals(
        List.of(
            "tools/Bare.java does not begin with the licence",
            "core/src/main/java/cermet/Bad.java is not formatted",
            "tools/Worse.java is not formatted"),
        violations(house));
  }

  @Test
  void writesWhatItWants() throws Exception {
    House house = new House(temp);
    house.with("core/src/main/java/cermet/Bad.java", "package cermet;", "", "class   Bad{}");
    assertEquals(1, violations(house).size());
    format(house, "--replace");
    assertEquals(List.of(), violations(house));
  }
}

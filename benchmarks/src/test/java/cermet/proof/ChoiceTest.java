// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoiceTest {
  @TempDir Path temp;

  private void info(String module, String name, String... lines) throws Exception {
    Path folder = temp.resolve(module + "/src/main/java/cermet/" + module + "/" + name);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("package-info.java"), String.join("\n", lines) + "\n");
  }

  private void type(String path) throws Exception {
    Files.writeString(temp.resolve(path), "");
  }

  private void seed() throws Exception {
    info(
        "core",
        "text",
        "// licence",
        "",
        "/// Text, with",
        "/// [cermet.io.line.Lines].",
        "///",
        "/// | take | when | not when |",
        "/// |---|---|---|",
        "/// | [cermet.core.text.A], `of` | bytes | a `String`: `B.make()` |",
        "///",
        "/// | size | cost |",
        "/// |---|---|",
        "/// | 1 | a `B` |",
        "///",
        "/// For example:",
        "///",
        "/// {@snippet class=\"cermet.core.text.ATest\" region=\"example\"}",
        "package cermet.core.text;");
    type("core/src/main/java/cermet/core/text/A.java");
    type("core/src/main/java/cermet/core/text/B.java");
    info(
        "io",
        "line",
        "/// Lines.",
        "///",
        "/// | you have | more | take | because |",
        "/// |---|---|---|---|",
        "/// | lines | | [cermet.io.line.Lines], [cermet.core.text.A] | why |",
        "package cermet.io.line;");
    type("io/src/main/java/cermet/io/line/Lines.java");
    Samples.evidence("A", Samples.row("hit", "B", 2, "win"))
        .write(temp.resolve("benchmarks/results/A.json"));
  }

  @Test
  void thePageHasTheTablesOfAllPackages() throws Exception {
    seed();
    String page = Choice.page(temp, List.of("A"));
    assertTrue(page.startsWith("# Which primitive\n"), page);
    assertEquals(
        """
        [Bytes, text, numbers and hashes](#bytes-text-numbers-and-hashes) · [Readers and writers](#readers-and-writers)

        ## Bytes, text, numbers and hashes

        [`cermet.core.text`](../core/src/main/java/cermet/core/text/package-info.java): Text, with
        [`Lines`](../io/src/main/java/cermet/io/line/Lines.java).

        | when | take | proof | not when |
        |---|---|---|---|
        | bytes | [`A`](../core/src/main/java/cermet/core/text/A.java), `of` | [proof](proofs/core.md#a) | a `String`: [`B.make()`](../core/src/main/java/cermet/core/text/B.java) |

        | size | cost |
        |---|---|
        | 1 | a [`B`](../core/src/main/java/cermet/core/text/B.java) |

        ## Readers and writers

        [`cermet.io.line`](../io/src/main/java/cermet/io/line/package-info.java): Lines.

        | you have | more | take | proof | because |
        |---|---|---|---|---|
        | lines |  | [`Lines`](../io/src/main/java/cermet/io/line/Lines.java), [`A`](../core/src/main/java/cermet/core/text/A.java) | [proof](proofs/core.md#a) | why |
        """,
        page.substring(page.indexOf("\n[") + 1));
  }

  @Test
  void aStalePageIsADifference() throws Exception {
    seed();
    Docs.write(temp);
    assertEquals(List.of(), Docs.differences(temp));
    Path page = temp.resolve("docs/choose.md");
    Files.writeString(page, Files.readString(page).replace("| why |", "| because |"));
    assertEquals(List.of("docs/choose.md"), Docs.differences(temp));
    Docs.write(temp);
    info("io", "line", "/// Lines and more.");
    assertEquals(List.of("docs/choose.md"), Docs.differences(temp));
    Docs.write(temp);
    Files.delete(page);
    assertTrue(Docs.differences(temp).contains("docs/choose.md"));
  }

  @Test
  void aPackageOfNoGroupStandsLast() throws Exception {
    seed();
    info("io", "http", "/// Heads.");
    String page = Choice.page(temp, List.of());
    assertTrue(page.contains(" · [Others](#others)\n"), page);
    String section = page.substring(page.indexOf("## " + Choice.OTHERS));
    assertTrue(section.endsWith("/package-info.java): Heads.\n"), page);
  }

  @Test
  void everyPackageOfTheProjectHasAGroup() throws Exception {
    Path root = Path.of(Objects.requireNonNull(System.getProperty("cermet.root")));
    String page = Choice.page(root, List.of());
    assertTrue(page.contains("\n## Maps\n"), page);
    assertFalse(page.contains(Choice.OTHERS), page);
  }
}

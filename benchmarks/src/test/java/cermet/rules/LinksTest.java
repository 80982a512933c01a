// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.rules.Page.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every relative link of README and docs leads to a file of the repository, and to a heading. */
class LinksTest {
  private static final Pattern ABSOLUTE = Pattern.compile("[a-z]+:.*");

  @TempDir Path temp = Path.of("");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    assertEquals(List.of(), violations(House.ours()));
  }

  private static List<String> violations(House house) throws IOException {
    Map<Path, Page> pages = new HashMap<>();
    for (Page page : Page.all(house)) {
      pages.put(house.root().resolve(page.path()), page);
    }
    List<String> violations = new ArrayList<>();
    pages.forEach((file, page) -> {
      for (Found link : page.links()) {
        String why = why(house, pages, file, link.text());
        if (!why.isEmpty()) {
          violations.add(page.path() + ":" + link.line() + ": " + link.text() + ": " + why);
        }
      }
    });
    violations.sort(null);
    return violations;
  }

  /** Why a link leads nowhere; empty if it does not. */
  private static String why(House house, Map<Path, Page> pages, Path file, String link) {
    if (ABSOLUTE.matcher(link).matches()) {
      return "";
    }
    int sharp = link.indexOf('#');
    String path = sharp < 0 ? link : link.substring(0, sharp);
    Path target = path.isEmpty() ? file : file.resolveSibling(path).normalize();
    if (!target.startsWith(house.root()) || !Files.exists(target)) {
      return "no such file";
    }
    if (sharp < 0) {
      return "";
    }
    Page page = pages.get(target);
    return page != null && page.anchors().contains(link.substring(sharp + 1))
        ? ""
        : "no such heading";
  }

  private House good() throws IOException {
    House house = new House(temp.toAbsolutePath().normalize());
    house.with(
        "README.md",
        "# What it is",
        "[a](docs/a.md), ![b](docs/b.svg) and [`c`](docs/a.md#what-ab_c-takes-really).",
        "[top](#what-it-is) [mail](mailto:me@here) `[no](link.md)` [folder](docs)",
        "```text",
        "[no](link.md)",
        "```");
    house.with(
        "docs/a.md",
        "# What `ab_c` takes, really?",
        "[back](../README.md) [twin](#twin-1)",
        "## Twin",
        "## Twin");
    house.with("docs/b.svg", "<svg/>");
    assertEquals(List.of(), violations(house));
    return house;
  }

  @Test
  void deadLinksFail() throws IOException {
    House house = good();
    Files.delete(house.root().resolve("docs/b.svg"));
    house.with(
        "docs/c/d.md", "", "[one](../a.md) and [two](a.md \"A title\")", "[three](../../../x.md)");
    assertEquals(
        List.of(
            "README.md:2: docs/b.svg: no such file",
            "docs/c/d.md:2: a.md: no such file",
            "docs/c/d.md:3: ../../../x.md: no such file"),
        violations(house));
  }

  @Test
  void linksToHeadingsThatAreGoneFail() throws IOException {
    House house = good();
    house.with("docs/a.md", "# What `ab_c` takes", "## Twin", "[three](#twin-1) [own](b.svg#x)");
    assertEquals(
        List.of(
            "README.md:2: docs/a.md#what-ab_c-takes-really: no such heading",
            "docs/a.md:3: #twin-1: no such heading",
            "docs/a.md:3: b.svg#x: no such heading"),
        violations(house));
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.rules.Page.Fence;
import cermet.rules.Page.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What stands in backticks in README and docs and looks like a type, or a member of one, is there:
 * in our sources, in the JDK, among the peers' classes that {@code words.txt} lists, for all pages
 * or by their package for one, or that a piece of code on the same page imports. {@code
 * Primitive.method} and {@code PrimitiveProof.method} may also name a case.
 *
 * <p>{@code words.txt} also lists words that only look like types, such as designs that lost. An
 * entry that no page needs fails.
 */
class WordsTest {
  private static final String LIST = "benchmarks/src/test/resources/words.txt";
  private static final Pattern WORD =
      Pattern.compile(
          "([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:<[^()]*>)?((?:\\.[A-Za-z]\\w*)*)"
              + "(?:<[^()]*>)?(?:\\((?:[^()]|\\([^()]*\\))*\\))?");
  private static final Pattern ENDING = Pattern.compile("\\.(?:java|json|class)$");
  private static final Pattern IMPORT = Pattern.compile("\\s*import\\s+([\\w.]+)\\s*;.*");

  @TempDir Path temp = Path.of("");

  @Test
  void everyTypeInBackticksIsThere() throws IOException {
    assertEquals(List.of(), violations(House.ours()));
  }

  /**
   * A line of the list: a word, a class, or a page and the package whose classes it may name.
   *
   * @param page empty: any
   * @param classes empty: the line is a word
   */
  private record Entry(String line, String page, Optional<Vocabulary> classes) {
    static Entry of(String line) {
      int space = line.indexOf(' ');
      String name = line.substring(space + 1);
      if (!name.contains(".")) {
        return new Entry(line, "", Optional.empty());
      }
      Vocabulary classes = new Vocabulary();
      if (space < 0) {
        classes.load(name);
      } else {
        classes.addPackage(name);
      }
      return new Entry(line, line.substring(0, Math.max(space, 0)), Optional.of(classes));
    }

    boolean allows(Page on, String type, String path) {
      return classes.isEmpty()
          ? line.equals(type)
          : (page.isEmpty() || page.equals(on.path())) && classes.get().has(path);
    }
  }

  private static List<String> violations(House house) throws IOException {
    List<String> violations = new ArrayList<>();
    Vocabulary ours = Vocabulary.of(house);
    List<Entry> entries =
        Files.readAllLines(house.root().resolve(LIST)).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(Entry::of)
            .toList();
    List<Entry> unused = new ArrayList<>(entries);
    for (Page page : Page.all(house)) {
      Vocabulary imported = imported(page);
      for (Found code : page.codes()) {
        Matcher word = WORD.matcher(code.text());
        if (!word.matches()) {
          continue;
        }
        String type = word.group(1);
        String path = type + ENDING.matcher(word.group(2)).replaceFirst("");
        if (ours.has(path)
            || ours.has(path.replaceFirst("(?:Proof)?\\.", "Proof.Cermet."))
            || imported.has(path)) {
          continue;
        }
        List<Entry> allowing =
            entries.stream().filter(entry -> entry.allows(page, type, path)).toList();
        unused.removeAll(allowing);
        if (allowing.isEmpty()) {
          violations.add(page.path() + ":" + code.line() + ": " + code.text());
        }
      }
    }
    unused.forEach(entry -> violations.add(LIST + ": no page needs " + entry.line));
    return violations;
  }

  /** The classes that the pieces of code of a page import. */
  private static Vocabulary imported(Page page) {
    Vocabulary imported = new Vocabulary();
    for (Fence fence : page.fences()) {
      for (String line : fence.lines()) {
        Matcher named = IMPORT.matcher(line);
        if (fence.language().equals("java") && named.matches()) {
          imported.load(named.group(1));
        }
      }
    }
    return imported;
  }

  private House good() throws IOException {
    House house = new House(temp);
    house.with(
        "core/src/main/java/cermet/core/text/First.java",
        "package cermet.core.text;",
        "public final class First extends Second implements java.util.function.IntSupplier {",
        "  record Part(int size) {}",
        "  public int getAsInt() { return 1; }",
        "}",
        "class Second { int two; }");
    house.with(
        "benchmarks/src/main/java/cermet/core/text/FirstProof.java",
        "package cermet.core.text;",
        "class FirstProof {",
        "  static class Cermet extends Input { void hit() {} }",
        "  static class Other { void miss() {} }",
        "  static class Input { void setUp() {} }",
        "}");
    house.with(
        "README.md",
        "`First` `First.two` `First.getAsInt()` `First.Part.size` `First<V>.hashCode` `Part`",
        "`First.hit` `FirstProof.Other.miss` `FirstProof.java` `First.setUp`",
        "`Map.Entry<K, V>` `String.split(…, -1)` `Thread.State`",
        "`Lost` `Lost.cause` `AsciiString.of(list.get(1))` `UnsafeBuffer`",
        "`new Nothing` `nothing()` `TWO` `a.b.Nothing`",
        "",
        "```java",
        "import org.agrona.concurrent.UnsafeBuffer;",
        "`Nothing`",
        "```");
    house.with(LIST, "# comment", "io.netty.util.AsciiString", "Lost");
    assertEquals(List.of(), violations(house));
    return house;
  }

  @Test
  void aTypeOrMemberThatIsGoneFails() throws IOException {
    House house = good();
    house.with(
        "docs/a/b.md",
        "# `Frst`",
        "`Third.java` `First.three` `FirstProof.Cermet.miss` `Other.hit`",
        "and a `First.Part.width` of `Thread.sleeep(1)`, `First.miss` and `AsciiString.off`");
    assertEquals(
        List.of(
            "docs/a/b.md:1: Frst",
            "docs/a/b.md:2: Third.java",
            "docs/a/b.md:2: First.three",
            "docs/a/b.md:2: FirstProof.Cermet.miss",
            "docs/a/b.md:2: Other.hit",
            "docs/a/b.md:3: First.Part.width",
            "docs/a/b.md:3: Thread.sleeep(1)",
            "docs/a/b.md:3: First.miss",
            "docs/a/b.md:3: AsciiString.off"),
        violations(house));
  }

  @Test
  void anEntryThatIsNotNeededOrNoClassFails() throws IOException {
    House house = good();
    house.with(
        LIST,
        "io.netty.util.AsciiString",
        "Lost",
        "Second",
        "io.netty.util.AsciiText",
        "README.md org.agrona.collections");
    assertEquals(
        List.of(
            LIST + ": no page needs Second",
            LIST + ": no page needs io.netty.util.AsciiText",
            LIST + ": no page needs README.md org.agrona.collections"),
        violations(house));
  }

  @Test
  void aPageMayNameTheClassesOfAPackage() throws IOException {
    House house = good();
    house.with("docs/a.md", "`IntArrayList.addInt` `IntArrayList.addLong`");
    house.with("docs/b.md", "`IntArrayList`");
    house.with(LIST, "io.netty.util.AsciiString", "Lost", "docs/a.md org.agrona.collections");
    assertEquals(
        List.of("docs/a.md:1: IntArrayList.addLong", "docs/b.md:1: IntArrayList"),
        violations(house));
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.rules.House.Outcome;
import cermet.rules.House.Tool;
import cermet.rules.House.TopLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the copy tool prints compiles alone, with exactly the files that the doc names. */
class CopyTest {
  private static final String SEPARATOR = "// ---- ";

  @TempDir Path temp = Path.of("");

  @SuppressWarnings("NullAway.Init") // set before each test
  private Tool copy;

  @BeforeEach
  void load() throws Exception {
    copy = House.tool("Copy", temp.resolve("tool"));
  }

  @AfterEach
  void close() throws Exception {
    copy.close();
  }

  @Test
  void everyPublicTypeCanBeCopied() throws Exception {
    assertEquals(List.of(), violations(House.ours()));
  }

  private List<String> violations(House house) throws Exception {
    List<String> violations = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (TopLevel type : house.types()) {
      named.addAll(type.quoted("Copies with"));
    }
    for (TopLevel type : house.types()) {
      if (!type.open()) {
        continue;
      }
      if (!type.line("Copies with").isEmpty()) {
        violations.addAll(violations(house, type));
      } else if (type.primitive() || !named.contains(type.name())) {
        violations.add(type.qualified() + " can be copied with nothing");
      }
    }
    return violations;
  }

  private List<String> violations(House house, TopLevel type) throws Exception {
    Outcome printed = copy.run(house.root(), type.name(), "--package", "com.acme.fast");
    if (printed.code() != 0) {
      return List.of(type.qualified() + ": " + printed.err().strip());
    }
    Path folder = Files.createTempDirectory(temp, type.name());
    Path sources = Files.createDirectories(folder.resolve("src/com/acme/fast"));
    List<Path> files = split(type.name(), printed.out(), sources);
    Path none = Files.createDirectory(folder.resolve("none"));
    List<String> alone =
        List.of("-proc:none", "-Xlint:all", "-Werror", "-cp", "" + none, "-sourcepath", "" + none);
    List<String> violations = new ArrayList<>();
    Outcome compiled = House.compile(files, and(alone, "-d", folder.resolve("new").toString()));
    if (compiled.code() != 0) {
      violations.add(type.qualified() + " does not compile alone:\n" + compiled.err());
    } else if (!printed.out().contains("java.lang.foreign")) {
      List<String> old = and(alone, "--release", "21", "-d", folder.resolve("old").toString());
      Outcome older = House.compile(files, old);
      if (older.code() != 0) {
        violations.add(type.qualified() + " does not compile on 21:\n" + older.err());
      }
    }
    if (violations.isEmpty()) {
      violations.addAll(superfluous(type, files, folder));
    }
    return violations;
  }

  /** A file that javac does not look for when it compiles the primitive is not of the closure. */
  private static List<String> superfluous(TopLevel type, List<Path> files, Path folder)
      throws Exception {
    Path needed = folder.resolve("needed");
    List<String> options =
        List.of(
            "-proc:none",
            "-implicit:class",
            "-cp",
            folder.resolve("none").toString(),
            "-sourcepath",
            folder.resolve("src").toString(),
            "-d",
            needed.toString());
    Outcome compiled = House.compile(files.subList(0, 1), options);
    assertEquals(0, compiled.code(), compiled.err());
    List<String> violations = new ArrayList<>();
    for (Path file : files) {
      String name = file.getFileName().toString().replace(".java", "");
      if (!Files.exists(needed.resolve("com/acme/fast").resolve(name + ".class"))) {
        violations.add(type.qualified() + " is copied with " + name + " and does not need it");
      }
    }
    return violations;
  }

  private static List<String> and(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return all;
  }

  private static List<Path> split(String name, String printed, Path folder) throws Exception {
    List<Path> files = new ArrayList<>();
    String file = name + ".java";
    for (String part : printed.split("(?m)^" + SEPARATOR, -1)) {
      String text = part;
      if (!files.isEmpty()) {
        int end = part.indexOf('\n');
        file = part.substring(0, end);
        text = part.substring(end + 1);
      }
      files.add(Files.writeString(folder.resolve(file), text));
    }
    return files;
  }

  private House good() throws Exception {
    House house = new House(temp.resolve("tree"));
    house.with("pom.xml", "<project><version>7.8</version></project>");
    house.with(
        "core/src/main/java/cermet/core/text/Second.java",
        "package cermet.core.text;",
        "final class Second { static int two() { return 2; } }");
    house.withPrimitive(
        "core",
        "cermet.core.text.First",
        " public static int one(@org.jspecify.annotations.Nullable String s)"
            + " { return s == null ? 0 : Second.two(); } ",
        "Copies with",
        "`Second`.");
    Path file = house.root().resolve("core/src/main/java/cermet/core/text/First.java");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("@org.jspecify.annotations.Nullable", "@Nullable")
            .replace("text;\n", "text;\n\nimport org.jspecify.annotations.Nullable;\n"));
    assertEquals(List.of(), violations(house));
    return house;
  }

  @Test
  void closureFailsOnSeededViolation() throws Exception {
    House house = good();
    house.withPrimitive("core", "cermet.core.text.Third", " int two() { return Second.two(); } ");
    List<String> violations = violations(house);
    assertEquals(1, violations.size());
    assertTrue(
        violations.getFirst().startsWith("cermet.core.text.Third does not compile alone"),
        violations.getFirst());
  }

  @Test
  void superfluousFileFailsOnSeededViolation() throws Exception {
    House house = good();
    house.withPrimitive("io", "cermet.io.line.Third", "", "Copies with", "`First`, `Second`.");
    assertEquals(
        List.of(
            "cermet.io.line.Third is copied with First and does not need it",
            "cermet.io.line.Third is copied with Second and does not need it"),
        violations(house));
  }

  @Test
  void newerLanguageFailsOnSeededViolation() throws Exception {
    House house = good();
    house.withPrimitive(
        "core",
        "cermet.core.text.Third",
        " int two() { java.util.function.IntUnaryOperator o = _ -> 2; return o.applyAsInt(1); } ");
    List<String> violations = violations(house);
    assertEquals(1, violations.size());
    assertTrue(
        violations.getFirst().startsWith("cermet.core.text.Third does not compile on 21"),
        violations.getFirst());
  }

  @Test
  void warningFailsOnSeededViolation() throws Exception {
    House house = good();
    house.withPrimitive(
        "core",
        "cermet.core.text.Third",
        " java.util.List<String> two(Object o) { return (java.util.List<String>) o; } ");
    assertTrue(violations(house).getFirst().contains("unchecked"));
  }

  @Test
  void missingNameFailsOnSeededViolation() throws Exception {
    House house = good();
    house.withPrimitive("core", "cermet.core.text.Third", "", "Copies with", "`Secnd`.");
    house.with(
        "core/src/main/java/cermet/core/text/Face.java",
        "package cermet.core.text;",
        "public interface Face {}");
    assertEquals(
        Set.of(
            "cermet.core.text.Face can be copied with nothing",
            "cermet.core.text.Third: no primitive is called Secnd; did you mean Second?"),
        new TreeSet<>(violations(house)));
  }

  @Test
  void fourthLineNamesTheOrigin() throws Exception {
    House house = good();
    Outcome printed = copy.run(house.root(), "First", "--package", "com.acme.fast");
    List<String> lines = printed.out().lines().toList();
    assertEquals("// From Cermet 7.8, cermet.core.text.First", lines.get(3));
    assertEquals("package com.acme.fast;", lines.get(5));
    int second = lines.indexOf("// ---- Second.java");
    assertEquals("// From Cermet 7.8, cermet.core.text.Second", lines.get(second + 4));
  }

  @Test
  void writesFilesIntoAFolder() throws Exception {
    House house = good();
    Path folder = temp.resolve("a/b");
    Outcome done =
        copy.run(house.root(), "First", "--package", "com.acme", "--into", folder.toString());
    assertEquals(0, done.code());
    assertEquals(2, House.files(folder, ".java").size());
    assertEquals(
        0, House.compile(House.files(folder, ".java"), List.of("-d", folder.toString())).code());
  }

  @Test
  void dropsImportsBetweenCopiedFiles() throws Exception {
    House house = good();
    house.withPrimitive("core", "cermet.core.text.Word", " public static final int SIZE = 4; ");
    house.with(
        "io/src/main/java/cermet/io/line/Reader.java",
        "package cermet.io.line;",
        "",
        "import static cermet.core.text.Word.SIZE;",
        "",
        "import cermet.core.text.Word;",
        "",
        "/// A thing.",
        "///",
        "/// - **Copies with** `Word`.",
        "public final class Reader {",
        "  Word word = null;",
        "  int size = SIZE + cermet.core.text.Word.SIZE;",
        "}");
    assertEquals(List.of(), violations(house));
  }

  @Test
  void refusesUnknownNamesAndOptions() throws Exception {
    House house = good();
    Outcome unknown = copy.run(house.root(), "Frst", "--package", "com.acme");
    assertEquals(2, unknown.code());
    assertEquals("no primitive is called Frst; did you mean First?", unknown.err().strip());
    assertEquals("", unknown.out());
    assertEquals(2, copy.run(house.root(), "First").code());
    assertEquals(2, copy.run(house.root()).code());
    assertEquals(2, copy.run(house.root(), "First", "--package", "com..acme").code());
    assertEquals(2, copy.run(house.root(), "First", "--package").code());
    assertEquals(2, copy.run(house.root(), "First", "Second", "--package", "a").code());
    assertEquals(2, copy.run(house.root(), "First", "--package", "a", "--what").code());
  }
}

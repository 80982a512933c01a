// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.rules.House.TopLevel;
import cermet.rules.Page.Fence;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every piece of Java in README and docs compiles, with the peers on the class path.
 *
 * <p>A fence that begins with a package is a file as it stands. Of any other the leading imports
 * are hoisted; a rest that begins with a class, record, interface or enum is the members of a
 * class, any other the body of a method that {@code throws Exception} and whose parameters stand in
 * a comment above the fence, {@code <!-- given: Path path -->}. Our public types need no import,
 * nor do those of {@link #PACKAGES}.
 */
class SnippetsTest {
  private static final List<String> PACKAGES =
      List.of(
          "java.io",
          "java.lang.foreign",
          "java.nio.charset",
          "java.nio.file",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.function");

  private static final Pattern LEADING = Pattern.compile("\\s*(?:import\\s.*|//.*)?");
  private static final Pattern IMPORT = Pattern.compile("\\s*import\\s+[\\w.]+\\.(\\w+)\\s*;.*");
  private static final Pattern DECLARES =
      Pattern.compile(
          "\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*|(?:public|protected|private|static|final|abstract"
              + "|sealed|non-sealed)\\s+)*(?:class|record|interface|enum)\\s+\\w.*",
          Pattern.DOTALL);

  /** The public types of the four libraries. */
  private static final List<TopLevel> OURS = new ArrayList<>();

  @TempDir Path temp = Path.of("");

  /** A piece as a source file whose lines have the numbers that they have in their page. */
  private static final class Source extends SimpleJavaFileObject {
    final String page;
    private final String text;

    Source(String page, int number, String text) {
      super(URI.create("string:///Piece" + number + ".java"), Kind.SOURCE);
      this.page = page;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return true; // a public class in a piece that is a file
    }
  }

  @BeforeAll
  static void findOurs() throws IOException {
    House.ours().types().stream().filter(TopLevel::open).forEach(OURS::add);
  }

  @Test
  void everyPieceCompiles() throws IOException {
    assertEquals(List.of(), violations(House.ours()));
  }

  private static List<String> violations(House house) throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Page page : Page.all(house)) {
      for (Fence fence : page.fences()) {
        if (fence.language().equals("java")) {
          sources.add(new Source(page.path(), sources.size(), text(fence, sources.size())));
        }
      }
    }
    if (sources.isEmpty()) {
      return List.of();
    }
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    String path = Objects.requireNonNull(System.getProperty("java.class.path"));
    List<String> options = List.of("-proc:none", "-Xmaxerrs", "1000", "-cp", path);
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(Writer.nullWriter(), null, found, options, null, sources);
    task.analyze();
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(SnippetsTest::message)
        .toList();
  }

  private static String message(Diagnostic<? extends JavaFileObject> error) {
    String place =
        error.getSource() instanceof Source source
            ? source.page + ":" + error.getLineNumber()
            : "no page";
    return place + ": " + error.getMessage(Locale.ENGLISH);
  }

  /** The imports stand on the first line, above every fence; no line is added before the last. */
  private static String text(Fence fence, int number) {
    List<String> lines = fence.lines();
    String above = "\n".repeat(fence.line() - 1);
    if (!lines.isEmpty() && lines.getFirst().startsWith("package ")) {
      return above + String.join("\n", lines);
    }
    int start = 0;
    while (start < lines.size() && LEADING.matcher(lines.get(start)).matches()) {
      start++;
    }
    List<String> leading = lines.subList(0, start);
    String rest = String.join("\n", lines.subList(start, lines.size()));
    String open = "class Piece" + number + " { ";
    String close = "\n}";
    if (!DECLARES.matcher(rest).matches()) {
      open += "void piece(" + fence.given() + ") throws Exception { ";
      close += "}";
    }
    StringBuilder text = new StringBuilder(imports(leading)).append(above);
    leading.forEach(line -> text.append(line).append('\n'));
    return text.append(open).append(rest).append(close).toString();
  }

  /** Imports of everything that a piece may name, but for what it imports under the same name. */
  private static String imports(List<String> leading) {
    Set<String> own = new HashSet<>();
    for (String line : leading) {
      Matcher named = IMPORT.matcher(line);
      if (named.matches()) {
        own.add(named.group(1));
      }
    }
    StringBuilder imports = new StringBuilder();
    PACKAGES.forEach(name -> imports.append("import ").append(name).append(".*; "));
    OURS.stream()
        .filter(type -> !own.contains(type.name()))
        .forEach(type -> imports.append("import ").append(type.qualified()).append("; "));
    return imports.toString();
  }

  private House house() {
    return new House(temp);
  }

  @Test
  void everyFormOfPieceCompiles() throws IOException {
    House house = house();
    house.with(
        "README.md",
        "<!-- given: Path path, long[] keys -->",
        "```java",
        "import org.agrona.collections.Long2LongHashMap;",
        "",
        "// ours, the JDK's and a peer's",
        "LongLongMap map = new LongLongMap();",
        "var peer = new Long2LongHashMap(-1);",
        "for (long key : keys) {",
        "  map.addTo(key, Files.size(path));",
        "}",
        "```");
    house.with(
        "docs/b/a.md",
        "- in a list:",
        "",
        "  ```java",
        "  // no more than this",
        "  ```",
        "",
        "```java",
        "import it.unimi.dsi.fastutil.longs.LongList;",
        "",
        "record Pair(LongList peers, LongSet ours) {}",
        "",
        "final class Two {",
        "  Pair pair;",
        "}",
        "```",
        "",
        "```java",
        "package com.acme;",
        "",
        "import cermet.collections.list.LongList;",
        "",
        "public class File extends Object {",
        "  LongList list;",
        "}",
        "```",
        "",
        "```text",
        "never;",
        "```");
    assertEquals(List.of(), violations(house));
  }

  @Test
  void aPieceThatDoesNotCompileFailsWithItsLine() throws IOException {
    House house = house();
    house.with(
        "docs/a.md",
        "# A",
        "```java",
        "LongLongMap map = new LongLongMap();",
        "map.putt(1, 2);",
        "```",
        "<!-- given: Path path -->",
        "```java",
        "import java.nio.ByteBuffer;",
        "var bytes = new LongLongMop(path);",
        "```");
    List<String> violations =
        violations(house).stream().map(each -> each.lines().findFirst().orElse("")).toList();
    assertEquals(
        List.of("docs/a.md:4: cannot find symbol", "docs/a.md:9: cannot find symbol"), violations);
  }

  @Test
  void aPieceThatIsNoJavaFailsWithItsLine() throws IOException {
    House house = house();
    house.with("README.md", "```java", "int a = 1;", "int b = ;", "```");
    assertEquals(List.of("README.md:3: illegal start of expression"), violations(house));
  }
}

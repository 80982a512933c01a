// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What lies in the jars and descriptors that would be published.
@EnabledIfSystemProperty(named = "cermet.maven.home", matches = ".+")
class JarsIT {
  private static final Pattern MANAGED =
      Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");
  private static final Pattern SIZE =
      Pattern.compile("(?m)^\\| `cermet-(\\w+)` \\| ([0-9,]+) \\| (\\d+) \\| (.*) \\|$");
  private static final Pattern PEER = Pattern.compile("`([a-z-]+)` ([0-9,]+)");
  private static final Pattern SECTION = Pattern.compile("(?m)^  <(\\w+)>");

  private static final Set<String> SECTIONS =
      Set.of(
          "modelVersion",
          "groupId",
          "artifactId",
          "version",
          "name",
          "description",
          "licenses",
          "dependencies");

  @Test
  void theParentGivesVersionsAndNothingElse() throws IOException {
    String parent = Files.readString(Outside.descriptor(""));
    var managed = new TreeSet<String>();
    String section =
        parent.substring(
            parent.indexOf("<dependencyManagement>"), parent.indexOf("</dependencyManagement>"));
    MANAGED
        .matcher(section)
        .results()
        .forEach(found -> managed.add(found.group(1) + " " + found.group(2)));
    var expected = new TreeSet<String>();
    for (String module : Outside.LIBRARIES) {
      expected.add("cermet-" + module + " " + Outside.version());
    }
    assertEquals(expected, managed);
    assertEquals(4, section.split("<dependency>", -1).length - 1, section);
    var sections = new TreeSet<>(SECTIONS);
    sections.addAll(Set.of("packaging", "dependencyManagement"));
    assertEquals(sections, sections(parent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "collections", "concurrent", "io"})
  void aLibraryDependsOnWhatTheHouseAllows(String module) throws IOException {
    String descriptor = Files.readString(Outside.descriptor(module));
    assertEquals(SECTIONS, sections(descriptor));
    String dependencies = descriptor.substring(descriptor.indexOf("<dependencies>"));
    var names = new TreeSet<String>();
    MANAGED.matcher(dependencies).results().forEach(found -> names.add(found.group(1)));
    assertEquals(
        module.equals("core") || module.equals("concurrent")
            ? Set.of("jspecify")
            : Set.of("cermet-core", "jspecify"),
        names);
    assertFalse(descriptor.contains("${"), descriptor);
    assertFalse(dependencies.contains("<scope>test"), descriptor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "collections", "concurrent", "io"})
  void documentationCanBeSearchedAndShowsItsSnippets(String module) throws IOException {
    Path jar = Outside.jar(module, "-javadoc");
    assumeTrue(Files.exists(jar), "built without documentation");
    try (var zip = new ZipFile(jar.toFile())) {
      assertTrue(text(zip, "search.html").contains("search"));
      assertTrue(text(zip, "member-search-index.js").contains("\"cermet." + module + "."));
      assertTrue(text(zip, "type-search-index.js").contains("\"cermet." + module + "."));
      var pages = zip.stream().map(ZipEntry::getName).filter(n -> n.endsWith(".html")).toList();
      int snippets = 0;
      for (String page : pages) {
        String text = text(zip, page);
        snippets += text.split("<pre class=\"snippet\"", -1).length - 1;
        assertFalse(text.contains("invalid-tag"), page);
      }
      assertTrue(snippets > 0, "no snippet in " + pages.size() + " pages");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "collections", "concurrent", "io"})
  void sourcesAreThoseOfTheClasses(String module) throws IOException {
    var missing = new TreeSet<String>();
    try (var classes = new ZipFile(Outside.jar(module, "").toFile());
        var sources = new ZipFile(Outside.jar(module, "-sources").toFile())) {
      var names =
          classes.stream().map(ZipEntry::getName).filter(n -> n.endsWith(".class")).toList();
      assertFalse(names.isEmpty());
      for (String name : names) {
        var parsed = ClassFile.of().parse(bytes(classes, name));
        var source = parsed.findAttribute(Attributes.sourceFile()).orElseThrow();
        String file = name.replaceFirst("[^/]*$", source.sourceFile().stringValue());
        if (sources.getEntry(file) == null) {
          missing.add(file);
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void theFrontPageTellsTheirSizes() throws IOException {
    var told = new TreeSet<String>();
    var rows = SIZE.matcher(Files.readString(Outside.ROOT.resolve("README.md"))).results().toList();
    for (var row : rows) {
      told.add(row.group(1));
      Path jar = Outside.jar(row.group(1), "");
      assertAbout(row.group(2), jar);
      try (var zip = new ZipFile(jar.toFile())) {
        assertEquals(
            row.group(3),
            "" + zip.stream().filter(entry -> entry.getName().endsWith(".class")).count(),
            row.group());
      }
      var peers = PEER.matcher(row.group(4)).results().toList();
      assertFalse(peers.isEmpty(), row.group());
      for (var peer : peers) {
        assertAbout(peer.group(2), peer(peer.group(1)));
      }
    }
    assertEquals(Set.copyOf(Outside.LIBRARIES), told);
  }

  /// To a fiftieth, so that not every change of the code is one of the page.
  private static void assertAbout(String kilobytes, Path jar) throws IOException {
    double said = 1000 * Double.parseDouble(kilobytes.replace(",", ""));
    double found = Files.size(jar);
    assertEquals(said, found, 0.02 * found + 500, jar::toString);
  }

  private static Path peer(String name) {
    var jar = Pattern.compile(Pattern.quote(name) + "-[0-9][^/]*\\.jar");
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(path -> jar.matcher(path.getFileName().toString()).matches())
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not on the class path"));
  }

  /// The elements right below `project`.
  private static Set<String> sections(String descriptor) {
    var sections = new TreeSet<String>();
    SECTION.matcher(descriptor).results().forEach(found -> sections.add(found.group(1)));
    return sections;
  }

  private static String text(ZipFile zip, String name) throws IOException {
    return new String(bytes(zip, name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new AssertionError(zip.getName() + " lacks " + name);
    }
    try (var in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }
}

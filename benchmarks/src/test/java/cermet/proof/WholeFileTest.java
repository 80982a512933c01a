// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path temp;

  private List<String> names() throws IOException {
    try (var files = Files.list(temp)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void replacesAFileAndMakesItsFolder() throws Exception {
    Path file = temp.resolve("a/b/file");
    WholeFile.write(file, "old and long");
    WholeFile.write(file, "µ");
    assertEquals("µ", Files.readString(file));
    try (var files = Files.list(file.getParent())) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aTextThatCannotBeWrittenLeavesTheOldFileAndNoLitter() throws Exception {
    Path file = temp.resolve("file");
    WholeFile.write(file, "old");
    assertThrows(CharacterCodingException.class, () -> WholeFile.write(file, "new \ud800"));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  @Test
  void aFullDiskLeavesTheOldFileAndNoLitter() throws Exception {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "no device that is always full");
    Path file = temp.resolve("file");
    WholeFile.write(file, "old");
    Files.createSymbolicLink(temp.resolve("file.new"), full);
    assertThrows(IOException.class, () -> WholeFile.write(file, "new"));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  @Test
  void oneFailureLeavesAllOfSeveralFiles() throws Exception {
    WholeFile.write(Map.of(temp.resolve("a"), "old a", temp.resolve("b"), "old b"));
    var texts = new TreeMap<>(Map.of(temp.resolve("a"), "new a", temp.resolve("b"), "new b"));
    texts.put(temp.resolve("c"), "\ud800");
    assertThrows(CharacterCodingException.class, () -> WholeFile.write(texts));
    assertEquals("old a", Files.readString(temp.resolve("a")));
    assertEquals("old b", Files.readString(temp.resolve("b")));
    assertEquals(List.of("a", "b"), names());
  }

  @Test
  void whatAKillLeftBesideIsOverwritten() throws Exception {
    Files.writeString(temp.resolve("file.new"), "half of something longer");
    WholeFile.write(temp.resolve("file"), "new");
    assertEquals("new", Files.readString(temp.resolve("file")));
    assertEquals(List.of("file"), names());
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlameTest {
  @TempDir Path folder;

  private static Catalogue.Entry entry(Predicate<Catalogue.Entry> wanted) {
    return new Catalogue().entries().stream().filter(wanted).findFirst().orElseThrow();
  }

  @Test
  void aGraphLiesWhereThePageLooksAndShowsTheMeasuredMethod() throws Exception {
    var entry = entry(Draw::isWanted);
    // A JVM of its own: this one is not allowed to load native code, which JMH does to look at it.
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Draw.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);

    Path graph = folder.resolve(Item.flame("LongMixer", entry.name()));
    String html = Files.readString(graph);
    // Names share their beginnings with those before them, which the page leaves out.
    assertTrue(html.contains("$Cermet." + entry.method() + "'"), html.substring(0, 200));
    try (var left = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("flame")), left.toList());
    }
  }

  /** Draws what one case does. */
  static final class Draw {
    static boolean isWanted(Catalogue.Entry entry) {
      return entry.primitive().equals("LongMixer");
    }

    public static void main(String[] args) throws IOException {
      new Flame(Path.of(args[0])).draw(entry(Draw::isWanted));
    }
  }

  @Test
  void aCaseThatIsNotOneLoopIsRefusedByName() {
    var entry = entry(e -> e.kind() == Kind.BURST);
    var e = assertThrows(IOException.class, () -> new Flame(folder).draw(entry));
    assertEquals("a case of kind BURST is not one loop in one JVM", e.getMessage());
  }
}

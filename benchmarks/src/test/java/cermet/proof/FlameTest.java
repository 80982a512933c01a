// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
  void aGraphLiesWhereThePageLooksAndShowsTheMeasuredMethod() throws IOException {
    var entry = entry(e -> e.primitive().equals("LongMixer"));
    new Flame(folder).draw(entry);

    Path graph = folder.resolve(Item.flame("LongMixer", entry.name()));
    String html = Files.readString(graph);
    // Names share their beginnings with those before them, which the page leaves out.
    assertTrue(html.contains("$Cermet." + entry.method() + "'"), html.substring(0, 200));
    try (var left = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("flame")), left.toList());
    }
  }

  @Test
  void aCaseThatIsNotOneLoopIsRefusedByName() {
    var entry = entry(e -> e.kind() == Kind.BURST);
    var e = assertThrows(IOException.class, () -> new Flame(folder).draw(entry));
    assertEquals("a case of kind BURST is not one loop in one JVM", e.getMessage());
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MineProofTest {
  private static final Path ROOT = Path.of(System.getProperty("cermet.root"));

  @Test
  void theDocumentShowsThisVeryProof() throws IOException {
    String source =
        Files.readString(ROOT.resolve("benchmarks/src/test/java/com/acme/MineProof.java"));
    String start = "// @start region=\"mine\"\n";
    String region =
        source.substring(source.indexOf(start) + start.length(), source.indexOf("// @end"));
    String document = Files.readString(ROOT.resolve("docs/measure.md"));
    assertTrue(document.contains("```java\n" + region + "```\n"), region);
  }

  @Test
  void theCatalogueFindsIt() {
    var found =
        new Catalogue()
            .entries().stream().filter(entry -> entry.primitive().equals("Mine")).toList();
    assertEquals(
        List.of("Mine mix against Own"), found.stream().map(Catalogue.Entry::toString).toList());
    assertTrue(found.getFirst().headline());
    assertEquals(Kind.SHORT, found.getFirst().kind());
  }
}

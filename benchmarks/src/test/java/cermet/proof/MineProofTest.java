// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class MineProofTest {
  private static final Path ROOT = Path.of(System.getProperty("cermet.root"));

  @Test
  void theDocumentShowsThisVeryProof() throws IOException {
    String source =
        Files.readString(ROOT.resolve("benchmarks/src/test/java/cermet/proof/MineProof.java"));
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

  @Test
  void aPickNamesAllItsRowsOrSome() {
    var name = new LinkedHashMap<String, String>();
    name.put("size", "10");
    name.put("keys", "few");
    var entry =
        new Catalogue.Entry(
            "Mine",
            "cermet.proof",
            "mix",
            name,
            MineProof.Cermet.class,
            MineProof.Own.class,
            Kind.SHORT,
            Kind.SHORT.pace(0),
            true);
    for (String pick :
        List.of("all", "Mine", "Mine.mix", "Mine/Own", "Mine.mix/size=10", "all/keys=few/Own")) {
      assertTrue(entry.isPickedBy(pick), pick);
    }
    for (String pick :
        List.of("", "mix", "Mine.mi", "Yours", "Mine/Other", "Mine/size=1", "Mine/Own/keys=all")) {
      assertFalse(entry.isPickedBy(pick), pick);
    }
  }
}

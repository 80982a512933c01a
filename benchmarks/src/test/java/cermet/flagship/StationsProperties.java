// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class StationsProperties {
  private static Path file = Path.of("");

  @BeforeContainer
  static void makeFile() throws IOException {
    file = Files.createTempFile("stations", ".txt");
  }

  @AfterContainer
  static void removeFile() throws IOException {
    Files.deleteIfExists(file);
  }

  @Property(tries = 300)
  void equalsThePlainSolution(
      @ForAll("rows") List<String> rows,
      @ForAll @IntRange(min = 1, max = 4) int threads,
      @ForAll @IntRange(min = 128, max = 400) int window,
      @ForAll boolean ended)
      throws IOException {
    Files.writeString(file, String.join("\n", rows) + (ended && !rows.isEmpty() ? "\n" : ""));
    var result =
        StationsTest.run(
            file.toString(), "--threads", "" + threads, "--window", Integer.toString(window));
    assertEquals(new StationsTest.Result(0, PlainStations.solve(file), ""), result);
  }

  @Provide
  static Arbitrary<List<String>> rows() {
    Arbitrary<String> few = Arbitraries.of("a", "b", "Oslo", "São Paulo", "京都", "x".repeat(100));
    Arbitrary<String> any =
        Arbitraries.strings()
            .withCharRange('!', ':')
            .withChars("é京 -.")
            .ofMinLength(1)
            .ofMaxLength(33);
    Arbitrary<String> values =
        Arbitraries.integers()
            .between(-999, 999)
            .map(tenths ->
                (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10 + "." + Math.abs(tenths) % 10);
    return Combinators.combine(Arbitraries.oneOf(few, any), values)
        .as((name, value) -> name + ";" + value)
        .list()
        .ofMaxSize(150);
  }
}

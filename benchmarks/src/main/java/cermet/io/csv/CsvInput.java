// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import cermet.proof.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// What all sides of the proof read: a file in memory, and a column of whole numbers in it.
@State(Scope.Thread)
public abstract class CsvInput {
  static final int WINDOW = 64 << 10; // each side's buffer
  private static final int CITIES = 20_000;

  /// Plays of a season: 13 columns, long texts, few quotes. Cities: made up, with names in UTF-8
  /// and coordinates. Stops of buses: 9 columns, most of them short and in quotes.
  @Param({"nfl", "cities", "gtfs"})
  public String file;

  byte[] bytes;
  int column;

  @Setup(Level.Trial)
  public void read() throws IOException {
    switch (file) {
      case "nfl" -> {
        bytes = Files.readAllBytes(data("nfl.csv"));
        column = 10; // offscore
      }
      case "gtfs" -> {
        bytes = Files.readAllBytes(data("gtfs-mbta-stop-times.csv"));
        column = 4; // stop_sequence
      }
      case "cities" -> {
        bytes = cities().getBytes(UTF_8);
        column = 2; // population
      }
      default -> throw new IllegalArgumentException("file: " + file);
    }
  }

  private static String cities() {
    String letters = "abcdefghijklmnopqrstuvwxyz\u00E9\u00E1\u00F6\u015F\u0142\u4E2D\u6587";
    var random = new SplittableRandom(Seed.fresh());
    var text = new StringBuilder("country,name,population,latitude,longitude\n");
    for (int i = 0; i < CITIES; i++) {
      text.append(letters, random.nextInt(20), 22).append(',');
      for (int left = random.nextInt(4, 16); left > 0; left--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      text.append(',').append(random.nextInt(1, 9_000_000));
      text.append(',').append(random.nextInt(-900_000_000, 900_000_000) / 1e7);
      text.append(',').append(random.nextInt(-1_800_000_000, 1_800_000_000) / 1e7).append('\n');
    }
    return text.toString();
  }

  /// A file of the real data, in a folder above or where `cermet.data` says.
  private static Path data(String name) {
    String given = System.getProperty("cermet.data", "");
    Path place = Path.of("csv", "rust-csv", name);
    if (!given.isEmpty()) {
      return Path.of(given).resolve(place);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path found = folder.resolve("shared/data").resolve(place);
      if (Files.exists(found)) {
        return found;
      }
      folder = folder.getParent();
    }
    throw new IllegalStateException("no real data: " + place);
  }
}

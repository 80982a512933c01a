// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import static java.nio.charset.StandardCharsets.UTF_8;

import cermet.core.text.Digits;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.SplittableRandom;

/// Makes inputs for [Stations]: invented names, temperatures in a bell around each name's own mean.
public final class Measurements {
  private static final String USAGE =
      "usage: Measurements ROWS FILE [--names 413|10000] [--seed N]";
  private static final int BUFFER = 256 << 10;
  private static final int MAX_ROW = 128; // a name, a value, two signs
  private static final int STEP = 1 << 16; // rows between reports

  private static final String[] SYLLABLES = {
    "ba", "bel", "ca", "cor", "da", "dun", "el", "fa", "gra", "hal", "in", "jo", "ka", "kir", "la",
    "lem", "ma", "mon", "na", "nor", "o", "pa", "por", "qui", "ra", "ros", "sa", "sten", "ta",
    "tor", "u", "va", "vel", "wa", "xi", "ya", "zan", "zu", "é", "ö", "ñu", "ção", "łó", "ış", "ья",
    "京"
  };

  private Measurements() {}

  /// Runs the program; the exit code is 0, or 2 after a message on the error stream.
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    return Arguments.run("Measurements", USAGE, args, out, err, Measurements::run);
  }

  private static void run(Arguments arguments, PrintStream out, PrintStream err)
      throws IOException {
    int count = (int) arguments.number("--names", 413, 413, 10_000);
    if (count != 413 && count != 10_000) {
      throw new IllegalArgumentException("--names " + count + " is not 413 or 10000");
    }
    long seed = arguments.number("--seed", 0, Long.MIN_VALUE, Long.MAX_VALUE);
    var words = arguments.words("ROWS", "FILE");
    long rows = Arguments.parse("ROWS", words.get(0), 0, 1_000_000_000_000L);
    Path file = Path.of(words.get(1));
    Path part = Path.of(file + ".part"); // a file that has its name is whole
    try {
      write(rows, part, names(count), seed, new Progress("Measurements", rows, err));
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void write(long rows, Path file, String[] names, long seed, Progress progress)
      throws IOException {
    byte[][] heads = new byte[names.length][];
    double[] means = new double[names.length];
    var random = new SplittableRandom(seed);
    for (int i = 0; i < names.length; i++) {
      heads[i] = (names[i] + ";").getBytes(UTF_8);
      means[i] = random.nextDouble(-150, 350); // tenths
    }
    byte[] buffer = new byte[BUFFER];
    int at = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long row = 1; row <= rows; row++) {
        if (at > BUFFER - MAX_ROW) {
          out.write(buffer, 0, at);
          at = 0;
        }
        int station = random.nextInt(names.length);
        byte[] head = heads[station];
        System.arraycopy(head, 0, buffer, at, head.length);
        long tenths = Math.round(random.nextGaussian(means[station], 100));
        at = Digits.printFixed(Math.clamp(tenths, -999L, 999L), 1, buffer, at + head.length);
        buffer[at++] = '\n';
        if (row % STEP == 0) {
          progress.add(STEP);
        }
      }
      out.write(buffer, 0, at);
    }
  }

  /// Returns the station list of this size, always the same: 3 to 26 bytes a name, and in the
  /// longer list up to 100 for every fourth.
  static String[] names(int count) {
    var random = new SplittableRandom(count);
    var names = new LinkedHashSet<String>();
    while (names.size() < count) {
      int longest = count > 413 && names.size() % 4 == 0 ? 100 : 26;
      // Of two lengths the smaller: most names are short, as those of cities are.
      int length = Math.min(random.nextInt(3, longest + 1), random.nextInt(3, longest + 1));
      names.add(name(random, length, longest));
    }
    return names.toArray(String[]::new);
  }

  private static String name(SplittableRandom random, int length, int longest) {
    String name = "";
    while (name.getBytes(UTF_8).length < length) {
      String more = SYLLABLES[random.nextInt(SYLLABLES.length)];
      if (name.isEmpty() || random.nextInt(5) == 0) {
        String initial = more.substring(0, 1).toUpperCase(Locale.ROOT);
        more = (name.isEmpty() ? "" : " ") + initial + more.substring(1);
      }
      if ((name + more).getBytes(UTF_8).length > longest) {
        break;
      }
      name += more;
    }
    return name;
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import cermet.io.source.ByteSource;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that begins with a megabyte of JSON, and programs that read no more of it, each in a JVM
/// of its own, as `scanRaw` does.
///
/// How many tokens a megabyte is, is counted beforehand and told to the programs, so that none has
/// to ask for its position. Each prints its sum, and a wrong one is refused.
final class FirstMegabyte {
  private static final int BYTES = 1_000_000;
  private static final int WINDOW = 64 << 10;

  private final Path file;
  private final long tokens;
  private final double sum;

  /// Makes the file: an array of as many copies of the text as it takes.
  FirstMegabyte(byte[] text) throws IOException {
    var array = new ByteArrayOutputStream();
    array.write('[');
    array.write(text);
    while (array.size() < BYTES) {
      array.write(',');
      array.write(text);
    }
    array.write(']');
    Path folder =
        Path.of(System.getProperty("cermet.proof.dir", System.getProperty("java.io.tmpdir")));
    file = Files.createTempFile(folder, "megabyte", ".json");
    Files.write(file, array.toByteArray());
    long tokens = 0;
    double sum = 0;
    try (JsonParser json = jackson(file)) {
      for (; json.currentLocation().getByteOffset() < BYTES; tokens++) {
        sum += json.nextToken().isNumeric() ? json.getDoubleValue() : 1;
      }
    }
    this.tokens = tokens;
    this.sum = sum;
  }

  /// Starts one of the programs below, waits for its end, and returns its sum.
  double readBy(Class<?> program) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                file.toString(),
                Long.toString(tokens))
            .redirectError(Redirect.INHERIT)
            .start();
    String printed;
    try (var out = process.inputReader()) {
      printed = out.readLine();
    }
    int code = process.waitFor();
    if (code != 0 || !Double.toString(sum).equals(printed)) {
      throw new IllegalStateException(
          program.getName() + " ended with " + code + ": " + printed + " instead of " + sum);
    }
    return sum;
  }

  void delete() throws IOException {
    Files.delete(file);
  }

  private static JsonParser jackson(Path file) throws IOException {
    return JsonFactory.builder()
        .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
        .build()
        .createParser(file.toFile());
  }

  /// Ours.
  static final class ByCermet {
    private ByCermet() {}

    public static void main(String[] args) throws IOException {
      double sum = 0;
      try (var json = new JsonReader(ByteSource.file(Path.of(args[0]), WINDOW))) {
        for (long left = Long.parseLong(args[1]); left > 0; left--) {
          sum += json.next() == JsonToken.NUMBER ? json.doubleValue() : 1;
        }
      }
      System.out.println(sum);
    }
  }

  /// Jackson's streaming parser.
  static final class ByJackson {
    private ByJackson() {}

    public static void main(String[] args) throws IOException {
      double sum = 0;
      try (JsonParser json = jackson(Path.of(args[0]))) {
        for (long left = Long.parseLong(args[1]); left > 0; left--) {
          sum += json.nextToken().isNumeric() ? json.getDoubleValue() : 1;
        }
      }
      System.out.println(sum);
    }
  }
}

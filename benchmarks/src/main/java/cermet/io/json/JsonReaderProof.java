// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import cermet.io.source.ByteSource;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import com.alibaba.fastjson2.JSONReader;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// All the tokens of a text, numbers as doubles; an operation is one text.
///
/// `Raw` cases leave strings as they are, and each side takes names the cheapest way that it has:
/// Jackson makes a name a string at its first sight and looks it up from then on. `Decoded` cases
/// end in a string for each name and string on every side. The others have the whole text in one
/// array; ours copies it through its window.
///
/// Cases `ToLenient` do the same work of ours beside a reader that accepts much that is no JSON and
/// that looks for escapes in a string which it passes over, but not at its UTF-8.
///
/// `firstMegabyte` is a program that reads as much of a text, raw, from the start of its JVM to the
/// end.
public class JsonReaderProof {
  private static final int WINDOW = 64 << 10;

  /// A text of messages with much that is not ASCII, one of a catalogue with much white space, and
  /// one of numbers.
  @State(Scope.Thread)
  public abstract static class Text {
    /// The text.
    @Param({"twitter", "citm_catalog", "canada"})
    public String file;

    byte[] bytes = {};
    private @Nullable FirstMegabyte first; // made by the one case that needs it

    @Setup(Level.Trial)
    public void read() throws IOException {
      bytes = Files.readAllBytes(folder().resolve(file + ".json"));
    }

    double start(Class<?> program) throws IOException, InterruptedException {
      FirstMegabyte first = this.first;
      if (first == null) {
        first = new FirstMegabyte(bytes);
        this.first = first;
      }
      return first.readBy(program);
    }

    @TearDown(Level.Trial)
    public void delete() throws IOException {
      if (first != null) {
        first.delete();
      }
    }

    /// The folder of the real texts: where the property says, or beside the project.
    private static Path folder() {
      String below = "json/simdjson-data";
      String given = System.getProperty("cermet.data", "");
      if (!given.isEmpty()) {
        return Path.of(given).resolve(below);
      }
      for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
        Path folder = at.resolve("shared/data").resolve(below);
        if (Files.isDirectory(folder)) {
          return folder;
        }
      }
      throw new IllegalStateException("no real texts: -Dcermet.data=… says where they lie");
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Text {
    @Benchmark
    @Case(
        kind = Kind.LONG,
        headline = "Jackson",
        params = {"file=twitter"})
    public double scanRaw() throws IOException {
      double sum = 0;
      try (var json = new JsonReader(ByteSource.of(bytes, WINDOW))) {
        for (var token = json.next(); token != JsonToken.END; token = json.next()) {
          sum += token == JsonToken.NUMBER ? json.doubleValue() : 1;
        }
      }
      return sum;
    }

    @Benchmark
    @Case(kind = Kind.LONG)
    public double scanDecoded() throws IOException {
      double sum = 0;
      try (var json = new JsonReader(ByteSource.of(bytes, WINDOW))) {
        for (var token = json.next(); token != JsonToken.END; token = json.next()) {
          sum +=
              switch (token) {
                case NUMBER -> json.doubleValue();
                case NAME, STRING -> json.text().length();
                default -> 1;
              };
        }
      }
      return sum;
    }

    @Benchmark
    @Case(kind = Kind.LONG)
    public double scanRawToLenient() throws IOException {
      return scanRaw();
    }

    @Benchmark
    @Case(kind = Kind.LONG)
    public double scanDecodedToLenient() throws IOException {
      return scanDecoded();
    }

    @Benchmark
    @Case(kind = Kind.PROGRAM)
    public double firstMegabyte() throws IOException, InterruptedException {
      return start(FirstMegabyte.ByCermet.class);
    }
  }

  /// Jackson's streaming parser.
  @Peer("com.fasterxml.jackson.core:jackson-core")
  @State(Scope.Thread)
  public static class Jackson extends Text {
    private final JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build();

    @Benchmark
    public double scanRaw() throws IOException {
      double sum = 0;
      try (JsonParser json = factory.createParser(bytes)) {
        for (var token = json.nextToken(); token != null; token = json.nextToken()) {
          sum += token.isNumeric() ? json.getDoubleValue() : 1;
        }
      }
      return sum;
    }

    @Benchmark
    public double scanDecoded() throws IOException {
      double sum = 0;
      try (JsonParser json = factory.createParser(bytes)) {
        for (var token = json.nextToken(); token != null; token = json.nextToken()) {
          sum +=
              switch (token) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
                case FIELD_NAME -> json.currentName().length();
                case VALUE_STRING -> json.getText().length();
                default -> 1;
              };
        }
      }
      return sum;
    }

    @Benchmark
    public double firstMegabyte() throws IOException, InterruptedException {
      return start(FirstMegabyte.ByJackson.class);
    }
  }

  /// fastjson2's reader, which has no tokens: who reads asks for what the next byte promises, and
  /// commas and colons go with what stands before them.
  @Peer("com.alibaba.fastjson2:fastjson2")
  @State(Scope.Thread)
  public static class Fastjson2 extends Text {
    @Benchmark
    public double scanRawToLenient() {
      try (var json = JSONReader.of(bytes)) {
        return raw(json, 0);
      }
    }

    @Benchmark
    public double scanDecodedToLenient() {
      try (var json = JSONReader.of(bytes)) {
        return decoded(json, 0);
      }
    }

    /// Adds a value to a sum: names are hashed, strings passed over.
    private static double raw(JSONReader json, double before) {
      double sum = before + 1;
      switch (json.current()) {
        case '{' -> {
          json.nextIfObjectStart();
          while (!json.nextIfObjectEnd()) {
            json.readFieldNameHashCode();
            sum = raw(json, sum + 1);
          }
          return sum + 1;
        }
        case '[' -> {
          json.nextIfArrayStart();
          while (!json.nextIfArrayEnd()) {
            sum = raw(json, sum);
          }
          return sum + 1;
        }
        case '"' -> json.skipValue();
        case 't', 'f' -> json.readBoolValue();
        case 'n' -> json.readNull();
        default -> {
          return before + json.readDoubleValue();
        }
      }
      return sum;
    }

    /// Adds a value to a sum: names and strings become strings.
    private static double decoded(JSONReader json, double before) {
      double sum = before + 1;
      switch (json.current()) {
        case '{' -> {
          json.nextIfObjectStart();
          while (!json.nextIfObjectEnd()) {
            sum = decoded(json, sum + json.readFieldName().length());
          }
          return sum + 1;
        }
        case '[' -> {
          json.nextIfArrayStart();
          while (!json.nextIfArrayEnd()) {
            sum = decoded(json, sum);
          }
          return sum + 1;
        }
        case '"' -> {
          return before + json.readString().length();
        }
        case 't', 'f' -> json.readBoolValue();
        case 'n' -> json.readNull();
        default -> {
          return before + json.readDoubleValue();
        }
      }
      return sum;
    }
  }
}

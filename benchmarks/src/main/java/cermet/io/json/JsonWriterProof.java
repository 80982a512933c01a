// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import cermet.io.source.ByteSink;
import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Records written to a stream that only counts, by one writer for each array of them; an operation
/// is one record. `lines` are values of their own, one a line, by a writer that stays open.
public class JsonWriterProof {
  private static final int RECORDS = 1 << 10;
  private static final int WINDOW = 64 << 10;

  /// A name, a text in which one character in 32 needs an escape, whole numbers and fractions.
  @State(Scope.Thread)
  public abstract static class Records {
    final String[] names = new String[RECORDS];
    final String[] texts = new String[RECORDS];
    final long[] counts = new long[RECORDS];
    final double[] prices = new double[RECORDS];

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      for (int i = 0; i < RECORDS; i++) {
        names[i] = text(random, random.nextInt(4, 20), false);
        texts[i] = text(random, random.nextInt(10, 120), true);
        counts[i] = random.nextLong() >>> random.nextInt(1, 64);
        prices[i] = random.nextInt(1_000_000) / 100.0;
      }
    }

    private static String text(SplittableRandom random, int length, boolean escapes) {
      var text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        boolean escape = escapes && random.nextInt(32) == 0;
        text.append(escape ? '"' : (char) random.nextInt('a', 'z' + 1));
      }
      return text.toString();
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Records {
    private final Counting out = new Counting();
    private final JsonWriter lines =
        new JsonWriter(ByteSink.of(out, WINDOW), JsonWriter.Form.LINES);

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    @Case(kind = Kind.ALLOCATING, headline = "Jackson")
    public long records() throws IOException {
      var sink = ByteSink.of(OutputStream.nullOutputStream(), WINDOW);
      try (var json = new JsonWriter(sink)) {
        json.beginArray();
        for (int i = 0; i < RECORDS; i++) {
          json.beginObject();
          json.name("name").value(names[i]);
          json.name("text").value(texts[i]);
          json.name("count").value(counts[i]);
          json.name("price").value(prices[i]);
          json.name("sold").value((i & 3) == 0);
          json.endObject();
        }
        json.endArray();
      }
      return sink.position();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    @Case(kind = Kind.ALLOCATING)
    public long numbers() throws IOException {
      var sink = ByteSink.of(OutputStream.nullOutputStream(), WINDOW);
      try (var json = new JsonWriter(sink)) {
        json.beginArray();
        for (int i = 0; i < RECORDS; i++) {
          json.value(counts[i]).value(prices[i]);
        }
        json.endArray();
      }
      return sink.position();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    @Case(kind = Kind.ALLOCATING)
    public long lines() throws IOException {
      for (int i = 0; i < RECORDS; i++) {
        lines.beginObject();
        lines.name("name").value(names[i]);
        lines.name("text").value(texts[i]);
        lines.name("count").value(counts[i]);
        lines.name("price").value(prices[i]);
        lines.name("sold").value((i & 3) == 0);
        lines.endObject();
      }
      lines.flush();
      return out.count;
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      lines.close();
    }
  }

  /// Jackson's streaming generator.
  @Peer("com.fasterxml.jackson.core:jackson-core")
  @State(Scope.Thread)
  public static class Jackson extends Records {
    private final JsonFactory factory =
        JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();
    private final Counting out = new Counting();
    private JsonGenerator lines;

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long records() throws IOException {
      var out = new Counting();
      try (var json = factory.createGenerator(out)) {
        json.writeStartArray();
        for (int i = 0; i < RECORDS; i++) {
          json.writeStartObject();
          json.writeStringField("name", names[i]);
          json.writeStringField("text", texts[i]);
          json.writeNumberField("count", counts[i]);
          json.writeNumberField("price", prices[i]);
          json.writeBooleanField("sold", (i & 3) == 0);
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      return out.count;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long numbers() throws IOException {
      var out = new Counting();
      try (var json = factory.createGenerator(out)) {
        json.writeStartArray();
        for (int i = 0; i < RECORDS; i++) {
          json.writeNumber(counts[i]);
          json.writeNumber(prices[i]);
        }
        json.writeEndArray();
      }
      return out.count;
    }

    @Setup(Level.Trial)
    public void open() throws IOException {
      lines = factory.createGenerator(out).setRootValueSeparator(new SerializedString("\n"));
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long lines() throws IOException {
      for (int i = 0; i < RECORDS; i++) {
        lines.writeStartObject();
        lines.writeStringField("name", names[i]);
        lines.writeStringField("text", texts[i]);
        lines.writeNumberField("count", counts[i]);
        lines.writeNumberField("price", prices[i]);
        lines.writeBooleanField("sold", (i & 3) == 0);
        lines.writeEndObject();
      }
      lines.flush();
      return out.count;
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
      lines.close();
    }
  }

  private static final class Counting extends OutputStream {
    private long count;

    @Override
    public void write(int value) {
      count++;
    }

    @Override
    public void write(byte[] from, int at, int length) {
      count += length;
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import cermet.core.text.Slice;
import cermet.io.source.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class JsonWriterAllocation {
  private static final Slice NAME = Slice.of("né\n");

  @Test
  void writingAllocatesNothingWhateverTheForm() throws IOException {
    for (JsonWriter.Form form : JsonWriter.Form.values()) {
      try (var json = new JsonWriter(ByteSink.of(OutputStream.nullOutputStream(), 200), form)) {
        json.beginArray();
        long bytes =
            AllocationMeter.bytes(() -> {
              for (int i = 0; i < 200; i++) { // many writes
                json.beginObject();
                json.name("id").value(17 + i).name(NAME).value("a text: \u00e9 \"quoted\"");
                json.name("x").value(2.5).name("y").fixed(1234, 2).name("z").value(NAME);
                json.name("a").beginArray().value(true).nullValue().value(1.5f).endArray();
                json.endObject();
              }
            });
        assertEquals(0, bytes, form.toString());
        json.endArray();
      }
    }
  }

  @Test
  void anotherTextAllocatesNothing() throws IOException {
    byte[] into = new byte[100];
    var sink = ByteSink.of(into, 0, into.length, 64);
    try (var json = new JsonWriter(sink)) {
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 200; i++) {
              sink.reset(into, 0, into.length);
              json.reset();
              json.beginObject().name("id").value(17 + i).name("x").value(2.5).endObject();
              json.flush();
            }
          });
      assertEquals(0, bytes);
    }
  }
}

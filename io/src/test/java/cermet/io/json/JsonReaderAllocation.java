// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.measure.AllocationMeter;
import cermet.core.text.Slice;
import cermet.io.source.ByteSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Under `-Xint`, where nothing is optimised away.
class JsonReaderAllocation {
  private static final byte[] TEXT =
      ("["
              + "{\"id\": 17, \"né\": -2.5e1, \"a\": [true, null, \"x\\ny\"], \"b\": {}},\n"
                  .repeat(2000))
          .getBytes(StandardCharsets.UTF_8);

  private static final JsonNames NAMES = JsonNames.of("id", "né", "a", "b");
  private static final Slice ID = Slice.of("id");

  @TempDir Path directory;

  @Test
  void readingInPlaceAllocatesNothingWhateverTheSource() throws IOException {
    Path file = Files.write(directory.resolve("json"), TEXT);
    allocatesNothing(ByteSource.of(TEXT, 200));
    allocatesNothing(ByteSource.file(file, 200));
    allocatesNothing(ByteSource.of(new ByteArrayInputStream(TEXT), 200));
  }

  @Test
  void anotherTextAllocatesNothing() throws IOException {
    byte[] text = "{\"id\": 17, \"a\": [1, 2.5, true]}".getBytes(StandardCharsets.UTF_8);
    try (var json = new JsonReader(ByteSource.of(text, 256))) {
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 200; i++) {
              json.reset(text, 0, text.length);
              json.expect(JsonToken.BEGIN_OBJECT);
              assertTrue(json.nextName());
              json.next();
              assertEquals(17, json.longValue());
            }
          });
      assertEquals(0, bytes);
    }
  }

  @Test
  void aSliceIsAllThatIsAllocatedForAString() throws IOException {
    try (var json = new JsonReader(ByteSource.of(TEXT, 200))) {
      while (json.next() != JsonToken.STRING) {
        assertTrue(json.depth() > 0);
      }
      json.slice(); // grows what escapes are removed in
      long bytes = AllocationMeter.bytes(() -> assertEquals(3, json.slice().length()));
      assertTrue(bytes <= 24, () -> "bytes: " + bytes);
    }
  }

  private static void allocatesNothing(ByteSource source) throws IOException {
    try (var json = new JsonReader(source)) {
      json.next();
      long bytes =
          AllocationMeter.bytes(() -> {
            for (int i = 0; i < 200; i++) { // many refills
              json.next();
              while (json.nextName()) {
                int name = json.nameIndex(NAMES);
                assertEquals(name == 0, json.nameEquals(ID));
                json.next();
                switch (name) {
                  case 0 -> assertEquals(17, json.longValue());
                  case 1 -> assertEquals(-25.0, json.doubleValue());
                  default -> json.skipChildren();
                }
              }
            }
          });
      assertEquals(0, bytes, source.name());
    }
  }
}

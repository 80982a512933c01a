// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.io.source.ByteSource;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;

/// Any bytes, against the model, in one window and in small ones; `JAZZER_FUZZ=1` looks for new
/// ones.
class JsonReaderFuzz {
  @FuzzTest(maxDuration = "10m")
  void readsAsTheModelDoes(byte[] input) throws IOException {
    int options = input.length == 0 ? 0 : input[0];
    boolean several = (options & 1) != 0;
    boolean unique = (options & 2) != 0;
    JsonReaderProperties.same(input, several, unique, 1 + ((options >> 2) & 7), options);
  }

  @FuzzTest(maxDuration = "10m")
  void whatIsReadIsWrittenAndReadAgain(byte[] input) throws IOException {
    List<String> events = JsonModel.events(input);
    if (events.getLast().equals("end")) {
      for (JsonWriter.Form form : JsonWriter.Form.values()) {
        byte[] again = JsonWriterProperties.rewritten(input, form);
        assertEquals(
            events,
            JsonReaderProperties.events(
                ByteSource.of(again, again.length + 1), JsonRules.STRICT.withNumber(1 << 20)));
      }
    }
  }
}

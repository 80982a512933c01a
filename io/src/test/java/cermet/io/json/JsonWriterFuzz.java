// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.io.source.ByteSink;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Any calls: those in place are written and read by the model, all others refused without harm;
/// `JAZZER_FUZZ=1` looks for new ones.
class JsonWriterFuzz {
  private static final int DEEPEST = 1000; // levels that the model takes

  private static final JsonWriter.Form[] FORMS = {
    JsonWriter.Form.COMPACT, JsonWriter.Form.PRETTY, JsonWriter.Form.LINES,
  };

  /// The first byte chooses the form and the window, each further one a call.
  @FuzzTest(maxDuration = "10m")
  void callsInPlaceAreWrittenAndOthersRefused(byte[] input) throws IOException {
    if (input.length != 0) {
      new Calls(input).make();
    }
  }

  private interface Call {
    JsonWriter run() throws IOException;
  }

  private static final class Calls {
    private final ByteBuffer input;
    private final boolean lines;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final JsonWriter json;
    private final Deque<Character> open = new ArrayDeque<>();
    private final List<String> expected = new ArrayList<>();
    private boolean named;

    Calls(byte[] input) {
      this.input = ByteBuffer.wrap(input);
      int choice = this.input.get() & 0xFF;
      JsonWriter.Form form = FORMS[choice % FORMS.length];
      this.lines = form == JsonWriter.Form.LINES;
      this.json = new JsonWriter(ByteSink.of(out, 64 + choice), form);
    }

    void make() throws IOException {
      while (input.hasRemaining()) {
        call(input.get() & 0xFF);
        assertEquals(open.size(), json.depth());
      }
      if (open.isEmpty() && (lines || !expected.isEmpty())) {
        json.close();
        expected.add("end");
        assertEquals(expected, JsonModel.events(out.toByteArray(), lines, false));
      } else {
        assertThrows(IllegalStateException.class, json::close);
      }
      assertThrows(IllegalStateException.class, () -> json.value(1));
    }

    private void call(int choice) throws IOException {
      char inside = open.isEmpty() ? ' ' : open.getFirst();
      boolean value = inside == '[' || named || (inside == ' ' && (lines || expected.isEmpty()));
      int more = choice >> 3;
      switch (choice & 7) {
        case 0 -> begin(value, json::beginObject, '{');
        case 1 -> begin(value, json::beginArray, '[');
        case 2 -> end(inside == '{' && !named, json::endObject, "}");
        case 3 -> end(inside == '[', json::endArray, "]");
        case 4 -> {
          String text = text(more);
          if (taken(inside == '{' && !named, paired(text), () -> json.name(text), "name " + text)) {
            named = true;
          }
        }
        case 5 -> {
          String text = text(more);
          value(value, paired(text), () -> json.value(text), "string " + text);
        }
        case 6 -> number(value, more);
        default -> {
          boolean truth = (more & 1) == 0;
          if (more < 8) {
            value(value, true, json::nullValue, "null");
          } else {
            value(value, true, () -> json.value(truth), Boolean.toString(truth));
          }
        }
      }
    }

    private void number(boolean allowed, int kind) throws IOException {
      long bits = 0;
      for (int i = 0; i < Long.BYTES && input.hasRemaining(); i++) {
        bits = (bits << 8) | (input.get() & 0xFF);
      }
      if ((kind & 1) == 0) {
        long number = bits;
        value(allowed, true, () -> json.value(number), "number " + number);
      } else {
        double number = Double.longBitsToDouble(bits);
        boolean finite = Math.abs(number) <= Double.MAX_VALUE;
        value(allowed, finite, () -> json.value(number), "number " + number);
      }
    }

    /// So many chars of two bytes each.
    private String text(int length) {
      var text = new StringBuilder();
      for (int i = 0; i < length && input.remaining() > 1; i++) {
        text.append(input.getChar());
      }
      return text.toString();
    }

    /// Whether surrogates stand in pairs.
    private static boolean paired(String text) {
      return text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF);
    }

    private void begin(boolean allowed, Call call, char mark) throws IOException {
      if (open.size() < DEEPEST && value(allowed, true, call, String.valueOf(mark))) {
        open.push(mark);
      }
    }

    private void end(boolean allowed, Call call, String event) throws IOException {
      if (taken(allowed, true, call, event)) {
        open.pop();
      }
    }

    private boolean value(boolean allowed, boolean good, Call call, String event)
        throws IOException {
      boolean taken = taken(allowed, good, call, event);
      named &= !taken;
      return taken;
    }

    /// Whether a call is taken: if it is in place and what it writes can be written.
    private boolean taken(boolean allowed, boolean good, Call call, String event)
        throws IOException {
      try {
        call.run();
      } catch (IllegalStateException e) {
        assertFalse(allowed, e.toString());
        return false;
      } catch (IllegalArgumentException e) {
        assertFalse(good, e.toString());
        return false;
      }
      assertTrue(allowed && good, event);
      expected.add(event);
      return true;
    }
  }
}

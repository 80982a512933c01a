// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// The models are `URLEncoder`, `URLDecoder` and `String.replace`.
class UnescaperProperties {
  private final Unescaper json = Unescaper.json();
  private final Unescaper csv = Unescaper.csv((byte) '"');
  private final Unescaper percent = Unescaper.percent();
  private final Unescaper form = Unescaper.form();

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("ab\"\\\n\t\u0001%+ /ü東")
        .ofMaxLength(30)
        .flatMap(text -> Arbitraries.of(text, text + "😀"));
  }

  @Property
  void readsWhatOthersEscape(@ForAll("texts") String text) {
    assertEquals(
        text, form.unescape(Slice.of(URLEncoder.encode(text, StandardCharsets.UTF_8))).toString());
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    assertEquals(text, percent.unescape(Slice.of(encoded)).toString());
    assertEquals(text, csv.unescape(Slice.of(text.replace("\"", "\"\""))).toString());
    var escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(c == 'a' || c > 127 ? String.format("\\u%04x", (int) c) : escape(c));
    }
    assertEquals(text, json.unescape(Slice.of(escaped.toString())).toString());
  }

  private static String escape(char c) {
    return switch (c) {
      case '"', '\\', '/' -> "\\" + c;
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      default -> c < ' ' ? String.format("\\u%04X", (int) c) : String.valueOf(c);
    };
  }

  @Property
  void readsWhatTheBuilderEscapes(@ForAll String text) {
    Slice slice = Slice.of(text);
    var builder = new TextBuilder();
    assertEquals(slice, json.unescape(builder.appendJson(slice).slice()));
    builder.clear();
    builder.appendQuoted(slice, (byte) '"');
    assertEquals(slice, csv.unescape(builder.bytes(), 1, builder.length() - 1).slice());
  }

  @Property
  void judgesAnyTextAsTheJdkDoes(
      @ForAll("texts") String text, @ForAll @IntRange(max = 9) int from) {
    byte[] bytes = (".".repeat(from) + text).getBytes(StandardCharsets.UTF_8);
    int index = form.tryUnescape(bytes, from, bytes.length);
    boolean good = text.matches("(?s)([^%]|%[0-9a-fA-F]{2})*");
    assertEquals(good, index < 0);
    if (good) {
      String model = URLDecoder.decode(text, StandardCharsets.UTF_8);
      assertEquals(model, form.toString());
    } else {
      String before = new String(bytes, from, index - from, StandardCharsets.UTF_8);
      assertTrue(before.matches("(?s)([^%]|%[0-9a-fA-F]{2})*"));
      assertEquals('%', bytes[index]);
    }
    assertEquals(
        text.replace("\"\"", "").contains("\""), csv.tryUnescape(bytes, from, bytes.length) >= 0);
  }
}

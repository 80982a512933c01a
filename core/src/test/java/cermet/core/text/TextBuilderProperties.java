// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// The model is a `StringBuilder`.
class TextBuilderProperties {
  record Step(int kind, long number, String text) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> numbers =
        Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.longs().map(v -> v >> (int) (v & 63)));
    Arbitrary<String> texts =
        Arbitraries.strings()
            .withChars("ab\"\\\n\u0001,ü東")
            .ofMaxLength(12)
            .flatMap(text -> Arbitraries.of(text, text + "😀"));
    return Combinators.combine(Arbitraries.integers().between(0, 10), numbers, texts)
        .as(Step::new)
        .list()
        .ofMaxSize(30);
  }

  @Property
  void writesAsAStringBuilderDoes(
      @ForAll("steps") List<Step> steps,
      @ForAll @IntRange(max = 40) int capacity,
      @ForAll @IntRange(max = 300) int more) {
    int limit = capacity + more;
    var text = new TextBuilder(capacity, limit);
    var model = new StringBuilder();
    for (Step step : steps) {
      var next = new StringBuilder(model);
      long number = step.number();
      Slice slice = Slice.of(step.text());
      Runnable action =
          switch (step.kind()) {
            case 0 -> {
              next.append(number);
              yield () -> text.append(number);
            }
            case 1 -> {
              next.append((int) number);
              yield () -> text.append((int) number);
            }
            case 2 -> {
              int scale = (int) (number & 15);
              next.append(BigDecimal.valueOf(number, scale).toPlainString());
              yield () -> text.appendFixed(number, scale);
            }
            case 3 -> {
              next.append(Long.toHexString(number));
              yield () -> text.appendHex(number);
            }
            case 4 -> {
              next.append(step.text());
              yield () -> text.append(step.text());
            }
            case 5 -> {
              next.append(step.text());
              yield () -> text.append(slice);
            }
            case 6 -> {
              next.append('"').append(step.text().replace("\"", "\"\"")).append('"');
              yield () -> text.appendQuoted(slice, (byte) '"');
            }
            case 7 -> {
              String escaped = step.text().replace("\\", "\\\\").replace("\"", "\\\"");
              next.append(escaped.replace("\n", "\\n").replace("\u0001", "\\u0001"));
              yield () -> text.appendJson(slice);
            }
            case 8 -> {
              char c = step.text().isEmpty() ? '東' : step.text().charAt(0);
              next.append(Character.isSurrogate(c) ? 'x' : c);
              yield () -> text.append(Character.isSurrogate(c) ? 'x' : c);
            }
            case 9 -> {
              String before = model.toString();
              next.append(before);
              yield () -> text.append(text.slice());
            }
            default -> {
              next.setLength(0);
              yield text::clear;
            }
          };
      if (utf8(next).length > limit) {
        assertThrows(IllegalStateException.class, action::run);
      } else {
        action.run();
        model = next;
      }
      assertEquals(utf8(model).length, text.length());
      assertArrayEquals(utf8(model), text.toByteArray());
      assertEquals(model.toString(), text.toString());
    }
  }

  private static byte[] utf8(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}

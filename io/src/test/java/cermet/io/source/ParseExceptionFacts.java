// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What a [ParseException] tells of a place in a source, for [ByteSourceTest].
interface ParseExceptionFacts {
  String TEXT = "0123456789\n\"ab\"x,12\r\n\té\u0000~0123456789";

  @Test
  default void tellsPlaceAndSurroundings() throws IOException {
    var thrown = ParseException.at(source(100), 15, 2, 5, "a comma");
    assertEquals(
        "byte[35]: line 2, column 5, byte 15: expected a comma, found"
            + " 'x,12\\r\\n\\t\\xE9\\x00~012345' after '0123456789\\n\"ab\"'",
        thrown.getMessage());
    assertEquals("byte[35]", thrown.source());
    assertEquals(15, thrown.offset());
    assertEquals(2, thrown.line());
    assertEquals(5, thrown.column());
    assertEquals("a comma", thrown.expected());
  }

  @Test
  default void tellsTheStartAndTheEnd() throws IOException {
    assertTrue(
        message(ParseException.at(source(100), 0, 1, 1, "a digit"))
            .endsWith("byte 0: expected a digit, found '0123456789\\n\"ab\"x'"));
    assertTrue(
        message(ParseException.at(source(100), 35, 3, 15, "a digit"))
            .endsWith(
                "byte 35: expected a digit, found the end after '\\r\\n\\t\\xE9\\x00~0123456789'"));
  }

  @Test
  default void tellsALimit() throws IOException {
    assertEquals(
        "byte[35]: line 2, column 1, byte 11: expected at most 4 bytes for a line, found more from"
            + " '\"ab\"x,12\\r\\n\\t\\xE9\\x00~01'",
        message(ParseException.beyond(source(100), 11, 2, 1, "at most 4 bytes for a line")));
  }

  @Test
  default void countsFromTheStartOfTheInput() throws IOException {
    var source = source(20);
    assertTrue(source.refill(10));
    assertEquals(25, ParseException.at(source, 15, 3, 5, "a digit").offset());
  }

  @Test
  default void placesOutsideTheWindowAreRefused() throws IOException {
    var source = source(20);
    assertThrows(
        IndexOutOfBoundsException.class, () -> ParseException.at(source, 21, 1, 1, "a digit"));
    assertThrows(
        IndexOutOfBoundsException.class, () -> ParseException.at(source, -1, 1, 1, "a digit"));
    assertThrows(
        IndexOutOfBoundsException.class, () -> ParseException.beyond(source, 21, 1, 1, "less"));
  }

  private static ByteSource source(int window) throws IOException {
    var source = ByteSource.of(TEXT.getBytes(ISO_8859_1), window);
    assertTrue(source.refill(0));
    return source;
  }

  private static String message(ParseException thrown) {
    return String.valueOf(thrown.getMessage());
  }
}

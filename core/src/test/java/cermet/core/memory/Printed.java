// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.function.Executable;

/** Misuses and what they are answered with, as the tables of the design pages show them. */
public final class Printed {
  private static final String HEADING = "| misuse | thrown | message |";

  private final List<String> rows = new ArrayList<>();

  /** Creates an empty table. */
  public Printed() {}

  /** Runs a misuse, which must be refused. */
  public void add(String what, Executable misuse) {
    Throwable thrown = assertThrows(Throwable.class, misuse, what);
    add(what, "`" + thrown.getClass().getSimpleName() + "`", String.valueOf(thrown.getMessage()));
  }

  /** Adds a row. */
  public void add(String what, String thrown, String message) {
    rows.add("| " + what + " | " + thrown + " | `" + message.replaceAll("#\\d+", "#n") + "` |");
  }

  /** Fails when the page has another row, or lacks one, of those that are meant. */
  public void assertOn(String page, Predicate<String> meant) throws IOException {
    List<String> lines =
        Files.readAllLines(
            Path.of(System.getProperty("cermet.root", ".."), "docs", "design", page));
    int start = lines.indexOf(HEADING) + 2; // behind the line that makes it a table
    int end = start;
    while (end < lines.size() && lines.get(end).startsWith("|")) {
      end++;
    }
    List<String> shown = lines.subList(start, end).stream().filter(meant).sorted().toList();
    assertEquals(String.join("\n", rows.stream().sorted().toList()), String.join("\n", shown));
  }
}

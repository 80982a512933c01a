// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The words and `--name NUMBER` options of a command line, and what every program does with them.
final class Arguments {
  private final List<String> words = new ArrayList<>();
  private final Map<String, String> options = new HashMap<>();

  private Arguments(String[] args) {
    for (int i = 0; i < args.length; i++) {
      if (!args[i].startsWith("--")) {
        words.add(args[i]);
      } else if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a number");
      } else if (options.put(args[i], args[++i]) != null) {
        throw new IllegalArgumentException(args[i - 1] + " stands twice");
      }
    }
  }

  /// Runs a program and returns its exit code: 0, or 2 after a message on `err`.
  static int run(
      String program, String usage, String[] args, PrintStream out, PrintStream err, Program body) {
    if (Arrays.asList(args).contains("--help")) {
      out.println(usage);
      return 0;
    }
    try {
      body.run(new Arguments(args), out, err);
      if (out.checkError()) {
        throw new IOException("cannot write the output");
      }
      return 0;
    } catch (IllegalArgumentException e) {
      tell(err, program, e.getMessage());
      err.println(usage);
    } catch (NoSuchFileException e) {
      tell(err, program, e.getFile() + ": no such file");
    } catch (AccessDeniedException e) {
      tell(err, program, e.getFile() + ": access denied");
    } catch (IOException e) {
      tell(err, program, e.getMessage() == null ? e.toString() : e.getMessage());
    }
    return 2;
  }

  /// Prints one line, whatever bytes of the input the message holds.
  private static void tell(PrintStream err, String program, String message) {
    err.println(program + ": " + message.replaceAll("\\p{Cntrl}", "?"));
  }

  /// Takes an option, or its default.
  long number(String option, long absent, long min, long max) {
    String text = options.remove(option);
    return text == null ? absent : parse(option, text, min, max);
  }

  /// Returns the words, as many as there are names for them; the last call.
  List<String> words(String... names) {
    for (String option : options.keySet()) {
      throw new IllegalArgumentException("unknown option " + option);
    }
    if (words.size() != names.length) {
      throw new IllegalArgumentException("expected " + String.join(" ", names) + ", got " + words);
    }
    return words;
  }

  static long parse(String name, String text, long min, long max) {
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(name + " " + text + " is not in " + min + " to " + max);
  }

  /// Returns the path of a file that can be read from any place, which a pipe cannot.
  static Path readable(String text) throws IOException {
    Path file = Path.of(text);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + ": not a regular file");
    }
    return file;
  }

  /// The body of a program.
  @FunctionalInterface
  interface Program {
    void run(Arguments arguments, PrintStream out, PrintStream err) throws IOException;
  }
}

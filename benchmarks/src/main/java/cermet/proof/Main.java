// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import cermet.core.measure.Amdahl;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The command line of the benchmarks: `Main COMMAND …`.
public final class Main {
  /// A command: its name and arguments as usage prints them, and what it does.
  private record Command(String name, String arguments, Body body) {}

  private static final List<Command> COMMANDS =
      List.of(
          new Command(
              "amdahl", "--part 0..1 --speedup FACTOR [--low FACTOR --high FACTOR]", Main::amdahl),
          new Command("proofs", "ROOT [proofs=PICK] [depth=DEPTH] [accept=true]", Main::proofs),
          new Command("guard", "ROOT [only=PICK] [ratio=false] [minutes=N]", Main::guard),
          new Command("calibrate", "ROOT kind=KIND [intervals=N]", Main::calibrate),
          new Command("growth", "ROOT [sizes=N,N] [minutes=N] [accept=true]", Main::growth),
          new Command("laps", "ROUNDS [JVM OPTION,]...CLASS[,ARGUMENT]... ...", Laps::run));

  private Main() {}

  /// Runs a command; the exit code is the command's, or 2 after a message on the error stream.
  public static void main(String[] args) throws Exception {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) throws Exception {
    var words = List.of(args);
    if (words.contains("--help")) {
      usage(out);
      return 0;
    }
    try {
      if (words.isEmpty()) {
        throw new IllegalArgumentException("no command");
      }
      for (Command command : COMMANDS) {
        if (command.name.equals(words.getFirst())) {
          command.body.run(words.subList(1, words.size()), out);
          return 0;
        }
      }
      throw new IllegalArgumentException("unknown command " + words.getFirst());
    } catch (IllegalArgumentException e) {
      err.println("cermet: " + e.getMessage());
      usage(err);
      return 2;
    }
  }

  private static void usage(PrintStream out) {
    String lead = "usage: ";
    for (Command command : COMMANDS) {
      out.println(lead + "Main " + command.name + " " + command.arguments);
      lead = "       ";
    }
  }

  private static void amdahl(List<String> words, PrintStream out) {
    var options = options(words, List.of("--part", "--speedup", "--low", "--high"));
    double part = share(options, "--part");
    double speedup = factor(options, "--speedup");
    var input = new StringBuilder(plain(speedup));
    var output = new StringBuilder(rounded(Amdahl.speedup(part, speedup)));
    if (options.containsKey("--low") || options.containsKey("--high")) {
      double low = factor(options, "--low");
      double high = factor(options, "--high");
      if (low > speedup || speedup > high) {
        throw new IllegalArgumentException(
            "--speedup %s is not from --low %s to --high %s"
                .formatted(plain(speedup), plain(low), plain(high)));
      }
      input.append(" (").append(plain(low)).append(" to ").append(plain(high)).append(')');
      output.append(" (").append(rounded(Amdahl.speedup(part, low)));
      output.append(" to ").append(rounded(Amdahl.speedup(part, high))).append(')');
    }
    String bound =
        part == 1
            ? "there is no limit"
            : "no speed-up of the part makes it more than " + rounded(Amdahl.limit(part));
    out.printf(
        "If a part that takes %s %% of the time becomes %s times as fast,"
            + " the whole becomes %s times as fast; %s.%n",
        percent(part), input, output, bound);
  }

  private static void proofs(List<String> words, PrintStream out) throws Exception {
    Proofs.main(checked("proofs", words)); // ends the JVM with its own exit code
  }

  private static void guard(List<String> words, PrintStream out) throws Exception {
    Guard.main(checked("guard", words)); // ends the JVM with its own exit code
  }

  private static void calibrate(List<String> words, PrintStream out) throws Exception {
    String[] args = checked("calibrate", words);
    new Calibration(Path.of(args[0]), Proofs.options(args), out).run();
  }

  private static void growth(List<String> words, PrintStream out) throws Exception {
    String[] args = checked("growth", words);
    new GrowthRun(Path.of(args[0]), Proofs.options(args), out).run();
  }

  private static String[] checked(String command, List<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(command + " needs ROOT");
    }
    for (String word : words.subList(1, words.size())) {
      if (word.indexOf('=') < 1) {
        throw new IllegalArgumentException(command + ": " + word + " is not key=value");
      }
    }
    return words.toArray(String[]::new);
  }

  private static Map<String, String> options(List<String> words, List<String> known) {
    var options = new HashMap<String, String>();
    for (int i = 0; i < words.size(); i += 2) {
      String option = words.get(i);
      if (!known.contains(option)) {
        throw new IllegalArgumentException("unknown option " + option);
      }
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      if (options.put(option, words.get(i + 1)) != null) {
        throw new IllegalArgumentException(option + " stands twice");
      }
    }
    return options;
  }

  private static double share(Map<String, String> options, String option) {
    double share = number(options, option);
    if (share >= 0 && share <= 1) {
      return share;
    }
    throw new IllegalArgumentException(option + " " + options.get(option) + " is not from 0 to 1");
  }

  private static double factor(Map<String, String> options, String option) {
    double factor = number(options, option);
    if (factor > 0 && factor <= Double.MAX_VALUE) {
      return factor;
    }
    throw new IllegalArgumentException(
        option + " " + options.get(option) + " is not positive and finite");
  }

  private static double number(Map<String, String> options, String option) {
    String text = options.get(option);
    if (text == null) {
      throw new IllegalArgumentException(option + " is missing");
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " " + text + " is not a number", e);
    }
  }

  private static String percent(double share) {
    return strip(BigDecimal.valueOf(share).movePointRight(2));
  }

  private static String plain(double value) {
    return strip(BigDecimal.valueOf(value));
  }

  /// As many decimals as show three digits of the difference from 1.
  private static String rounded(double value) {
    double difference = Math.abs(value - 1);
    int decimals =
        difference == 0 ? 0 : Math.clamp(2 - (int) Math.floor(Math.log10(difference)), 2, 18);
    return strip(BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN));
  }

  private static String strip(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }

  /// What a command does; it throws `IllegalArgumentException` if it was called wrongly.
  private interface Body {
    void run(List<String> words, PrintStream out) throws Exception;
  }
}

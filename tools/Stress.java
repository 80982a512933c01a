// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Runs jcstress with the given arguments and fails unless every planned test passed: jcstress
/// itself exits with 0 when no fork could load its test. With `--if-any` no test is no failure, for
/// a pattern that names tests of another module.
final class Stress {
  private static final Pattern SUMMARY =
      Pattern.compile("\\(Results: (\\d+) planned; (\\d+) passed,.*\\)");

  private Stress() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main"));
    command.addAll(List.of(args));
    boolean mayBeNone = command.remove("--if-any");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String planned = "0";
    String passed = "none";
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(line);
        Matcher summary = SUMMARY.matcher(line);
        if (summary.matches()) {
          planned = summary.group(1);
          passed = summary.group(2);
        }
      }
    }
    int code = process.waitFor();
    if (mayBeNone && passed.equals("none")) {
      System.out.println("jcstress: no such test here");
      return;
    }
    if (code != 0 || !planned.equals(passed)) {
      System.err.println(
          "jcstress ended with " + code + ": " + passed + " of " + planned + " passed");
      System.exit(1);
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.openjdk.jmh.profile.AsyncProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Flame graphs of our side of cases, by async-profiler in a fork of its own, after the times.
final class Flame {
  /*
   * The library lies in async-profiler's jar. ctimer needs neither the kernel's permission nor
   * performance counters, so it works in containers and virtual machines.
   */

  private static final int SECONDS = 3;
  private static final String DRAWN = "flame-ctimer-forward.html"; // JMH's name for it

  private final Path directory;
  private final Set<Path> drawn = new HashSet<>();

  /// Flame graphs below `directory`, where the page looks for them.
  Flame(Path directory) {
    this.directory = directory;
  }

  /// Draws a case once, whatever its peers.
  ///
  /// @throws IOException if the profiler does not work here, with the reason
  void draw(Catalogue.Entry entry) throws IOException {
    if (entry.kind() == Kind.BURST || entry.kind() == Kind.PROGRAM) {
      throw new IOException("a case of kind " + entry.kind() + " is not one loop in one JVM");
    }
    Path graph = directory.resolve(Item.flame(entry.primitive(), entry.name()));
    if (!drawn.add(graph)) {
      return;
    }
    Files.createDirectories(graph.getParent());
    Path temporary = Files.createTempDirectory(directory, "flame");
    Path library = library(temporary);
    var second = TimeValue.seconds(1);
    var options =
        new OptionsBuilder()
            .include(Contest.pattern(entry.ours(), entry.method()))
            .forks(1)
            .warmupIterations(SECONDS)
            .warmupTime(second)
            .measurementIterations(SECONDS)
            .measurementTime(second)
            .jvmArgs(Contest.jvmArgs(entry, directory).toArray(String[]::new))
            .addProfiler(
                AsyncProfiler.class,
                "libPath=%s;event=ctimer;output=flamegraph;direction=forward;dir=%s"
                    .formatted(library, temporary))
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    entry.params().forEach((name, value) -> options.param(name, value));
    try {
      new Runner(options.build()).run();
      try (var files = Files.walk(temporary)) {
        Path made =
            files
                .filter(file -> file.endsWith(DRAWN))
                .findFirst()
                .orElseThrow(() -> new FileNotFoundException(DRAWN));
        Files.move(made, graph, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (RunnerException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      delete(temporary);
    }
  }

  private static Path library(Path temporary) throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    String folder = system.startsWith("mac") ? "macos" : "linux-" + machine;
    String name = "/" + folder + "/libasyncProfiler.so";
    try (InputStream in = Flame.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("async-profiler's jar holds no " + name);
      }
      Path library = temporary.resolve("libasyncProfiler.so");
      Files.copy(in, library);
      return library;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A named module of a stranger's uses all four modules, and the JVM has nothing to say.
class ModulePathTest {
  private static final Path ROOT = Path.of(System.getProperty("cermet.root"));
  private static final String DESCRIPTOR =
      """
      module stranger {
        requires cermet.core;
        requires cermet.collections;
        requires cermet.concurrent;
        requires cermet.io;
      }
      """;
  private static final String MAIN =
      """
      package stranger;

      import cermet.collections.map.BytesLongMap;
      import cermet.concurrent.queue.SpscQueue;
      import cermet.core.memory.BumpArena;
      import cermet.io.line.LineReader;
      import cermet.io.source.ByteSource;

      public final class Main {
        public static void main(String[] args) throws Exception {
          var queue = new SpscQueue<BytesLongMap>(2);
          queue.offer(new BytesLongMap());
          var map = queue.poll();
          try (var lines = new LineReader(ByteSource.of("a\\nb\\na".getBytes(), 128));
              var arena = new BumpArena(4096)) {
            while (lines.next()) {
              map.addTo(lines.slice(), arena.allocate(1, 1).byteSize());
            }
          }
          System.out.println(map.size());
        }
      }
      """;

  @Test
  void aStrangersModuleRunsInSilence(@TempDir Path directory) throws Exception {
    Path sources = Files.createDirectories(directory.resolve("src"));
    Files.writeString(sources.resolve("module-info.java"), DESCRIPTOR);
    Files.writeString(sources.resolve("Main.java"), MAIN);
    String modules =
        Stream.of("core", "collections", "concurrent", "io")
            .map(module -> ROOT.resolve(module).resolve("target/classes").toString())
            .collect(Collectors.joining(File.pathSeparator));
    Path classes = directory.resolve("classes");
    compile(sources, classes, modules + File.pathSeparator + jspecify());

    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=deny",
                "--illegal-native-access=deny",
                "--module-path",
                modules + File.pathSeparator + classes,
                "--module",
                "stranger/stranger.Main"));
    Path errors = directory.resolve("errors");
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), Files.readString(errors));
    assertEquals("2", output.strip());
    assertEquals("", Files.readString(errors));
  }

  private static void compile(Path sources, Path classes, String modulePath) throws Exception {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var messages = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("--module-path", modulePath, "-d", classes.toString()),
                  null,
                  files.getJavaFileObjects(
                      sources.resolve("module-info.java"), sources.resolve("Main.java")))
              .call();
      assertEquals("", messages.toString());
      assertEquals(true, compiled);
    }
  }

  /// The one dependency, wanted by the compiler only.
  private static String jspecify() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> Path.of(path).getFileName().toString().startsWith("jspecify-"))
        .findFirst()
        .orElseThrow();
  }
}

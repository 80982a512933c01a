// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.published;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a stranger stands: a Maven of its own, and a local repository that holds the jars and
/// descriptors which this build has just made.
final class Outside {
  /*
   * The repository lies below target and is the user's in all but dev/cermet: its folders are links,
   * so that whatever Maven fetches is fetched once, and that the user's own dev/cermet is neither
   * seen nor written.
   */

  static final Path ROOT = Path.of(property("cermet.root")).toAbsolutePath().normalize();
  static final Path TARGET = ROOT.resolve("benchmarks/target");
  static final List<String> LIBRARIES = List.of("core", "collections", "concurrent", "io");

  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final int MINUTES = 20; // everything fetched for the first time, on a slow line

  /// What a run of Maven ended with.
  record Outcome(int code, String log) {
    /// Whether a line of the log is this, but for blanks around it and a `[INFO] `.
    boolean says(String line) {
      return log.lines().anyMatch(l -> l.replaceFirst("^\\[\\w+] ", "").strip().equals(line));
    }
  }

  private Outside() {}

  static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }

  static String version() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(ROOT.resolve("pom.xml")));
    assertTrue(version.find());
    return version.group(1);
  }

  /// The descriptor that is published of a module; empty: of the parent.
  static Path descriptor(String module) {
    return ROOT.resolve(module).resolve("target/.flattened-pom.xml");
  }

  /// A jar that the build has made of a module, `-sources` and the like behind its version.
  static Path jar(String module, String classifier) throws IOException {
    return ROOT.resolve(module)
        .resolve("target/cermet-" + module + "-" + version() + classifier + ".jar");
  }

  /// Makes the repository anew.
  static Path repository() throws IOException {
    Path repository = TARGET.resolve("published/repository");
    delete(repository);
    Path users = Path.of(property("cermet.maven.repository"));
    link(users, repository, "dev");
    link(users.resolve("dev"), repository.resolve("dev"), "cermet");
    install(repository, "cermet-parent", descriptor(""), null);
    for (String module : LIBRARIES) {
      install(repository, "cermet-" + module, descriptor(module), jar(module, ""));
    }
    install(repository, "cermet-benchmarks", descriptor("benchmarks"), jar("benchmarks", ""));
    return repository;
  }

  private static void link(Path from, Path to, String but) throws IOException {
    Files.createDirectories(to);
    if (!Files.isDirectory(from)) {
      return;
    }
    try (var children = Files.newDirectoryStream(from, Files::isDirectory)) {
      for (Path child : children) {
        if (!child.getFileName().toString().equals(but)) {
          Files.createSymbolicLink(to.resolve(child.getFileName()), child.toAbsolutePath());
        }
      }
    }
  }

  private static void install(Path repository, String name, Path descriptor, Path jar)
      throws IOException {
    Path folder = repository.resolve("dev/cermet").resolve(name).resolve(version());
    Files.createDirectories(folder);
    Path file = folder.resolve(name + "-" + version());
    Files.copy(descriptor, Path.of(file + ".pom"));
    if (jar != null) {
      Files.copy(jar, Path.of(file + ".jar"));
    }
  }

  /// Runs the Maven that runs this build, on a JDK, in a folder; its output is also kept beside.
  static Outcome maven(Path folder, String jdk, Path repository, String... arguments)
      throws IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    var command = new ArrayList<String>();
    command.add(
        Path.of(property("cermet.maven.home"), "bin", windows ? "mvn.cmd" : "mvn").toString());
    command.addAll(List.of("-B", "-ntp", "-Dstyle.color=never"));
    command.add("-Dmaven.repo.local=" + repository);
    Path settings = Path.of(System.getProperty("cermet.maven.settings", ""));
    if (Files.isRegularFile(settings)) {
      command.addAll(List.of("-s", settings.toString()));
    }
    if (Boolean.getBoolean("cermet.maven.offline")) {
      command.add("-o");
    }
    command.addAll(List.of(arguments));
    Path log = Path.of(folder + ".log");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", jdk);
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("Maven takes longer than " + MINUTES + " minutes: " + log);
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(log));
  }

  /// Copies a folder of sources to where nothing is yet; what was built in it stays behind.
  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            String name = folder.getFileName().toString();
            if (!folder.equals(from) && (name.equals("target") || name.startsWith("."))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Deletes a folder and what is in it; what links in it lead to stays.
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException failure)
              throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

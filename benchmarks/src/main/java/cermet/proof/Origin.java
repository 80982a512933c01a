// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a result comes from: machine, commit, sources, versions.
final class Origin {
  private static final Pattern COPIES =
      Pattern.compile("\\*\\*Copies with\\*\\*([^\\n]*(?:\\n/// {3}[^\\n]*)*)");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final int HASH_BYTES = 8; // enough to tell two states of a file apart

  // A project of one's own has one module, the root itself.
  private static final List<String> MODULES =
      List.of("core", "collections", "concurrent", "io", "benchmarks", "");

  private final Path root;

  Origin(Path root) {
    this.root = root;
  }

  static Evidence.Machine machine() {
    return machine(Kind.heaps());
  }

  /// @param heaps what the forks' heaps are, in words
  static Evidence.Machine machine(String heaps) {
    return new Evidence.Machine(
        cpu(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        "G1",
        String.join(" ", Contest.FLAGS) + ", " + heaps);
  }

  /// The processor's name; where it has family and model, with both, since a name as short as that
  /// of a cloud's machines covers several.
  private static String cpu() {
    var said = new HashMap<String, String>();
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      lines
          .map(line -> line.split("\\s*:\\s*", 2))
          .filter(parts -> parts.length == 2)
          .forEach(parts -> said.putIfAbsent(parts[0], parts[1].strip()));
    } catch (IOException e) {
      return "unknown";
    }
    String name = said.getOrDefault("model name", "unknown");
    return said.containsKey("cpu family") && said.containsKey("model")
        ? "%s (family %s, model %s)".formatted(name, said.get("cpu family"), said.get("model"))
        : name;
  }

  String version() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(root.resolve("pom.xml")));
    return version.find() ? version.group(1) : "unknown";
  }

  String commit() {
    return git("rev-parse", "HEAD").map(String::strip).orElse("unknown");
  }

  /// Whether anything but the results differs from the commit.
  boolean dirty() {
    return git("status", "--porcelain", "--", ".", ":!benchmarks/results", ":!docs/proofs")
        .map(status -> !status.isBlank())
        .orElse(true);
  }

  private Optional<String> git(String... arguments) {
    try {
      var command = new ArrayList<>(List.of("git"));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command)
              .directory(root.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// A hash of the code of the primitive's file and of those it copies with: what their comments
  /// say may change without a new proof.
  String sources(String primitive) throws IOException {
    var names = new TreeSet<String>();
    names.add(primitive);
    String doc = find(primitive).map(Origin::text).orElse("");
    Matcher copies = COPIES.matcher(doc);
    if (copies.find()) {
      Matcher name = NAME.matcher(copies.group(1));
      while (name.find()) {
        names.add(name.group(1));
      }
    }
    MessageDigest digest = sha256();
    for (String name : names) {
      var file = find(name);
      if (file.isEmpty()) {
        throw new IOException("no source of " + name + " below " + root);
      }
      digest.update(code(text(file.get())).getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
  }

  /// What javac sees of a file: comments are gone, and what stood apart is apart by one blank.
  static String code(String text) {
    var code = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int end = end(text, at);
      boolean dropped = isComment(text, at) || Character.isWhitespace(text.charAt(at));
      if (!dropped) {
        code.append(text, at, end);
      } else if (!code.isEmpty() && code.charAt(code.length() - 1) != ' ') {
        code.append(' ');
      }
      at = end;
    }
    return code.toString().strip();
  }

  private static boolean isComment(String text, int at) {
    return text.startsWith("//", at) || text.startsWith("/*", at);
  }

  /// Where the comment, the literal or the character that begins here ends.
  private static int end(String text, int at) {
    if (text.startsWith("//", at)) {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }
    if (text.startsWith("/*", at)) {
      return behind(text, "*/", at + 2);
    }
    if (text.startsWith("\"\"\"", at)) {
      return behind(text, "\"\"\"", at + 3);
    }
    char first = text.charAt(at);
    return first == '"' || first == '\'' ? behind(text, String.valueOf(first), at + 1) : at + 1;
  }

  /// The index behind the next of these that no backslash escapes.
  private static int behind(String text, String closing, int from) {
    int at = from;
    while (at < text.length() && !text.startsWith(closing, at)) {
      at += closing.length() != 2 && text.charAt(at) == '\\' ? 2 : 1; // comments have no escapes
    }
    return Math.min(at + closing.length(), text.length());
  }

  private Optional<Path> find(String name) {
    for (String module : MODULES) {
      Path folder = root.resolve(module).resolve("src/main/java");
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (var files = Files.walk(folder)) {
        var found = files.filter(f -> f.endsWith(name + ".java")).findFirst();
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Optional.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /// The version of a peer, read off its jar's name on the class path.
  static String peerVersion(Class<?> peer) {
    String coordinates = peer.getAnnotation(Peer.class).value();
    if (coordinates.equals("jdk")) {
      return Runtime.version().toString();
    }
    if (coordinates.equals("none")) {
      return "";
    }
    String artifact = coordinates.substring(coordinates.indexOf(':') + 1);
    Pattern jar = Pattern.compile(Pattern.quote(artifact) + "-(\\d.*)\\.jar");
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(path -> jar.matcher(Path.of(path).getFileName().toString()))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(peer + ": no jar of " + coordinates + " on the class path"));
  }
}

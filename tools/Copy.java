// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes one primitive away: {@code java tools/Copy.java SpscQueue --package com.acme.fast} from the
 * root of the repository prints its file, and behind it each file that its "Copies with" line
 * names, preceded by a line {@code // ---- Name.java}. With {@code --into FOLDER} the files are
 * written there instead.
 *
 * <p>All copies stand in the one package, without the nullness annotations, and say in their fourth
 * line where they come from.
 */
public final class Copy {
  private record Source(String name, String origin, String text) {}

  private static final List<String> MODULES = List.of("core", "collections", "concurrent", "io");

  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);$");
  private static final Pattern PARTNERS =
      Pattern.compile("(?m)^/// - \\*\\*Copies with\\*\\* (.*(?:\\n///   .*)*)");
  private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

  // Comments, strings and characters are kept; of the rest, annotations of nullness go.
  private static final Pattern NULLNESS =
      Pattern.compile(
          "(?<kept>//[^\\n]*|/\\*(?s:.*?)\\*/|\"\"\"(?s:.*?[^\\\\])\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\""
              + "|'(?:\\\\.|[^'\\\\\\n])+')|(?m:^import"
              + " org\\.jspecify\\.annotations\\.\\w+;\\n)|(?m:^["
              + " \\t]*@(?:Nullable|NonNull|NullMarked|NullUnmarked)\\b[ \\t]*\\n)|(?<gap>["
              + " \\t]*)@(?:Nullable|NonNull|NullMarked|NullUnmarked)\\b(?<after>[ \\t]*)");

  private Copy() {}

  public static void main(String[] args) {
    System.exit(run(Path.of(""), System.out, System.err, args));
  }

  /** Does what the command line says and returns the exit code. */
  public static int run(Path root, PrintStream out, PrintStream err, String... args) {
    try {
      String name = null;
      String target = null;
      Path into = null;
      for (int i = 0; i < args.length; i++) {
        if (args[i].equals("--package") && i + 1 < args.length) {
          target = args[++i];
        } else if (args[i].equals("--into") && i + 1 < args.length) {
          into = Path.of(args[++i]);
        } else if (!args[i].startsWith("-") && name == null) {
          name = args[i];
        } else {
          throw new IllegalArgumentException("unexpected: " + args[i] + "\n" + usage());
        }
      }
      if (name == null || target == null) {
        throw new IllegalArgumentException(usage());
      }
      for (String part : target.split("\\.", -1)) {
        if (!NAME.matcher(part).matches()) {
          throw new IllegalArgumentException("no package name: " + target);
        }
      }
      Map<String, String> copies = copies(root, name, target);
      if (into == null) {
        print(copies, out);
      } else {
        Files.createDirectories(into);
        for (Map.Entry<String, String> copy : copies.entrySet()) {
          Path file = into.resolve(copy.getKey());
          Files.writeString(file, copy.getValue());
          out.println("wrote " + file);
        }
      }
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private static String usage() {
    return "usage: java tools/Copy.java PRIMITIVE --package PACKAGE [--into FOLDER]";
  }

  private static void print(Map<String, String> copies, PrintStream out) {
    boolean first = true;
    for (Map.Entry<String, String> copy : copies.entrySet()) {
      if (!first) {
        out.print("// ---- " + copy.getKey() + "\n");
      }
      out.print(copy.getValue());
      first = false;
    }
    out.flush();
  }

  private static Map<String, String> copies(Path root, String name, String target)
      throws IOException {
    Map<String, List<Path>> files = files(root);
    List<Source> sources = new ArrayList<>();
    Source wanted = source(files, name);
    sources.add(wanted);
    Matcher partners = PARTNERS.matcher(wanted.text);
    if (!partners.find()) {
      throw new IllegalArgumentException(name + " has no line \"Copies with\"");
    }
    Matcher partner = QUOTED.matcher(partners.group(1));
    while (partner.find()) {
      sources.add(source(files, partner.group(1)));
    }
    String version = version(root);
    Map<String, String> copies = new LinkedHashMap<>();
    for (Source source : sources) {
      copies.put(source.name + ".java", copy(source, sources, target, version));
    }
    return copies;
  }

  private static Map<String, List<Path>> files(Path root) throws IOException {
    Map<String, List<Path>> files = new TreeMap<>();
    for (String module : MODULES) {
      Path folder = root.resolve(module).resolve("src/main/java");
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> found = Files.walk(folder)) {
        for (Path file : found.sorted().toList()) {
          String name = file.getFileName().toString();
          if (name.endsWith(".java") && !name.contains("-")) {
            name = name.substring(0, name.length() - ".java".length());
            files.computeIfAbsent(name, any -> new ArrayList<>()).add(file);
          }
        }
      }
    }
    return files;
  }

  private static Source source(Map<String, List<Path>> files, String name) throws IOException {
    List<Path> found = files.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no primitive is called " + name + near(files, name));
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException("more than one file is called " + name + ": " + found);
    }
    String text = Files.readString(found.get(0));
    Matcher declared = PACKAGE.matcher(text);
    if (!declared.find()) {
      throw new IllegalArgumentException(found.get(0) + " names no package");
    }
    return new Source(name, declared.group(1) + "." + name, text);
  }

  private static String near(Map<String, List<Path>> files, String name) {
    String wanted = name.toLowerCase();
    List<String> near =
        files.keySet().stream()
            .filter(other -> {
              String has = other.toLowerCase();
              return has.contains(wanted)
                  || (has.length() > 3 && wanted.contains(has))
                  || distance(has, wanted) <= Math.max(1, wanted.length() / 3);
            })
            .sorted((a, b) -> distance(a.toLowerCase(), wanted) - distance(b.toLowerCase(), wanted))
            .limit(5)
            .toList();
    return near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
  }

  /** The number of insertions, removals and replacements from one word to the other. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
      }
    }
    return row[to.length()];
  }

  /** The first version in the parent's file, which is the project's own. */
  private static String version(Path root) throws IOException {
    Matcher version = VERSION.matcher(Files.readString(root.resolve("pom.xml")));
    if (!version.find()) {
      throw new IllegalArgumentException("pom.xml names no version");
    }
    return version.group(1);
  }

  private static String copy(Source source, List<Source> sources, String target, String version) {
    String text = withoutNullness(source.text);
    for (Source each : sources) {
      String quoted = Pattern.quote(each.origin);
      text = text.replaceAll("(?m)^import " + quoted + ";\\n", "");
      text = text.replaceAll("\\b" + quoted + "\\b", target + "." + each.name);
    }
    text = PACKAGE.matcher(text).replaceFirst(Matcher.quoteReplacement("package " + target + ";"));
    // A block of imports that went leaves two empty lines.
    text = text.replaceFirst("(?m)^(package .*;\\n)\\n+", "$1\n");
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.size() < 2 || !lines.get(0).startsWith("//") || !lines.get(1).startsWith("//")) {
      throw new IllegalArgumentException(source.name + " does not begin with two lines of licence");
    }
    while (lines.size() > 2 && lines.get(2).startsWith("//")) {
      lines.remove(2);
    }
    lines.add(2, "// Copied by tools/Copy.java.");
    lines.add(3, "// From Cermet " + version + ", " + source.origin);
    return String.join("\n", lines) + "\n";
  }

  private static String withoutNullness(String text) {
    Matcher matcher = NULLNESS.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String kept = matcher.group("kept");
      if (kept == null) {
        String gap = matcher.group("gap");
        kept = gap == null ? "" : gap.isEmpty() ? "" : matcher.group("after").isEmpty() ? "" : gap;
      }
      matcher.appendReplacement(result, Matcher.quoteReplacement(kept));
    }
    return matcher.appendTail(result).toString();
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the type variants that {@code tools/variants.txt} lists: {@code java tools/Derive.java}
 * from the root of the repository, or {@code java tools/Derive.java --check} to print what differs
 * and exit with 1.
 *
 * <p>A master is ordinary Java over {@code long}. In code, {@code long} becomes the element type,
 * {@code Long} its box, {@code Long}, {@code long} and {@code LONG} inside a name the name of the
 * type, and {@code 1L} a literal of it; the token behind a {@code wide} comment stays, and one
 * behind a {@code bits} comment is compared by its bits where it is a double, so that NaN equals
 * itself and 0.0 is not -0.0. What stands between the lines {@code // No double: } and {@code // To
 * here.} is left out where the type is that. In comments and strings only names change, and {@code
 * long} and {@code Long} alone within backticks. Imports are sorted again.
 *
 * <p>Two files that differ only in where lines break are equal: the formatter has the last word on
 * that.
 */
public final class Derive {
  private record Type(String word, String box, String name) {}

  private record Variant(String target, String master, Type type) {}

  private record Token(char kind, String text, int line) {}

  private static final Map<String, Type> TYPES =
      Map.of(
          "int", new Type("int", "Integer", "Int"),
          "double", new Type("double", "Double", "Double"));

  private static final String WIDE = "/*wide*/";
  private static final String BITS = "/*bits*/";

  // Space, comment, text block, string, character, name, number, anything else.
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<s>\\s+)|(?<c>//[^\\n]*|/\\*(?s:.*?)\\*/)|(?<t>\"\"\"(?s:.*?[^\\\\])\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\")"
              + "|(?<q>'(?:\\\\.|[^'\\\\\\n])+')|(?<n>[\\p{L}_$][\\p{L}\\p{N}_$]*)"
              + "|(?<d>\\.?[0-9](?:[eEpP][+-]|[\\w.])*)|(?<x>.)");

  private static final Pattern INNER = Pattern.compile("Long(?=s?(?![a-z]))");
  private static final Pattern LEADING = Pattern.compile("^long(?=s?(?:[A-Z0-9_]|$))");
  private static final Pattern CONSTANT = Pattern.compile("(?<![A-Z0-9])LONG(?![A-Z0-9])");
  private static final Pattern WORD = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*|`");
  private static final Pattern DERIVED =
      Pattern.compile("// Derived from \\w+\\.java by tools/Derive\\.java; edit that file\\.");

  private Derive() {}

  public static void main(String[] args) {
    System.exit(run(Path.of(""), System.out, System.err, args));
  }

  /** Does what the command line says and returns the exit code. */
  public static int run(Path root, PrintStream out, PrintStream err, String... args) {
    boolean check = args.length == 1 && args[0].equals("--check");
    if (args.length > 0 && !check) {
      err.println("usage: java tools/Derive.java [--check]");
      return 2;
    }
    try {
      List<String> differences = new ArrayList<>();
      TreeSet<String> targets = new TreeSet<>();
      for (Variant variant : variants(root)) {
        targets.add(variant.target);
        Path target = root.resolve(variant.target);
        Path master = target.resolveSibling(variant.master + ".java");
        if (!Files.isRegularFile(master)) {
          throw new IllegalArgumentException(variant.target + ": no master " + variant.master);
        }
        String wanted = derive(Files.readString(master), variant.master, variant.type);
        String found = Files.isRegularFile(target) ? Files.readString(target) : "";
        String difference = difference(found, wanted);
        if (difference.isEmpty()) {
          continue;
        }
        if (check) {
          differences.add(variant.target + difference);
        } else {
          Files.writeString(target, wanted);
          out.println("wrote " + variant.target);
        }
      }
      for (String claimed : claimed(root)) {
        if (!targets.contains(claimed)) {
          differences.add(claimed + ": says that it is derived, tools/variants.txt does not");
        }
      }
      differences.forEach(out::println);
      return differences.isEmpty() ? 0 : 1;
    } catch (IOException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private static List<Variant> variants(Path root) throws IOException {
    List<Variant> variants = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(root.resolve("tools/variants.txt"))) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] column = line.trim().split("\\s+");
      String where = "tools/variants.txt:" + number + ": ";
      if (column.length != 4 || !column[0].endsWith(".java")) {
        throw new IllegalArgumentException(where + "not target, master, key type, value type");
      }
      Type type = null;
      for (String word : List.of(column[2], column[3])) {
        Type named = TYPES.get(word);
        if (named == null && !word.equals("-") && !word.matches("[A-Z]\\w*")) {
          throw new IllegalArgumentException(where + "no such type: " + word);
        }
        if (named != null && type != null && named != type) {
          throw new IllegalArgumentException(where + "two types need a master of their own");
        }
        type = named == null ? type : named;
      }
      if (type == null) {
        throw new IllegalArgumentException(where + "neither type is " + TYPES.keySet());
      }
      variants.add(new Variant(column[0], column[1], type));
    }
    return variants;
  }

  private static List<String> claimed(Path root) throws IOException {
    List<String> claimed = new ArrayList<>();
    try (Stream<Path> modules = Files.list(root)) {
      for (Path sources : modules.map(module -> module.resolve("src")).toList()) {
        if (!Files.isDirectory(sources)) {
          continue;
        }
        try (Stream<Path> files = Files.walk(sources)) {
          for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
            try (Stream<String> lines = Files.lines(file)) {
              if (lines.limit(3).skip(2).anyMatch(line -> DERIVED.matcher(line).matches())) {
                claimed.add(root.relativize(file).toString().replace('\\', '/'));
              }
            }
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    claimed.sort(null);
    return claimed;
  }

  private static String derive(String source, String master, Type type) {
    StringBuilder text = new StringBuilder();
    String mark = "";
    for (Token token : tokens(without(source, type))) {
      String replaced = mark.equals(WIDE) ? token.text : replaced(token, master, type);
      boolean bits = mark.equals(BITS) && type.word.equals("double");
      if (token.kind == 's') {
        text.append(token.text);
      } else {
        text.append(bits ? "Double.doubleToLongBits(" + replaced + ")" : replaced);
        mark = token.text;
      }
    }
    List<String> lines = new ArrayList<>(text.toString().lines().toList());
    if (lines.size() < 2 || !lines.get(0).startsWith("//") || !lines.get(1).startsWith("//")) {
      throw new IllegalArgumentException(master + ": does not begin with two lines of licence");
    }
    lines.add(2, "// Derived from " + master + ".java by tools/Derive.java; edit that file.");
    sortImports(lines, "import static .*;");
    sortImports(lines, "import (?!static ).*;");
    return String.join("\n", lines) + "\n";
  }

  private static String without(String source, Type type) {
    String region = "(?ms)^ *// No " + type.word + ": .*?^ *// To here\\.\\R+";
    return source.replaceAll(region, "");
  }

  private static void sortImports(List<String> lines, String form) {
    for (int from = 0; from < lines.size(); from++) {
      int to = from;
      while (to < lines.size() && lines.get(to).matches(form)) {
        to++;
      }
      if (to > from) {
        List<String> block = lines.subList(from, to);
        // Without the semicolon, so that a type stands before what is nested in it.
        TreeSet<String> sorted = new TreeSet<>();
        block.forEach(line -> sorted.add(line.substring(0, line.length() - 1)));
        block.clear();
        block.addAll(sorted.stream().map(line -> line + ";").toList());
        return;
      }
    }
  }

  private static String replaced(Token token, String master, Type type) {
    switch (token.kind) {
      case 'n':
        return name(token.text, type, true);
      case 'd':
        return number(token, master, type);
      case 'c':
      case 't':
        return prose(token.text, type);
      default:
        return token.text;
    }
  }

  private static String name(String name, Type type, boolean alone) {
    if (name.equals("long")) {
      return alone ? type.word : name;
    }
    if (name.equals("Long")) {
      return alone ? type.box : name;
    }
    String text = INNER.matcher(name).replaceAll(type.name);
    text = LEADING.matcher(text).replaceAll(type.word);
    return CONSTANT.matcher(text).replaceAll(type.word.toUpperCase());
  }

  private static String number(Token token, String master, Type type) {
    String text = token.text;
    if (!text.endsWith("L")) {
      return text;
    }
    String digits = text.substring(0, text.length() - 1);
    boolean decimal = digits.matches("[0-9_]+");
    if (type.word.equals("double") && decimal) {
      return digits + ".0";
    }
    if (type.word.equals("int")) {
      try {
        String plain = digits.replace("_", "");
        if (decimal) {
          Integer.parseInt(plain);
          return digits;
        }
        if (plain.startsWith("0x")) {
          Integer.parseUnsignedInt(plain.substring(2), 16);
          return digits;
        }
      } catch (NumberFormatException e) {
        // Told below.
      }
    }
    throw new IllegalArgumentException(
        master + ".java:" + token.line + ": " + text + " is no " + type.word + "; " + WIDE + "?");
  }

  private static String prose(String text, Type type) {
    StringBuilder result = new StringBuilder();
    boolean code = false;
    Matcher word = WORD.matcher(text);
    while (word.find()) {
      if (word.group().equals("`")) {
        code = !code;
      } else {
        word.appendReplacement(result, Matcher.quoteReplacement(name(word.group(), type, code)));
      }
    }
    return word.appendTail(result).toString();
  }

  private static List<Token> tokens(String source) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(source);
    int line = 1;
    int end = 0;
    while (matcher.lookingAt()) {
      char kind = 'x';
      for (char candidate : "sctqnd".toCharArray()) {
        kind = matcher.group(String.valueOf(candidate)) == null ? kind : candidate;
      }
      tokens.add(new Token(kind, matcher.group(), line));
      line += (int) matcher.group().chars().filter(c -> c == '\n').count();
      end = matcher.end();
      matcher.region(end, source.length());
    }
    if (end < source.length()) {
      throw new IllegalArgumentException("line " + line + ": not Java");
    }
    return tokens;
  }

  /** The tokens without layout: line comments that follow each other are one. */
  private static List<Token> plain(String source) {
    List<Token> plain = new ArrayList<>();
    boolean joined = false;
    for (Token token : tokens(source)) {
      if (token.kind == 's') {
        continue;
      }
      boolean comment = token.kind == 'c' && token.text.startsWith("//");
      String text = token.kind == 'c' ? words(token.text) : token.text;
      if (comment && joined) {
        Token last = plain.remove(plain.size() - 1);
        plain.add(new Token('c', (last.text + " " + text).trim(), last.line));
      } else {
        plain.add(new Token(token.kind, text, token.line));
      }
      joined = comment;
    }
    return plain;
  }

  private static String words(String comment) {
    return comment.replaceAll("(?m)^\\s*(?:///?|\\*(?!/))", " ").replaceAll("\\s+", " ").trim();
  }

  /** Where the committed text first differs from the wanted one, or nothing. */
  private static String difference(String found, String wanted) {
    if (found.isEmpty()) {
      return ": missing";
    }
    String[] head = found.split("\n", 4);
    if (head.length < 4 || !head[2].equals(wanted.split("\n", 4)[2])) {
      return ":3: the line that names the master is missing";
    }
    List<Token> left = plain(found);
    List<Token> right = plain(wanted);
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      String has = i < left.size() ? left.get(i).text : "the end";
      String wants = i < right.size() ? right.get(i).text : "the end";
      if (!has.equals(wants)) {
        int line = left.get(Math.min(i, left.size() - 1)).line;
        return ":" + line + ": has `" + has + "`, derived is `" + wants + "`";
      }
    }
    return "";
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the house rules read: a tree of modules, ours or one seeded with a violation. */
record House(Path root) {
  static final List<String> MODULES = List.of("core", "collections", "concurrent", "io");

  /** The label of each list item of a primitive's class doc, in order. */
  static final List<String> LINES =
      List.of("Use", "Avoid", "Cost", "Allocation", "Threads", "Errors", "Source", "Copies with");

  private static final Pattern LINE = Pattern.compile("^- \\*\\*([A-Z][a-z ]*)\\*\\*(?: (.*))?$");
  private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");

  /** The first public or only top-level type of a file, as far as the rules look at it. */
  record TopLevel(
      String module,
      String packageName,
      String name,
      Path file,
      Tree.Kind kind,
      boolean open,
      boolean exception,
      boolean runs,
      String doc) {
    String qualified() {
      return packageName + "." + name;
    }

    /** Whether the rules for primitives hold for it. */
    boolean primitive() {
      return open
          && (kind == Tree.Kind.CLASS || kind == Tree.Kind.ENUM)
          && !exception
          && !doc.strip().startsWith("Part of {@link ");
    }

    /** The list items of the class doc by their label, without line breaks. */
    Map<String, String> lines() {
      Map<String, String> lines = new LinkedHashMap<>();
      String label = "";
      for (String line : doc.lines().map(String::strip).toList()) {
        Matcher item = LINE.matcher(line);
        if (item.matches()) {
          label = item.group(1);
          lines.put(label, Objects.requireNonNullElse(item.group(2), ""));
        } else if (line.isEmpty() || line.startsWith("- ")) {
          label = "";
        } else if (!label.isEmpty()) {
          lines.merge(label, line, (before, more) -> before + " " + more);
        }
      }
      return lines;
    }

    String line(String label) {
      return lines().getOrDefault(label, "");
    }

    /** What stands in backticks on a line. */
    List<String> quoted(String label) {
      return QUOTED.matcher(line(label)).results().map(found -> found.group(1)).toList();
    }
  }

  /** What came of running a tool or the compiler. */
  record Outcome(int code, String out, String err) {}

  static House ours() {
    return new House(
        Path.of(Objects.requireNonNull(System.getProperty("cermet.root"), "cermet.root"))
            .toAbsolutePath()
            .normalize());
  }

  /** Every top-level type that the four libraries declare. */
  List<TopLevel> types() throws IOException {
    List<TopLevel> types = new ArrayList<>();
    for (String module : MODULES) {
      types.addAll(types(module, root.resolve(module).resolve("src/main/java")));
    }
    return types;
  }

  List<TopLevel> primitives() throws IOException {
    return types().stream().filter(TopLevel::primitive).toList();
  }

  /** The whole programs, which the rule of names counts as primitives. */
  List<TopLevel> programs() throws IOException {
    return types("benchmarks", root.resolve("benchmarks/src/main/java/cermet/flagship")).stream()
        .filter(type -> type.open && type.runs && !type.name.endsWith("Proof"))
        .toList();
  }

  List<TopLevel> types(String module, Path folder) throws IOException {
    List<Path> files =
        files(folder, ".java").stream()
            .filter(file -> !file.getFileName().toString().contains("-"))
            .toList();
    if (files.isEmpty()) {
      return List.of();
    }
    List<TopLevel> types = new ArrayList<>();
    parse(
        files,
        (task, unit) -> {
          Path file = Path.of(unit.getSourceFile().toUri());
          for (Tree tree : unit.getTypeDecls()) {
            if (tree instanceof ClassTree declared) {
              TreePath path = new TreePath(new TreePath(unit), tree);
              String doc = DocTrees.instance(task).getDocComment(path);
              types.add(
                  new TopLevel(
                      module,
                      String.valueOf(unit.getPackageName()),
                      declared.getSimpleName().toString(),
                      file,
                      tree.getKind(),
                      declared.getModifiers().getFlags().contains(Modifier.PUBLIC),
                      exception(declared),
                      declared.getMembers().stream()
                          .anyMatch(member -> member.toString().contains("void main(String[] ")),
                      Objects.requireNonNullElse(doc, "")));
            }
          }
        });
    return types;
  }

  /** Parses files, and hands each, with the task that parsed it, to a reader. */
  static void parse(List<Path> files, BiConsumer<JavacTask, CompilationUnitTree> reader)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  Writer.nullWriter(),
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        reader.accept(task, unit);
      }
    }
  }

  private static boolean exception(ClassTree declared) {
    String parent = String.valueOf(declared.getExtendsClause());
    return parent.endsWith("Exception") || parent.endsWith("Error") || parent.equals("Throwable");
  }

  /** The file of a top-level type in one of a module's source folders. */
  Path source(TopLevel type, String module, String folder, String suffix) {
    return root.resolve(module)
        .resolve("src")
        .resolve(folder)
        .resolve("java")
        .resolve(type.packageName.replace('.', '/'))
        .resolve(type.name + suffix + ".java");
  }

  Path classes(String module) {
    return root.resolve(module).resolve("target/classes");
  }

  /** A path within the tree, with slashes. */
  String relative(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** The files below a folder with such an ending, sorted; none if there is no folder. */
  static List<Path> files(Path folder, String ending) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            String name = path.getFileName().toString();
            boolean generated =
                name.equals("target") && Files.exists(path.resolveSibling("pom.xml"));
            return !path.equals(folder) && (generated || name.startsWith("."))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (path.toString().endsWith(ending)) {
              files.add(path);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  /** Calls javac with exactly these options on these files. */
  static Outcome compile(List<Path> files, List<String> options) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean good =
          compiler
              .getTask(
                  messages,
                  manager,
                  null,
                  options,
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      return new Outcome(good ? 0 : 1, "", messages.toString());
    }
  }

  /** Compiles one of our tools as the Java 17 that it promises to be, and loads it. */
  static Tool tool(String name, Path folder) throws Exception {
    Path file = ours().root().resolve("tools").resolve(name + ".java");
    Files.createDirectories(folder);
    Outcome compiled =
        compile(
            List.of(file),
            List.of(
                "--release",
                "17",
                "-proc:none",
                "-Xlint:all,-options",
                "-Werror",
                "-d",
                folder.toString()));
    if (compiled.code != 0) {
      throw new AssertionError(compiled.err);
    }
    URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
    Method run =
        loader
            .loadClass(name)
            .getMethod("run", Path.class, PrintStream.class, PrintStream.class, String[].class);
    return new Tool(loader, run);
  }

  /** A loaded tool. */
  record Tool(URLClassLoader loader, Method run) implements AutoCloseable {
    Outcome run(Path root, String... args) throws ReflectiveOperationException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int code =
          (int)
              run.invoke(
                  null,
                  root,
                  new PrintStream(out, true, StandardCharsets.UTF_8),
                  new PrintStream(err, true, StandardCharsets.UTF_8),
                  args);
      return new Outcome(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
      loader.close();
    }
  }

  /** Writes a file of a seeded tree; the licence is put in front of Java. */
  House with(String path, String... lines) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    String text = String.join("\n", lines) + "\n";
    if (path.endsWith(".java")) {
      text =
          "// Copyright the Cermet authors.\n// SPDX-License-Identifier: Apache-2.0 OR MIT\n\n"
              + text;
    }
    Files.writeString(file, text);
    return this;
  }

  /** Writes a library class whose doc has the nine lines, some of them replaced. */
  House withPrimitive(String module, String name, String body, String... replaced)
      throws IOException {
    int dot = name.lastIndexOf('.');
    Map<String, String> lines = new LinkedHashMap<>();
    LINES.forEach(label -> lines.put(label, "unspecified"));
    lines.put("Threads", "one thread.");
    lines.put("Copies with", "nothing.");
    for (int i = 0; i < replaced.length; i += 2) {
      lines.put(replaced[i], replaced[i + 1]);
    }
    List<String> text = new ArrayList<>();
    text.addAll(List.of("package " + name.substring(0, dot) + ";", "", "/// A thing.", "///"));
    lines.forEach((label, line) -> text.add("/// - **" + label + "** " + line));
    text.add("public final class " + name.substring(dot + 1) + " {" + body + "}");
    return with(
            module + "/src/main/java/" + name.replace('.', '/') + ".java",
            text.toArray(new String[0]))
        .with(
            module
                + "/src/main/java/"
                + name.substring(0, dot).replace('.', '/')
                + "/package-info.java",
            "/// Things.",
            "package " + name.substring(0, dot) + ";");
  }

  /** Compiles a module of a seeded tree into its target folder. */
  House built(String module, String... modulePath) throws IOException {
    List<String> path = Arrays.stream(modulePath).map(each -> classes(each).toString()).toList();
    Files.createDirectories(classes(module));
    Outcome compiled =
        compile(
            files(root.resolve(module).resolve("src/main/java"), ".java"),
            List.of(
                "-proc:none",
                "--module-path",
                String.join(java.io.File.pathSeparator, path),
                "-d",
                classes(module).toString()));
    if (compiled.code != 0) {
      throw new AssertionError(compiled.err);
    }
    return this;
  }

  /** The lines of text that are not blank. */
  static List<String> lines(String text) {
    return text.lines().filter(line -> !line.isBlank()).toList();
  }

  /** The longest of these endings that a name has. */
  static Optional<String> ending(String name, Stream<String> endings) {
    return endings
        .filter(ending -> name.endsWith(ending) && name.length() > ending.length())
        .max((a, b) -> a.length() - b.length());
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Types by their simple names, nested ones too, and the names of what they declare. */
final class Vocabulary {
  /**
   * A type.
   *
   * @param members its fields, methods and nested types
   * @param parents the simple names of what it extends; none where `members` has what it inherits
   */
  private record Type(Set<String> members, List<String> parents) {}

  private final Map<String, List<Type>> types = new HashMap<>();
  private final Map<String, List<String>> unread = new HashMap<>(); // binary names by simple ones

  /** What the sources of a tree declare, tests and tools among them, and what the JDK exports. */
  static Vocabulary of(House house) throws IOException {
    Vocabulary words = new Vocabulary();
    House.parse(
        House.files(house.root(), ".java"),
        (task, unit) -> unit.getTypeDecls().forEach(tree -> words.declare(tree, "")));
    words.addJdk();
    return words;
  }

  /**
   * Whether there is such a type, or such a member: `Type`, `Type.member`, `Type.Nested.member`.
   */
  boolean has(String path) {
    List<String> words = List.of(path.split("\\.", -1));
    String owner = words.getFirst();
    boolean has = !types(owner).isEmpty();
    for (String member : words.subList(1, words.size())) {
      has = has && has(owner, member, new HashSet<>());
      String nested = owner + "." + member;
      owner = types.containsKey(nested) ? nested : member;
    }
    return has;
  }

  private boolean has(String name, String member, Set<String> seen) {
    return seen.add(name)
        && types(name).stream()
            .anyMatch(type ->
                type.members.contains(member)
                    || type.parents.stream().anyMatch(up -> has(up, member, seen)));
  }

  private List<Type> types(String name) {
    List<String> binary = unread.remove(name);
    if (binary != null) {
      binary.forEach(this::load);
    }
    return types.getOrDefault(name, List.of());
  }

  private void add(String name, Set<String> members, List<String> parents) {
    types.computeIfAbsent(name, key -> new ArrayList<>()).add(new Type(members, parents));
  }

  private void declare(Tree tree, String outer) {
    if (!(tree instanceof ClassTree declared)) {
      return;
    }
    String name = declared.getSimpleName().toString();
    Set<String> members = new HashSet<>();
    for (Tree member : declared.getMembers()) {
      if (member instanceof MethodTree method) {
        members.add(method.getName().toString());
      } else if (member instanceof VariableTree field) {
        members.add(field.getName().toString());
      } else if (member instanceof ClassTree nested) {
        members.add(nested.getSimpleName().toString());
        declare(nested, outer + name + ".");
      }
    }
    List<String> parents = new ArrayList<>();
    parents.add(
        switch (declared.getKind()) {
          case ENUM -> "Enum";
          case RECORD -> "Record";
          default -> "Object";
        });
    Stream.concat(
            Stream.ofNullable(declared.getExtendsClause()), declared.getImplementsClause().stream())
        .map(parent -> simple(parent.toString().replaceAll("<.*", "")))
        .forEach(parents::add);
    add(name, members, parents);
    if (!outer.isEmpty()) {
      add(outer + name, members, parents);
    }
  }

  private static String simple(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  /** Adds a public class by its binary name, if there is such a one. */
  void load(String name) {
    try {
      Class<?> type = Class.forName(name, false, Vocabulary.class.getClassLoader());
      if (!Modifier.isPublic(type.getModifiers())) {
        return;
      }
      Set<String> members = new HashSet<>();
      names(members, type.getMethods(), Method::getName);
      names(members, type.getDeclaredMethods(), Method::getName);
      names(members, type.getFields(), Field::getName);
      names(members, type.getClasses(), Class::getSimpleName);
      add(simple(name), members, List.of());
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      // for another version of Java, or for a library that is not there
    }
  }

  private static <T> void names(Set<String> members, T[] all, Function<T, String> name) {
    Arrays.stream(all).map(name).forEach(members::add);
  }

  /** Finds what the JDK exports to everybody, and reads none of it yet. */
  private void addJdk() throws IOException {
    FileSystem image = FileSystems.getFileSystem(URI.create("jrt:/"));
    for (Module module : ModuleLayer.boot().modules()) {
      for (Exports exports : module.getDescriptor().exports()) {
        String folder = exports.source().replace('.', '/');
        Path classes = image.getPath("/modules", module.getName(), folder);
        if (!exports.isQualified() && Files.isDirectory(classes)) {
          try (Stream<Path> files = Files.list(classes)) {
            files
                .map(file -> file.getFileName().toString())
                .filter(file -> file.endsWith(".class"))
                .map(file -> exports.source() + "." + file.replace(".class", ""))
                .forEach(name ->
                    unread.computeIfAbsent(simple(name), key -> new ArrayList<>()).add(name));
          }
        }
      }
    }
  }

  /** Finds the classes of a package and of those below it, in the jars on the class path. */
  void addPackage(String name) {
    String folder = name.replace('.', '/') + "/";
    for (String path : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      if (path.endsWith(".jar")) {
        try (JarFile jar = new JarFile(path)) {
          jar.stream()
              .map(JarEntry::getName)
              .filter(entry -> entry.startsWith(folder) && entry.endsWith(".class"))
              .forEach(this::meet);
        } catch (IOException e) {
          throw new UncheckedIOException(path, e);
        }
      }
    }
  }

  private void meet(String file) {
    String name = file.replace(".class", "").replace('/', '.');
    unread.computeIfAbsent(simple(name), key -> new ArrayList<>()).add(name);
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published module sees only what the picture of the house lets it see. */
class DependencyTest {
  /** The picture: an arrow downward is the only way to require another module. */
  private static final Map<String, Set<String>> BELOW =
      Map.of(
          "core", Set.of(),
          "collections", Set.of("core"),
          "concurrent", Set.of("core"),
          "io", Set.of("core", "collections", "concurrent"));

  @TempDir Path temp = Path.of("");

  @Test
  void everyModuleKeepsToThePicture() throws IOException {
    House house = House.ours();
    for (String module : House.MODULES) {
      assertEquals(true, Files.isDirectory(house.classes(module)), module);
    }
    assertEquals(List.of(), violations(house));
  }

  private static List<String> violations(House house) throws IOException {
    Set<String> violations = new TreeSet<>();
    Map<String, String> homes = new HashMap<>();
    for (String module : House.MODULES) {
      if (!Files.isDirectory(house.classes(module))) {
        continue;
      }
      Set<String> exported = descriptor(house, module, violations);
      for (JavaClass each : new ClassFileImporter().importPath(house.classes(module))) {
        if (each.getSimpleName().equals("module-info")) {
          continue;
        }
        String packageName = each.getPackageName();
        String home = homes.putIfAbsent(packageName, module);
        if (home != null && !home.equals(module)) {
          violations.add(packageName + " is split between " + home + " and " + module);
        }
        if (!packageName.startsWith("cermet." + module + ".")) {
          violations.add(packageName + " is no package of " + module);
        }
        if (each.getModifiers().contains(JavaModifier.PUBLIC) && !exported.contains(packageName)) {
          violations.add(each.getName() + " is public in a package that is not exported");
        }
        for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          if (!visible(module, target.getPackageName())) {
            violations.add(each.getName() + " sees " + target.getName());
          }
        }
      }
      named(house, module, violations);
    }
    return List.copyOf(violations);
  }

  /** What ArchUnit does not count as a dependency: the elements of an array that is made. */
  private static void named(House house, String module, Set<String> violations) throws IOException {
    for (Path file : House.files(house.classes(module), ".class")) {
      ClassModel model = ClassFile.of().parse(file);
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof ClassEntry named && !model.isModuleInfo()) {
          String name = named.asInternalName().replaceAll("^\\[+L|;$", "").replace('/', '.');
          int dot = name.lastIndexOf('.');
          if (dot > 0 && !visible(module, name.substring(0, dot))) {
            violations.add(model.thisClass().asInternalName().replace('/', '.') + " sees " + name);
          }
        }
      }
    }
  }

  private static boolean visible(String module, String packageName) {
    if (packageName.isEmpty() // a primitive type
        || packageName.equals("org.jspecify.annotations")
        || (packageName + ".").startsWith("java.")
        || (packageName + ".").startsWith("cermet." + module + ".")) {
      return true;
    }
    if (module.equals("core") && packageName.equals("com.sun.management")) {
      return true; // allocated bytes, of jdk.management
    }
    return Objects.requireNonNull(BELOW.get(module)).stream()
        .anyMatch(below -> (packageName + ".").startsWith("cermet." + below + "."));
  }

  /** Checks what the module requires and returns what it exports to all. */
  private static Set<String> descriptor(House house, String module, Set<String> violations)
      throws IOException {
    Path file = house.classes(module).resolve("module-info.class");
    if (!Files.isRegularFile(file)) {
      violations.add(module + " has no module-info");
      return Set.of();
    }
    ModuleDescriptor descriptor;
    try (InputStream in = Files.newInputStream(file)) {
      descriptor = ModuleDescriptor.read(in);
    }
    if (!descriptor.name().equals("cermet." + module)) {
      violations.add(module + " is called " + descriptor.name());
    }
    Set<String> allowed = new HashSet<>(Set.of("java.base", "org.jspecify"));
    Objects.requireNonNull(BELOW.get(module)).forEach(below -> allowed.add("cermet." + below));
    if (module.equals("core")) {
      allowed.add("jdk.management");
    }
    for (Requires requires : descriptor.requires()) {
      if (!allowed.contains(requires.name())) {
        violations.add(descriptor.name() + " requires " + requires.name());
      }
      if (requires.name().equals("org.jspecify")
          && !requires
              .modifiers()
              .equals(Set.of(Requires.Modifier.STATIC, Requires.Modifier.TRANSITIVE))) {
        violations.add(descriptor.name() + " requires org.jspecify " + requires.modifiers());
      }
    }
    Set<String> exported = new HashSet<>();
    for (ModuleDescriptor.Exports exports : descriptor.exports()) {
      if (exports.isQualified()) {
        violations.add(descriptor.name() + " exports " + exports.source() + " to some");
      }
      exported.add(exports.source());
    }
    return exported;
  }

  private House seeded() throws IOException {
    House house = new House(temp);
    List<String> requires = new ArrayList<>();
    for (String module : House.MODULES) {
      String name = "cermet." + module + ".field";
      house.withPrimitive(module, name + ".Good", "");
      info(house, module, name, "");
      house.built(module);
      requires.add(module);
    }
    assertEquals(House.MODULES, requires);
    assertEquals(List.of(), violations(house));
    return house;
  }

  private static void info(House house, String module, String exported, String more)
      throws IOException {
    house.with(
        module + "/src/main/java/module-info.java",
        "module cermet." + module + " {",
        "  exports " + exported + ";",
        more,
        "}");
  }

  @Test
  void seeingASiblingFailsOnSeededViolation() throws IOException {
    House house = seeded();
    house.with(
        "concurrent/src/main/java/cermet/concurrent/field/Bad.java",
        "package cermet.concurrent.field;",
        "final class Bad { Object a = new cermet.collections.field.Good[0]; }");
    info(house, "concurrent", "cermet.concurrent.field", "requires cermet.collections;");
    house.built("concurrent", "collections");
    assertEquals(
        List.of(
            "cermet.concurrent requires cermet.collections",
            "cermet.concurrent.field.Bad sees cermet.collections.field.Good"),
        violations(house));
  }

  @Test
  void seeingUpwardFailsOnSeededViolation() throws IOException {
    House house = seeded();
    house.with(
        "core/src/main/java/cermet/core/field/Bad.java",
        "package cermet.core.field;",
        "final class Bad extends Thread { cermet.io.field.Good a; }");
    info(house, "core", "cermet.core.field", "requires cermet.io;");
    house.built("core", "io");
    assertEquals(
        List.of(
            "cermet.core requires cermet.io", "cermet.core.field.Bad sees cermet.io.field.Good"),
        violations(house));
  }

  @Test
  void foreignModulesFailOnSeededViolation() throws IOException {
    House house = seeded();
    info(house, "io", "cermet.io.field", "requires java.logging; requires jdk.management;");
    house.with(
        "io/src/main/java/cermet/io/field/Bad.java",
        "package cermet.io.field;",
        "final class Bad { com.sun.management.ThreadMXBean a; }");
    house.built("io");
    assertEquals(
        List.of(
            "cermet.io requires java.logging",
            "cermet.io requires jdk.management",
            "cermet.io.field.Bad sees com.sun.management.ThreadMXBean"),
        violations(house));
  }

  @Test
  void splitPackageFailsOnSeededViolation() throws IOException {
    House house = seeded();
    house.with(
        "io/src/main/java/cermet/core/field/Bad.java",
        "package cermet.core.field;",
        "final class Bad {}");
    house.built("io");
    assertEquals(
        List.of(
            "cermet.core.field is no package of io",
            "cermet.core.field is split between core and io"),
        violations(house));
  }

  @Test
  void unexportedPublicTypeFailsOnSeededViolation() throws IOException {
    House house = seeded();
    house.withPrimitive("core", "cermet.core.secret.Bad", "");
    house.built("core");
    assertEquals(
        List.of("cermet.core.secret.Bad is public in a package that is not exported"),
        violations(house));
  }
}

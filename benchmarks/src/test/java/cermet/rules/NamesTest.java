// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.rules.House.TopLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One name finds everything: a primitive has its companions, and no companion stands alone. */
class NamesTest {
  /** Each kind of companion and the folder of sources it belongs to. */
  private static final Map<String, String> KINDS =
      Map.of(
          "Test", "test",
          "Properties", "test",
          "Proof", "proof",
          "Stress", "stress",
          "Lincheck", "test",
          "Fuzz", "test",
          "Conformance", "test",
          "Layout", "test",
          "Allocation", "test");

  private static final Pattern CONFINED =
      Pattern.compile("(?:one thread|immutable|stateless)\\b.*");
  private static final Set<String> HOMELESS = Set.of("util", "internal", "impl", "common", "base");

  @TempDir Path temp = Path.of("");

  @Test
  void everyPrimitiveHasItsCompanions() throws IOException {
    assertEquals(List.of(), violations(House.ours()));
  }

  static List<String> violations(House house) throws IOException {
    List<String> violations = new ArrayList<>();
    Map<String, TopLevel> primitives = new HashMap<>();
    for (TopLevel type : house.primitives()) {
      primitives.put(type.qualified(), type);
    }
    for (TopLevel type : house.programs()) {
      primitives.put(type.qualified(), type);
    }
    List<Path> companions = companions(house);
    Set<String> qualified = new HashSet<>();
    for (Path file : companions) {
      qualified.add(qualified(file));
      lonely(house, file, primitives, violations);
    }
    for (TopLevel type : primitives.values()) {
      List<String> kinds = new ArrayList<>(List.of("Test", "Properties", "Proof"));
      if (!type.module().equals("benchmarks") && !confined(type)) {
        kinds.add("Stress");
      }
      for (String kind : kinds) {
        if (!Files.isRegularFile(place(house, type, kind))) {
          violations.add(type.qualified() + " lacks " + type.name() + kind);
        }
      }
    }
    derived(house, primitives, qualified, violations);
    packages(house, violations);
    violations.sort(null);
    return violations;
  }

  private static boolean confined(TopLevel type) {
    return CONFINED.matcher(type.line("Threads")).matches();
  }

  private static Path place(House house, TopLevel type, String kind) {
    return switch (Objects.requireNonNull(KINDS.get(kind))) {
      case "proof" -> house.source(type, "benchmarks", "main", kind);
      case "stress" -> house.source(type, type.module(), "stress", kind);
      default -> house.source(type, type.module(), "test", kind);
    };
  }

  private static List<Path> companions(House house) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : House.MODULES) {
      for (String folder : List.of("main", "test", "stress")) {
        files.addAll(folder(house, module + "/src/" + folder + "/java"));
      }
      files.addAll(folder(house, "benchmarks/src/main/java/cermet/" + module));
      files.addAll(folder(house, "benchmarks/src/test/java/cermet/" + module));
    }
    files.addAll(folder(house, "benchmarks/src/main/java/cermet/flagship"));
    files.addAll(folder(house, "benchmarks/src/test/java/cermet/flagship"));
    return files;
  }

  private static List<Path> folder(House house, String path) throws IOException {
    return House.files(house.root().resolve(path), ".java").stream()
        .filter(file -> kind(file).isPresent())
        .toList();
  }

  private static Optional<String> kind(Path file) {
    return House.ending(simple(file), KINDS.keySet().stream());
  }

  private static String simple(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String qualified(Path file) {
    String path = file.toString().replace('\\', '/');
    int start = path.lastIndexOf("/java/cermet/") + "/java/".length();
    return path.substring(start, path.length() - ".java".length()).replace('/', '.');
  }

  private static void lonely(
      House house, Path file, Map<String, TopLevel> primitives, List<String> violations) {
    String kind = kind(file).orElseThrow();
    String name = qualified(file);
    TopLevel type = primitives.get(name.substring(0, name.length() - kind.length()));
    if (primitives.containsKey(name)) {
      return;
    }
    if (type == null) {
      violations.add(house.relative(file) + " has no primitive");
    } else if (!place(house, type, kind).equals(file)) {
      violations.add(
          house.relative(file) + " belongs to " + house.relative(place(house, type, kind)));
    }
  }

  /** The companions of a derived primitive are derived from those of its master. */
  private static void derived(
      House house,
      Map<String, TopLevel> primitives,
      Set<String> companions,
      List<String> violations)
      throws IOException {
    Path list = house.root().resolve("tools/variants.txt");
    Map<String, String> masters = new HashMap<>();
    if (Files.exists(list)) {
      for (String line : House.lines(Files.readString(list))) {
        String[] column = line.strip().split("\\s+", -1);
        if (!line.startsWith("#") && column.length > 1) {
          masters.put(qualified(house.root().resolve(column[0])), column[1]);
        }
      }
    }
    for (Map.Entry<String, String> entry : masters.entrySet()) {
      TopLevel target = primitives.get(entry.getKey());
      if (target == null) {
        continue;
      }
      String master = target.packageName() + "." + entry.getValue();
      for (String kind : KINDS.keySet()) {
        String has = target.qualified() + kind;
        boolean wanted = companions.contains(master + kind);
        boolean listed = Objects.equals(masters.get(has), entry.getValue() + kind);
        if ((wanted || companions.contains(has)) && !listed) {
          violations.add(has + " is not derived from " + master + kind);
        }
      }
    }
  }

  private static void packages(House house, List<String> violations) throws IOException {
    Set<Path> folders = new TreeSet<>();
    for (TopLevel type : house.types()) {
      folders.add(Objects.requireNonNull(type.file().getParent()));
    }
    for (Path folder : folders) {
      if (!Files.isRegularFile(folder.resolve("package-info.java"))) {
        violations.add(house.relative(folder) + " lacks package-info.java");
      }
      if (HOMELESS.contains(folder.getFileName().toString())) {
        violations.add(house.relative(folder) + " says nothing");
      }
    }
  }

  private House good() throws IOException {
    House house = new House(temp);
    house.withPrimitive("core", "cermet.core.hash.Good", "");
    house.with("core/src/test/java/cermet/core/hash/GoodTest.java", "class GoodTest {}");
    house.with("core/src/test/java/cermet/core/hash/GoodProperties.java", "class X {}");
    house.with("benchmarks/src/main/java/cermet/core/hash/GoodProof.java", "class X {}");
    assertEquals(List.of(), violations(house));
    return house;
  }

  @Test
  void namesFailsOnSeededViolation() throws IOException {
    House house = good();
    house.withPrimitive("io", "cermet.io.line.Bad", "", "Threads", "any number of readers.");
    assertEquals(
        List.of(
            "cermet.io.line.Bad lacks BadProof",
            "cermet.io.line.Bad lacks BadProperties",
            "cermet.io.line.Bad lacks BadStress",
            "cermet.io.line.Bad lacks BadTest"),
        violations(house));
  }

  @Test
  void companionsFailOnSeededViolation() throws IOException {
    House house = good();
    house.with("core/src/test/java/cermet/core/hash/GoneTest.java", "class GoneTest {}");
    house.with("core/src/stress/java/cermet/core/hash/GoneStress.java", "class GoneStress {}");
    house.with("core/src/test/java/cermet/core/hash/GoodProof.java", "class GoodProof {}");
    house.with("benchmarks/src/test/java/cermet/core/hash/GoneAllocation.java", "class X {}");
    assertEquals(
        List.of(
            "benchmarks/src/test/java/cermet/core/hash/GoneAllocation.java has no primitive",
            "core/src/stress/java/cermet/core/hash/GoneStress.java has no primitive",
            "core/src/test/java/cermet/core/hash/GoneTest.java has no primitive",
            "core/src/test/java/cermet/core/hash/GoodProof.java belongs to"
                + " benchmarks/src/main/java/cermet/core/hash/GoodProof.java"),
        violations(house));
  }

  @Test
  void variantsFailOnSeededViolation() throws IOException {
    House house = good();
    house.with("core/src/test/java/cermet/core/hash/GoodLayout.java", "class GoodLayout {}");
    house.withPrimitive("core", "cermet.core.hash.Well", "");
    house.with("core/src/test/java/cermet/core/hash/WellTest.java", "class X {}");
    house.with("core/src/test/java/cermet/core/hash/WellProperties.java", "class X {}");
    house.with("benchmarks/src/main/java/cermet/core/hash/WellProof.java", "class X {}");
    house.with(
        "tools/variants.txt",
        "# list",
        "core/src/main/java/cermet/core/hash/Well.java Good - int",
        "core/src/test/java/cermet/core/hash/WellTest.java GoodTest - int",
        "benchmarks/src/main/java/cermet/core/hash/WellProof.java GoodProof - int");
    assertEquals(
        List.of(
            "cermet.core.hash.WellLayout is not derived from cermet.core.hash.GoodLayout",
            "cermet.core.hash.WellProperties is not derived from cermet.core.hash.GoodProperties"),
        violations(house));
  }

  @Test
  void programsFailOnSeededViolation() throws IOException {
    House house = good();
    house.with(
        "benchmarks/src/main/java/cermet/flagship/Program.java",
        "package cermet.flagship;",
        "public class Program { public static void main(String[] args) {} }");
    house.with("benchmarks/src/main/java/cermet/flagship/ProgramProof.java", "class X {}");
    house.with("benchmarks/src/test/java/cermet/flagship/ProgramTest.java", "class X {}");
    assertEquals(List.of("cermet.flagship.Program lacks ProgramProperties"), violations(house));
  }

  @Test
  void packagesFailOnSeededViolation() throws IOException {
    House house = good();
    house.with("core/src/main/java/cermet/core/util/Thing.java", "package x;", "class Thing {}");
    assertEquals(
        List.of(
            "core/src/main/java/cermet/core/util lacks package-info.java",
            "core/src/main/java/cermet/core/util says nothing"),
        violations(house));
  }

  @Test
  void sparesWhatIsNoPrimitive() throws IOException {
    House house = good();
    String folder = "core/src/main/java/cermet/core/hash/";
    String start = "package cermet.core.hash;";
    house.with(folder + "Face.java", start, "public interface Face {}");
    house.with(folder + "Pair.java", start, "public record Pair(int a, int b) {}");
    house.with(folder + "Wrong.java", start, "public class Wrong extends RuntimeException {}");
    house.with(folder + "Mark.java", start, "public @interface Mark {}");
    house.with(folder + "Hidden.java", start, "class Hidden {}");
    house.with(
        folder + "Lease.java", start, "/// Part of {@link Good}.", "public final class Lease {}");
    assertEquals(List.of(), violations(house));
  }
}

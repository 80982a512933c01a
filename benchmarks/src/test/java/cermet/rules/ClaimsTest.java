// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.rules.House.TopLevel;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a class doc claims has its test, and a hot method fits HotSpot's inlining limit. */
class ClaimsTest {
  /** HotSpot's FreqInlineSize. */
  private static final int LIMIT = 325;

  private static final Pattern METHOD =
      Pattern.compile("(?:[A-Z]\\w*\\.)*([a-z]\\w+)(?:\\(.*\\))?");

  private static final String GOOD = "core/src/test/java/cermet/core/hash/GoodAllocation.java";

  @TempDir Path temp = Path.of("");

  @Test
  void everyClaimHolds() throws IOException {
    assertEquals(List.of(), violations(House.ours()));
  }

  private static List<String> violations(House house) throws IOException {
    List<String> violations = new ArrayList<>();
    for (TopLevel type : house.primitives()) {
      List<String> labels = List.copyOf(type.lines().keySet());
      if (!labels.equals(House.LINES)) {
        violations.add(type.qualified() + " does not have the nine lines but " + labels);
      }
      for (String label : labels) {
        if (type.line(label).isEmpty()) {
          violations.add(type.qualified() + " says nothing under " + label);
        }
      }
      Path allocation = house.source(type, type.module(), "test", "Allocation");
      if (Files.isRegularFile(allocation)) {
        promises(Files.readString(allocation), type.name() + "Allocation", violations);
      } else if (type.line("Allocation").startsWith("none")) {
        violations.add(type.qualified() + " lacks " + type.name() + "Allocation");
      }
      hot(house, type, violations);
    }
    return violations;
  }

  /** An allocation test says what it promises: nothing under -Xint, or nothing once compiled. */
  private static void promises(String text, String name, List<String> violations) {
    Matcher doc = Pattern.compile("((?:///.*\\R)+)class ").matcher(text);
    String promise = doc.find() ? doc.group(1).replaceAll("\\R///", "") : "";
    boolean compiled = text.contains("@Tag(\"compiled\")");
    if (!promise.contains("Under `-Xint`") && !compiled) {
      violations.add(name + " does not promise under `-Xint`, nor has a compiled form");
    } else if (compiled != promise.contains("once compiled")) {
      violations.add(name + (compiled ? " tests" : " promises") + " what is gone once compiled");
    }
  }

  private static void hot(House house, TopLevel type, List<String> violations) throws IOException {
    List<ClassModel> models = models(house, type);
    if (models.isEmpty()) {
      violations.add(type.qualified() + " is not compiled");
      return;
    }
    for (String quoted : type.quoted("Cost")) {
      Matcher method = METHOD.matcher(quoted);
      if (!method.matches()) {
        continue;
      }
      List<MethodModel> found = new ArrayList<>();
      for (ClassModel model : models) {
        for (MethodModel each : model.methods()) {
          if (each.methodName().equalsString(method.group(1))) {
            found.add(each);
          }
        }
      }
      if (found.isEmpty()) {
        violations.add(type.qualified() + " has no method " + method.group(1));
      }
      for (MethodModel each : found) {
        int size = each.findAttribute(Attributes.code()).map(code -> code.codeLength()).orElse(0);
        if (size > LIMIT) {
          violations.add(
              type.qualified()
                  + "."
                  + method.group(1)
                  + each.methodType().stringValue()
                  + " has "
                  + size
                  + " bytes of code, limit "
                  + LIMIT);
        }
      }
    }
  }

  /** The class, what is nested in it, and the superclass that has its code in the same package. */
  private static List<ClassModel> models(House house, TopLevel type) throws IOException {
    Path folder = house.classes(type.module()).resolve(type.packageName().replace('.', '/'));
    List<ClassModel> models = new ArrayList<>();
    for (Path file : House.files(folder, ".class")) {
      String name = file.getFileName().toString();
      if (name.equals(type.name() + ".class") || name.startsWith(type.name() + "$")) {
        ClassModel model = ClassFile.of().parse(file);
        models.add(model);
        String above = model.superclass().map(ClassEntry::asInternalName).orElse("");
        Path parent = house.classes(type.module()).resolve(above + ".class");
        if (folder.equals(parent.getParent()) && Files.isRegularFile(parent)) {
          models.add(ClassFile.of().parse(parent));
        }
      }
    }
    return models;
  }

  private House good() throws IOException {
    House house = new House(temp);
    house.withPrimitive(
        "core",
        "cermet.core.hash.Good",
        " void add(int i) {} ",
        "Cost",
        "`add` and `add(i)` O(1), `n` bytes.",
        "Allocation",
        "none.");
    house.with(GOOD, "/// Under `-Xint`.\nclass GoodAllocation {}");
    assertEquals(List.of(), violations(house.built("core")));
    return house;
  }

  @Test
  void allocationFailsOnSeededViolation() throws IOException {
    House house = good();
    house.withPrimitive("core", "cermet.core.hash.Bad", "", "Allocation", "none after that.");
    assertEquals(
        List.of("cermet.core.hash.Bad lacks BadAllocation"), violations(house.built("core")));
  }

  @Test
  void promiseFailsOnSeededViolation() throws IOException {
    House house = good();
    house.with(GOOD, "class GoodAllocation {}");
    assertEquals(
        List.of("GoodAllocation does not promise under `-Xint`, nor has a compiled form"),
        violations(house));
    house.with(GOOD, "/// Under `-Xint`, and gone once\n/// compiled.\nclass GoodAllocation {}");
    assertEquals(List.of("GoodAllocation promises what is gone once compiled"), violations(house));
    house.with(GOOD, "/// Under `-Xint`.\nclass GoodAllocation { @Tag(\"compiled\") void a() {} }");
    assertEquals(List.of("GoodAllocation tests what is gone once compiled"), violations(house));
  }

  @Test
  void wideMethodFailsOnSeededViolation() throws IOException {
    House house = good();
    String add = "sum += sum * 31; ".repeat(50);
    house.withPrimitive(
        "core",
        "cermet.core.hash.Bad",
        " long sum; void add(int i) {} void add(long l) { " + add + "} ",
        "Cost",
        "`add`,\n///   `put` O(1).");
    List<String> violations = violations(house.built("core"));
    assertEquals(2, violations.size());
    Matcher size =
        Pattern.compile("cermet.core.hash.Bad.add\\(J\\)V has (\\d+) bytes of code, limit 325")
            .matcher(violations.getFirst());
    assertEquals(true, size.matches(), violations.getFirst());
    assertEquals("cermet.core.hash.Bad has no method put", violations.get(1));
  }

  @Test
  void wideMethodOfTheSuperclassFailsOnSeededViolation() throws IOException {
    House house = good();
    String add = "sum += sum * 31; ".repeat(50);
    house.withPrimitive("core", "cermet.core.hash.Bad", "", "Cost", "`add` O(1).");
    Path bad = temp.resolve("core/src/main/java/cermet/core/hash/Bad.java");
    Files.writeString(
        bad, Files.readString(bad).replace("class Bad {", "class Bad extends Wide {"));
    house.with(
        "core/src/main/java/cermet/core/hash/Wide.java",
        "package cermet.core.hash;",
        "abstract class Wide { long sum; void add(long l) { " + add + "} }");
    List<String> violations = violations(house.built("core"));
    assertEquals(1, violations.size());
    assertTrue(violations.getFirst().startsWith("cermet.core.hash.Bad.add(J)V has "));
  }

  @Test
  void missingLineFailsOnSeededViolation() throws IOException {
    House house = good();
    house.withPrimitive("core", "cermet.core.hash.Bad", "", "Speed", "great.", "Errors", "");
    assertEquals(
        List.of(
            "cermet.core.hash.Bad does not have the nine lines but [Use, Avoid, Cost, Allocation,"
                + " Threads, Errors, Source, Copies with, Speed]",
            "cermet.core.hash.Bad says nothing under Errors"),
        violations(house.built("core")));
  }
}

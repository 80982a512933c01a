// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No class file of the four libraries names what is unsafe, internal or reflective. */
class NoUnsafeTest {
  /** In any name, descriptor or string of a class file. */
  private static final Pattern NAMES =
      Pattern.compile("(?:sun[/.]misc|jdk[/.]internal|java[/.]lang[/.]reflect)\\b");

  /** As owner and name of a member. */
  private static final Pattern MEMBERS =
      Pattern.compile(
          "java/lang/Class\\.(?:forName|getDeclared\\w*|getRecordComponents)"
              + "|.*\\.(?:setAccessible|privateLookupIn|getRecordComponents)"
              + "|java/lang/foreign/MemorySegment\\.reinterpret"
              + "|java/lang/foreign/Linker(?:\\$\\w+)?\\..*"
              + "|java/lang/System\\.(?:getProperty|getProperties)"
              + "|java/lang/Integer\\.getInteger|java/lang/Long\\.getLong"
              + "|java/lang/Boolean\\.getBoolean");

  private static final Pattern LINKER = Pattern.compile("java/lang/foreign/Linker\\b");

  @TempDir Path temp = Path.of("");

  @Test
  void noClassFileNamesWhatIsForbidden() throws IOException {
    House house = House.ours();
    for (String module : House.MODULES) {
      assertTrue(!House.files(house.classes(module), ".class").isEmpty(), module);
    }
    assertEquals(List.of(), violations(house));
  }

  @Test
  void testsRunWithUnsafeAndNativeAccessDenied() throws IOException {
    List<String> arguments = ManagementFactory.getRuntimeMXBean().getInputArguments();
    String pom = Files.readString(House.ours().root().resolve("pom.xml"));
    for (String deny :
        List.of("--sun-misc-unsafe-memory-access=deny", "--illegal-native-access=deny")) {
      assertTrue(arguments.contains(deny), arguments.toString());
      assertTrue(pom.contains(deny), deny);
    }
    assertTrue(pom.contains("<cermet.argLine>${cermet.deny}"), "the parent's argLine");
  }

  private static List<String> violations(House house) throws IOException {
    List<String> violations = new ArrayList<>();
    for (String module : House.MODULES) {
      for (Path file : House.files(house.classes(module), ".class")) {
        ClassModel model = ClassFile.of().parse(file);
        Set<String> names = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
          if (entry instanceof Utf8Entry text) {
            find(NAMES, text.stringValue(), names);
            find(LINKER, text.stringValue(), names);
          } else if (entry instanceof MemberRefEntry member) {
            String full = member.owner().asInternalName() + "." + member.name().stringValue();
            if (MEMBERS.matcher(full).matches()) {
              names.add(full);
            }
          }
        }
        for (String name : names) {
          violations.add(model.thisClass().asInternalName() + " names " + name);
        }
      }
    }
    return violations;
  }

  private static void find(Pattern pattern, String text, Set<String> names) {
    Matcher matcher = pattern.matcher(text);
    if (matcher.find()) {
      names.add(matcher.group());
    }
  }

  private List<String> violations(String body) throws IOException {
    House house = new House(temp);
    house.withPrimitive("core", "cermet.core.hash.Seed", " " + body + " ");
    return violations(house.built("core"));
  }

  @Test
  void noUnsafeFailsOnSeededViolation() throws IOException {
    String start = "cermet/core/hash/Seed names ";
    assertEquals(List.of(), violations("long a(long b) { return b; }"));
    assertEquals(List.of(start + "sun/misc"), violations("sun.misc.Unsafe unsafe;"));
    assertEquals(
        List.of(start + "java/lang/reflect"),
        violations("Object a() { return java.lang.reflect.Array.newInstance(int.class, 1); }"));
    assertEquals(
        List.of(start + "java/lang/Class.forName", start + "jdk.internal"),
        violations("Class<?> a() throws Exception { return Class.forName(\"jdk.internal.X\"); }"));
    assertEquals(
        List.of(start + "java/lang/Class.getDeclaredFields", start + "java/lang/reflect"),
        violations("Object a() { return String.class.getDeclaredFields(); }"));
    assertEquals(
        List.of(start + "java/lang/System.getProperty"),
        violations("String a() { return System.getProperty(\"a\"); }"));
    assertEquals(
        List.of(start + "java/lang/foreign/MemorySegment.reinterpret"),
        violations("Object a(java.lang.foreign.MemorySegment s) { return s.reinterpret(8); }"));
    assertEquals(
        List.of(
            start + "java/lang/foreign/Linker", start + "java/lang/foreign/Linker.nativeLinker"),
        violations("Object a() { return java.lang.foreign.Linker.nativeLinker(); }"));
    assertEquals(
        List.of(start + "java/lang/invoke/MethodHandles.privateLookupIn"),
        violations(
            "Object a(java.lang.invoke.MethodHandles.Lookup l) throws Exception {"
                + " return java.lang.invoke.MethodHandles.privateLookupIn(String.class, l); }"));
  }
}

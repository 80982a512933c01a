// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the code of a queue does to what threads share: each access through a VarHandle with its
/// mode, and the plain writes of fields and of elements of arrays.
final class Accesses {
  private static final String HANDLE = "java/lang/invoke/VarHandle";
  private static final Set<String> SHARED =
      Set.of(
          "tail",
          "limit",
          "head",
          "closed",
          "turn",
          "element",
          "claimed",
          "tailChunk",
          "headChunk");

  private Accesses() {}

  /// A line for each method's name, of the class, its view and its iterators, in the order of code;
  /// writes of elements in a row count as one.
  static String of(Class<?> type) throws IOException {
    return of(type, "", "$View", "$Elements");
  }

  /// The same of one class file after the other, by what their names end with.
  static String of(Class<?> type, String... ends) throws IOException {
    Map<String, List<String>> found = new TreeMap<>();
    for (String end : ends) {
      try (var in = type.getResourceAsStream(type.getSimpleName() + end + ".class")) {
        byte[] bytes = Objects.requireNonNull(in, end).readAllBytes();
        for (MethodModel method : ClassFile.of().parse(bytes).methods()) {
          String name = method.methodName().stringValue();
          List<String> accesses = of(method);
          if (!accesses.isEmpty() && !name.equals("<clinit>")) {
            found.computeIfAbsent(name, n -> new ArrayList<>()).addAll(accesses);
          }
        }
      }
    }
    return found.entrySet().stream()
        .map(each -> each.getKey() + ": " + String.join(" ", each.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> of(MethodModel method) {
    List<String> accesses = new ArrayList<>();
    var handles = new ArrayDeque<String>();
    for (CodeElement each : method.code().map(code -> code.elementList()).orElse(List.of())) {
      switch (each) {
        case FieldInstruction field when field.opcode() == Opcode.GETSTATIC -> {
          if (field.type().equalsString("L" + HANDLE + ";")) {
            handles.push(field.name().stringValue());
          }
        }
        case FieldInstruction field when field.opcode() == Opcode.PUTFIELD -> {
          if (SHARED.contains(field.name().stringValue())) {
            accesses.add(field.name().stringValue() + "=");
          }
        }
        case InvokeInstruction call when call.owner().asInternalName().equals(HANDLE) -> {
          String handle = call.opcode() == Opcode.INVOKESTATIC ? "" : handles.poll() + ".";
          accesses.add(handle + call.name().stringValue());
        }
        case ArrayStoreInstruction store
            when store.opcode() == Opcode.LASTORE || store.opcode() == Opcode.AASTORE -> {
          if (accesses.isEmpty() || !accesses.getLast().equals("[]=")) {
            accesses.add("[]=");
          }
        }
        default -> {}
      }
    }
    return accesses;
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// A benchmark method outside JMH, for instruments that want the method and a loop and nothing
/// else.
final class Loop {
  /*
   * The states are made as JMH makes them: parameters, then set-up methods, superclasses first. The
   * loop is a class made for this one method, so that the call is static and the compiler sees what
   * it sees under JMH:
   *
   *     void run(Receiver receiver, States... states, int n) {
   *       for (; n > 0; n--) {
   *         Loop.keep(n);                          // or the loop that does nothing would go
   *         if (!Loop.open) return;                // volatile: nothing moves across operations
   *         Loop.keep(receiver.method(states));    // this line and the one above: 0, 1 or 2 times
   *       }
   *     }
   *
   * FLAGS keeps the loop out of its caller, or its cost is bimodal, and makes keep a black hole of
   * the compiler: its argument must be computed and costs nothing more.
   */

  static final List<String> FLAGS =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:+UnlockExperimentalVMOptions",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=dontinline,cermet.proof.Loop$Times::run",
          "-XX:CompileCommand=blackhole,cermet.proof.Loop::keep",
          "-XX:-TieredCompilation",
          "-Xbatch");

  /// Compiles the loop after a tenth of the calls, for calls that run long and warm up by
  /// themselves.
  static final String SOONER =
      "-XX:CompileCommand=CompileThresholdScaling,cermet.proof.Loop$Times::run,0.1";

  /// One side of a case: a benchmark method and the parameters and flags it runs with.
  record Side(Class<?> type, String method, Map<String, String> params, List<String> jvmArgs) {
    @Override
    public String toString() {
      return type.getName() + "." + method + (params.isEmpty() ? "" : " " + params);
    }
  }

  private static final String NAME = "cermet.proof.Loop$Times";
  private static final ClassDesc HERE = ClassDesc.of("cermet.proof.Loop");
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          ConstantDescs.CD_Object,
          ConstantDescs.CD_Object.arrayType(),
          ConstantDescs.CD_int);

  /// Never changes; read once an operation.
  static volatile boolean open = true;

  private final Map<Class<?>, Object> states = new HashMap<>();
  private final Map<String, String> params;
  private final Object receiver;
  private final Object[] arguments;
  private final Run run;
  private final int operations;

  /// What the loop's class does.
  interface Run {
    void run(Object receiver, Object[] arguments, int n);
  }

  /// Makes the states and the loop; a JVM can make only one.
  ///
  /// @param type the class that holds the benchmark
  /// @param name its method
  /// @param params values of parameters; the others take their first
  /// @param times how often the loop calls the method each time around
  Loop(Class<?> type, String name, Map<String, String> params, int times)
      throws ReflectiveOperationException {
    this.params = params;
    Method method =
        Arrays.stream(type.getMethods())
            .filter(m -> m.getName().equals(name) && !m.isBridge())
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(type + " has no method " + name));
    receiver = state(type);
    arguments = arguments(method);
    run = define(type, method, times);
    var batch = method.getAnnotation(OperationsPerInvocation.class);
    operations = batch == null ? 1 : batch.value();
  }

  /// How many operations one call of the method counts for.
  int operations() {
    return operations;
  }

  void run(int n) {
    run.run(receiver, arguments, n);
  }

  /// The command line of a JVM that runs a loop: `main` gets type, method, `more`, then parameters.
  static List<String> command(Class<?> main, List<String> flags, Side side, String... more) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(flags);
    command.addAll(
        List.of(
            "-D" + Seed.PROPERTY + "=1",
            "--sun-misc-unsafe-memory-access=allow", // some peers need it
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(side.jvmArgs);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            side.type.getName(),
            side.method));
    command.addAll(List.of(more));
    side.params.forEach((name, value) -> command.add(name + "=" + value));
    return command;
  }

  /// The loop of a command line whose parameters begin at this argument.
  static Loop of(String[] args, int times, int firstParam) throws ReflectiveOperationException {
    var params = new HashMap<String, String>();
    for (String arg : Arrays.asList(args).subList(firstParam, args.length)) {
      params.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
    }
    return new Loop(Class.forName(args[0]), args[1], params, times);
  }

  /// Runs until everything is compiled that will be.
  ///
  /// @param sooner whether [#SOONER] is set
  void warmUp(boolean sooner) {
    // C2 alone compiles after 600 calls if calls and loops are 15,000 together, or 5,000 calls.
    for (int i = 0; i < (sooner ? 125 : 1_250); i++) {
      run(16);
    }
  }

  static void keep(long value) {}

  static void keep(int value) {}

  static void keep(double value) {}

  static void keep(Object value) {}

  private Object state(Class<?> type) throws ReflectiveOperationException {
    Object known = states.get(type);
    if (known != null) {
      return known;
    }
    Object state = type.getConstructor().newInstance();
    states.put(type, state);
    var line = new ArrayDeque<Class<?>>(); // superclasses first
    for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
      line.addFirst(c);
    }
    for (Class<?> c : line) {
      for (Field field : c.getDeclaredFields()) {
        Param param = field.getAnnotation(Param.class);
        if (param != null) {
          String value = params.getOrDefault(field.getName(), param.value()[0]);
          field.setAccessible(true);
          field.set(state, parse(field.getType(), value));
        }
      }
    }
    for (Class<?> c : line) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.getAnnotation(Setup.class) != null
            && !Modifier.isAbstract(method.getModifiers())) {
          method.setAccessible(true);
          invoke(method, state);
        }
      }
    }
    return state;
  }

  private void invoke(Method method, Object state) throws ReflectiveOperationException {
    try {
      method.invoke(state, arguments(method));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(method + " failed", e.getCause());
    }
  }

  private Object[] arguments(Method method) throws ReflectiveOperationException {
    var values = new ArrayList<Object>();
    for (Class<?> parameter : method.getParameterTypes()) {
      if (parameter.getAnnotation(State.class) == null) {
        throw new IllegalArgumentException(method + ": " + parameter + " is no @State");
      }
      values.add(state(parameter));
    }
    return values.toArray();
  }

  private static Object parse(Class<?> type, String value) {
    if (type == int.class) {
      return Integer.valueOf(value);
    }
    if (type == long.class) {
      return Long.valueOf(value);
    }
    if (type == boolean.class) {
      return Boolean.valueOf(value);
    }
    if (type == double.class) {
      return Double.valueOf(value);
    }
    if (type == String.class) {
      return value;
    }
    throw new IllegalArgumentException("parameter of " + type);
  }

  private static Run define(Class<?> type, Method method, int times)
      throws ReflectiveOperationException {
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.of(NAME),
                builder ->
                    builder
                        .withInterfaceSymbols(HERE.nested("Run"))
                        .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            ConstantDescs.MTD_void,
                            ClassFile.ACC_PUBLIC,
                            code ->
                                code.aload(0)
                                    .invokespecial(
                                        ConstantDescs.CD_Object,
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void)
                                    .return_())
                        .withMethodBody(
                            "run",
                            RUN,
                            ClassFile.ACC_PUBLIC,
                            code -> loop(code, type, method, times)));
    return (Run) MethodHandles.lookup().defineClass(bytes).getDeclaredConstructor().newInstance();
  }

  /// Locals: 1 receiver, 2 states, 3 what is left, then the receiver and each state by its type.
  private static void loop(CodeBuilder code, Class<?> type, Method method, int times) {
    Class<?>[] parameters = method.getParameterTypes();
    code.aload(1).checkcast(desc(type)).astore(4);
    for (int i = 0; i < parameters.length; i++) {
      code.aload(2).loadConstant(i).aaload().checkcast(desc(parameters[i])).astore(5 + i);
    }
    Label top = code.newBoundLabel();
    Label end = code.newLabel();
    code.iload(3).ifle(end).iload(3);
    keep(code, int.class);
    for (int call = 0; call < times; call++) {
      code.getstatic(HERE, "open", ConstantDescs.CD_boolean).ifeq(end).aload(4);
      for (int i = 0; i < parameters.length; i++) {
        code.aload(5 + i);
      }
      code.invokevirtual(
          desc(type),
          method.getName(),
          MethodTypeDesc.of(
              desc(method.getReturnType()),
              Arrays.stream(parameters).map(Loop::desc).toArray(ClassDesc[]::new)));
      keep(code, method.getReturnType());
    }
    code.iinc(3, -1).goto_(top).labelBinding(end).return_();
  }

  private static void keep(CodeBuilder code, Class<?> type) {
    if (type == void.class) {
      return;
    }
    Class<?> kept =
        !type.isPrimitive()
            ? Object.class
            : type == long.class || type == double.class ? type : int.class;
    code.invokestatic(HERE, "keep", MethodTypeDesc.of(ConstantDescs.CD_void, desc(kept)));
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }
}

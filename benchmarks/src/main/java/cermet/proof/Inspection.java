// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import cermet.core.measure.AllocationMeter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedObject;
import jdk.jfr.consumer.RecordingStream;

/// What one operation allocates once it is compiled, to the byte, and what C2 inlined into it.
///
/// @param nanos of one call, roughly, of the processor's time
/// @param operations how many operations a call counts for
/// @param bytes allocated by the calling thread, per operation
/// @param inlined methods of the library that are inlined wherever the operation calls them
/// @param refused the others, with the compiler's reason
record Inspection(
    double nanos, int operations, double bytes, List<String> inlined, Map<String, String> refused) {
  /*
   * A fork runs a Loop until it is compiled and listens to the compiler through JFR. The roots are
   * the loop itself and whatever of the benchmark it refused to inline; a method of the library
   * counts as inlined if no root refused it.
   */

  private static final int CALLS = 2_000;
  private static final int WINDOWS = 3; // the least counts: the first still links this and that

  /// Inspects one side of a case in a JVM of its own.
  static Inspection of(Loop.Side side) throws IOException, InterruptedException {
    var flags = List.of("-XX:+UseSerialGC", "-Xms1g", "-Xmx1g");
    Process process =
        new ProcessBuilder(Loop.command(Inspection.class, flags, side))
            .redirectErrorStream(true)
            .start();
    String output;
    try (var in = process.getInputStream()) {
      output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    if (process.waitFor() != 0) {
      throw new IOException(side + " inspected: " + output.strip());
    }
    return parse(output);
  }

  private static Inspection parse(String output) {
    var values = new HashMap<String, String>();
    var inlined = new ArrayList<String>();
    var refused = new TreeMap<String, String>();
    for (String line : output.lines().toList()) {
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "inlined" -> inlined.add(words[1]);
        case "refused" -> refused.put(words[1], words[2]);
        default -> values.put(words[0], words.length > 1 ? words[1] : "");
      }
    }
    return new Inspection(
        Double.parseDouble(values.get("nanos")),
        Integer.parseInt(values.get("operations")),
        Double.parseDouble(values.get("bytes")),
        List.copyOf(inlined),
        refused);
  }

  /// The JVM that is inspected: type, method, then parameters as `name=value`.
  public static void main(String[] args) throws ReflectiveOperationException {
    Loop loop = Loop.of(args, 1, 2);
    var compilations = new ArrayList<RecordedEvent>();
    var inlinings = new ArrayList<RecordedEvent>();
    try (var recording = new RecordingStream()) {
      recording.enable("jdk.Compilation").withoutThreshold();
      recording.enable("jdk.CompilerInlining");
      recording.setReuse(false);
      recording.onEvent("jdk.Compilation", compilations::add);
      recording.onEvent("jdk.CompilerInlining", inlinings::add);
      recording.startAsync();
      loop.warmUp(false);
      recording.stop();
    }
    var meter = new AllocationMeter();
    var threads = ManagementFactory.getThreadMXBean();
    long bytes = Long.MAX_VALUE;
    long nanos = Long.MAX_VALUE;
    for (int i = 0; i < WINDOWS; i++) {
      meter.start();
      long start = threads.getCurrentThreadCpuTime(); // a clock would count others' work
      loop.run(CALLS);
      nanos = Math.min(nanos, threads.getCurrentThreadCpuTime() - start);
      bytes = Math.min(bytes, meter.stop());
    }
    System.out.println("nanos " + (double) nanos / CALLS);
    System.out.println("operations " + loop.operations());
    System.out.println("bytes " + (double) bytes / CALLS / loop.operations());
    print(compilations, inlinings, args[0] + "." + args[1]);
    System.out.flush();
    Runtime.getRuntime().halt(0); // what threads of a benchmark are left are not its work
  }

  private static void print(
      List<RecordedEvent> compilations, List<RecordedEvent> inlinings, String benchmark) {
    Map<String, Integer> last = new HashMap<>(); // the last compilation of each method
    for (RecordedEvent event : compilations) {
      if (event.getBoolean("succeded") && !event.getBoolean("isOsr")) {
        var method = event.getValue("method");
        if (method instanceof RecordedMethod root) {
          last.put(root.getType().getName() + "." + root.getName(), event.getInt("compileId"));
        }
      }
    }
    var inlined = new TreeSet<String>();
    var refused = new LinkedHashMap<String, String>();
    var roots = new ArrayList<>(List.of("cermet.proof.Loop$Times.run"));
    for (int i = 0; i < roots.size(); i++) {
      Integer id = last.get(roots.get(i));
      for (RecordedEvent event : inlinings) {
        if (id == null || event.getInt("compileId") != id) {
          continue;
        }
        RecordedObject callee = event.getValue("callee");
        String type = callee.getString("type").replace('/', '.');
        String name = type + "." + callee.getString("name");
        if (event.getBoolean("succeeded")) {
          inlined.add(name);
        } else {
          refused.put(name, event.getString("message"));
          if (isHot(event.getString("message")) && isOurs(type) && !roots.contains(name)) {
            roots.add(name);
          }
        }
      }
    }
    inlined.removeAll(refused.keySet());
    inlined.remove(benchmark);
    inlined.stream().filter(Inspection::isPinned).forEach(n -> System.out.println("inlined " + n));
    refused.forEach((name, why) -> {
      if (isPinned(name)) {
        System.out.println("refused " + name + " " + why);
      }
    });
  }

  /// Neither the JDK's nor the benchmark's own.
  private static boolean isPinned(String name) {
    return isOurs(name) && !name.contains("Proof$");
  }

  /// Whether the compiler refused a call that it knows to be hot: then it compiled the callee
  /// alone.
  private static boolean isHot(String refusal) {
    return refusal.startsWith("hot method too big") || refusal.startsWith("already compiled");
  }

  private static boolean isOurs(String name) {
    return name.startsWith("cermet.") && !name.startsWith(Loop.class.getName());
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own for programs that may use what is denied to the tests. */
record Child(int code, String out, String errors) {
  /** What JCTools' queues need to be silent. */
  static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

  /** What Agrona needs to look into the JVM. */
  static final String OPENS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

  static Child run(Path folder, List<String> flags, Class<?> program, String... args)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(args));
    Path out = folder.resolve("out");
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return new Child(process.exitValue(), Files.readString(out), Files.readString(errors));
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * Lets a growth fail for want of memory at each of its allocations: the heap is filled, then given
 * back a piece at a time until the growth succeeds. After each failure all must be as it was.
 */
public final class MemoryEnd {
  private static final int PIECE = 1 << 13; // a fraction of any array that the tests let grow

  private static final byte[] NOTHING = {};

  private MemoryEnd() {}

  /** Runs the main method of a class, which approaches the end, in a small heap of its own. */
  public static void fork(Class<?> program) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx8m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), printed);
    assertEquals("kept", printed.strip());
  }

  /**
   * Tries a growth with ever more memory.
   *
   * @param growth fails with an {@code OutOfMemoryError} until it succeeds
   * @param kept whether all is as it was before the growth; allocates nothing
   * @param grown whether it has grown
   */
  public static void approach(Runnable growth, BooleanSupplier kept, BooleanSupplier grown) {
    if (!kept.getAsBoolean()) { // which also loads what it takes, while there is memory
      throw new AssertionError("not as it should be before the growth");
    }
    byte[][] pieces = new byte[2048][];
    int count = 0;
    try {
      for (; ; count++) {
        pieces[count] = new byte[PIECE];
      }
    } catch (OutOfMemoryError expected) {
      // There is no memory left now.
    }
    int failures = 0;
    for (; !grows(growth); failures++) {
      count--;
      pieces[count] = NOTHING;
      if (!kept.getAsBoolean()) {
        throw new AssertionError("changed by failure " + failures);
      }
    }
    if (failures < 10 || !grown.getAsBoolean()) {
      throw new AssertionError("failures before the growth: " + failures);
    }
    System.out.println("kept");
  }

  private static boolean grows(Runnable growth) {
    try {
      growth.run();
      return true;
    } catch (OutOfMemoryError expected) {
      return false;
    }
  }
}

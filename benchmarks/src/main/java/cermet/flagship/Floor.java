// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import cermet.concurrent.task.Chunks;
import cermet.io.source.ByteSource;
import cermet.io.source.Windows;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// What no solution can do without: reads a file on all cores and adds up its bytes, eight at a
/// time.
final class Floor {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();
  private static final int PARTS = 32; // a thread, as Stations has them
  private static final int WINDOW = 256 << 10;

  private Floor() {}

  /// Runs the program; the exit code is 0, or 2 after a message on the error stream.
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    return Arguments.run("Floor", "usage: Floor FILE", args, out, err, Floor::run);
  }

  private static void run(Arguments arguments, PrintStream out, PrintStream err)
      throws IOException {
    Path file = Arguments.readable(arguments.words("FILE").get(0));
    int threads = Runtime.getRuntime().availableProcessors();
    long part = Math.max(Files.size(file) / threads / PARTS, WINDOW);
    try (var parts = Windows.of(file, part)) {
      Chunks.RangeBody<long[], IOException> body =
          (sum, from, to) -> {
            for (int i = (int) from; i < to; i++) {
              try (var source = parts.open(i, WINDOW)) {
                sum[0] += sum(source);
              }
            }
          };
      long[] sum =
          new Chunks(threads)
              .fold(
                  0,
                  parts.count(),
                  1,
                  () -> new long[1],
                  body,
                  (one, other) -> {
                    one[0] += other[0];
                    return one;
                  });
      out.println(sum[0]);
    }
  }

  /// Adds up whole words; the bytes behind a window's last one are read with the next window, or
  /// not at all.
  private static long sum(ByteSource source) throws IOException {
    long sum = 0;
    int at;
    do {
      byte[] window = source.window();
      at = source.from();
      int words = (source.to() - at) / Long.BYTES;
      for (int i = 0; i < words; i++) {
        sum += (long) LONGS.get(window, at + i * Long.BYTES);
      }
      at += words * Long.BYTES;
    } while (source.refill(at));
    return sum;
  }
}

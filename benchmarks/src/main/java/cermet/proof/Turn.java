// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/// Hands the machine from one live fork to the other, iteration by iteration, through a mapped
/// flag.
public final class Turn implements InternalProfiler {
  /*
   * The file holds one int: 0 or 1, the side whose turn it is, or ABORTED when a side has failed. A
   * fork waits for its side before an iteration and gives the turn away after it. It is a profiler
   * because JMH calls profilers around each iteration and carries them into its forks, so that no
   * benchmark needs to know of turns. The waiting side sleeps: spinning would heat its core. The
   * first side stays until the second has played its last turn, which a JVM that ends would disturb:
   * 100 ms of a burst's schedule in identical forks.
   */

  static final int ABORTED = -1;

  private static final int BYTES = Integer.BYTES;
  private static final long MIN_NAP_NANOS = 50_000; // what a timer can tell apart
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5); // the longest set-up
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder())
          .withInvokeExactBehavior();

  private final int side;
  private final int turns;
  private final long napNanos;
  private final Path file;
  private ByteBuffer flag;
  private int played;

  /// Takes what [#options] made, as JMH passes options to profilers.
  public Turn(String options) {
    String[] parts = options.split(":", 4);
    side = Integer.parseInt(parts[0]);
    turns = Integer.parseInt(parts[1]);
    napNanos = Long.parseLong(parts[2]);
    file = Path.of(parts[3]);
  }

  /// The options of one side, whose naps are a 400th of a turn: each takes a core from the other.
  static String options(int side, int turns, int turnMillis, Path file) {
    return side + ":" + turns + ":" + Math.max(MIN_NAP_NANOS, turnMillis * 2_500L) + ":" + file;
  }

  static void create(Path file) throws IOException {
    set(map(file), 0);
  }

  static void abort(Path file) throws IOException {
    set(map(file), ABORTED);
  }

  @Override
  public String getDescription() {
    return "turns between two forks";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    try {
      if (flag == null) {
        flag = map(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await();
  }

  private void await() {
    long start = System.nanoTime();
    for (; ; ) {
      int turn = (int) INT.getAcquire(flag, 0); // pairs with the release in set
      if (turn == side) {
        return;
      }
      if (turn == ABORTED) {
        throw new IllegalStateException("the other fork failed");
      }
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IllegalStateException("no turn within " + PATIENCE_NANOS + " ns");
      }
      LockSupport.parkNanos(napNanos);
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    set(flag, 1 - side);
    if (++played == turns && side == 0) {
      await();
    }
    return List.of();
  }

  private static void set(ByteBuffer flag, int turn) {
    INT.setRelease(flag, 0, turn); // pairs with the acquire in beforeIteration
  }

  private static MappedByteBuffer map(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
    }
  }
}

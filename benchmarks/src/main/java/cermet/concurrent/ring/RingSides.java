// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import cermet.proof.Burst;
import cermet.proof.Seed;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The messages of the proofs of rings, and the two sides between which they are sent: the writer
/// copies a message in, the reader looks at its first and its last eight bytes where they lie.
@State(Scope.Thread)
public abstract class RingSides implements Burst.Pipe {
  static final int CAPACITY = 1 << 16;
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder())
          .withInvokeExactBehavior();

  private static final int MESSAGES = 64;
  private static final int LIMIT = 10; // messages a read, as an agent's duty cycle takes them

  // The reader's counters, away from the fields that the writer reads.
  private static final int SUM = 32;
  private static final int GOT = 33;
  private static final int TAKEN = 34;

  /// Bytes of a message.
  @Param({"32", "256"})
  public int length;

  /// Where the rings of both contenders lie.
  @Param({"heap", "native"})
  public String memory;

  private final long[] counters = new long[2 * SUM];
  private final Object[] elements = new Object[MESSAGES];
  private int next;
  private Burst burst;

  /// Makes the messages, and the ring.
  @Setup(Level.Trial)
  public void make() {
    open(memory.equals("heap"));
    var random = new SplittableRandom(Seed.fresh());
    for (int i = 0; i < MESSAGES; i++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      elements[i] = message(bytes);
    }
  }

  /// Ends the bursts, if there were any.
  @TearDown(Level.Trial)
  public void end() throws InterruptedException, IOException {
    if (burst != null) {
      burst.end();
    }
  }

  abstract void open(boolean onHeap);

  /// What this contender's writer takes messages from.
  Object message(byte[] bytes) {
    return bytes;
  }

  abstract int read(int limit);

  @Override
  public final Object take() {
    if (counters[TAKEN] == counters[GOT]) {
      int read = read(LIMIT);
      if (read == 0) {
        return null;
      }
      counters[GOT] += read;
    }
    counters[TAKEN]++;
    return this;
  }

  final void see(long first, long last) {
    counters[SUM] += first ^ last;
  }

  final void see(byte[] bytes, int offset, int length) {
    see((long) LONG.get(bytes, offset), (long) LONG.get(bytes, offset + length - Long.BYTES));
  }

  final long sum() {
    return counters[SUM];
  }

  final Object one() {
    return elements[next++ & (MESSAGES - 1)];
  }

  final long pairOfOne() {
    put(one());
    readOne();
    return sum();
  }

  /// Reads the one message; where the memory ends, some rings take two calls.
  final void readOne() {
    while (read(1) == 0) {}
  }

  final int moveBursts() {
    if (burst == null) {
      burst = new Burst(this);
    }
    return burst.run(elements);
  }
}

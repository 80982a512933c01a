// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios against a bounded sequential queue, and against one claim
/// that several threads try to end.
class MpscByteRingLincheck {
  private static final int RECORDS = 2;

  @Test
  void isLinearizable() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(3)
        .actorsAfter(3)
        .sequentialSpecification(Model.class)
        .check(Subject.class);
  }

  @Test
  void aClaimEndsOnce() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(2)
        .sequentialSpecification(OneClaim.class)
        .check(ClaimedRing.class);
  }

  /// Each record takes half of the ring.
  @Param(name = "element", gen = IntGen.class, conf = "1:9")
  public static final class Subject {
    private static final int LENGTH = 64;

    private final MpscByteRing<byte[]> ring = MpscByteRing.allocate(128, 64, Long.MAX_VALUE);
    private int got;

    @Operation
    public boolean write(int element) {
      byte[] message = new byte[LENGTH];
      message[0] = (byte) element;
      message[LENGTH - 1] = (byte) element;
      return ring.write(element, message, 0, LENGTH);
    }

    @Operation
    public boolean claimAndCommit(int element) {
      int offset = ring.tryClaim(element, LENGTH);
      if (offset < 0) {
        return false;
      }
      ring.memory()[offset] = (byte) element;
      ring.memory()[offset + LENGTH - 1] = (byte) element;
      ring.commit(offset);
      return true;
    }

    @Operation
    public int records() {
      return ring.size() / LENGTH;
    }

    /// A read finds nothing also where a message is not yet complete: then again.
    @Operation(nonParallelGroup = "consumer")
    public @Nullable Integer read() {
      while (true) {
        int count =
            ring.read(
                (typeId, bytes, offset, length) ->
                    got =
                        typeId == bytes[offset] && typeId == bytes[offset + LENGTH - 1]
                            ? typeId
                            : -1,
                1);
        if (count > 0) {
          return got;
        }
        if (ring.size() == 0) {
          return null;
        }
      }
    }
  }

  /// What the ring is on one thread.
  public static final class Model {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();

    public boolean write(int element) {
      return queue.size() < RECORDS && queue.add(element);
    }

    public boolean claimAndCommit(int element) {
      return write(element);
    }

    public int records() {
      return queue.size();
    }

    public @Nullable Integer read() {
      return queue.poll();
    }
  }

  /// A ring that a claim blocks.
  public static final class ClaimedRing {
    private final MpscByteRing<byte[]> ring = MpscByteRing.allocate(128);
    private final int offset = ring.tryClaim(5, 1);

    @Operation
    public boolean commit() {
      try {
        ring.commit(offset);
        return true;
      } catch (IllegalStateException _) {
        return false;
      }
    }

    @Operation
    public boolean abort() {
      try {
        ring.abort(offset);
        return true;
      } catch (IllegalStateException _) {
        return false;
      }
    }

    @Operation
    public boolean unblock() {
      return ring.unblock();
    }

    @Operation(nonParallelGroup = "consumer")
    public int read() {
      return ring.read((typeId, bytes, offset, length) -> {});
    }
  }

  /// One claim, which the first call ends.
  public static final class OneClaim {
    private boolean open = true;
    private int messages;

    public boolean commit() {
      boolean first = open;
      open = false;
      messages += first ? 1 : 0;
      return first;
    }

    public boolean abort() {
      boolean first = open;
      open = false;
      return first;
    }

    public boolean unblock() {
      return abort();
    }

    public int read() {
      int read = messages;
      messages = 0;
      return read;
    }
  }
}

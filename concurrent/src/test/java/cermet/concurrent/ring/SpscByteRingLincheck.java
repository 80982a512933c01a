// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.ArrayDeque;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Every interleaving of short scenarios against a bounded sequential queue. The tool does not know
/// handles that see a `byte[]` as longs: what reads and writes a header is one step to it.
class SpscByteRingLincheck {
  private static final int RECORDS = 2;

  @Test
  void isLinearizable() {
    new ModelCheckingOptions()
        .iterations(20)
        .invocationsPerIteration(1_000)
        .threads(2)
        .actorsPerThread(4)
        .actorsBefore(3)
        .actorsAfter(3)
        .sequentialSpecification(Model.class)
        .addGuarantee(
            forClasses("cermet.concurrent.ring.SpscByteRing")
                .methods("getHeader", "putHeader")
                .treatAsAtomic())
        .check(Subject.class);
  }

  /// Two groups of operations, each never run by two threads at once; each record takes half of the
  /// ring.
  @Param(name = "element", gen = IntGen.class, conf = "1:9")
  public static final class Subject {
    private static final int LENGTH = 24;

    private final SpscByteRing<byte[]> ring = SpscByteRing.allocate(64, Long.MAX_VALUE - 63);
    private int got;

    @Operation(nonParallelGroup = "producer")
    public boolean write(int element) {
      byte[] message = new byte[LENGTH];
      message[0] = (byte) element;
      message[LENGTH - 1] = (byte) element;
      return ring.write(element, message, 0, LENGTH);
    }

    @Operation(nonParallelGroup = "producer")
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

    @Operation(nonParallelGroup = "producer")
    public int sizeSeenByProducer() {
      return ring.size() / (64 / RECORDS);
    }

    @Operation(nonParallelGroup = "consumer")
    public @Nullable Integer read() {
      int count =
          ring.read(
              (typeId, bytes, offset, length) ->
                  got =
                      typeId == bytes[offset] && typeId == bytes[offset + LENGTH - 1] ? typeId : -1,
              1);
      return count == 0 ? null : got;
    }

    @Operation(nonParallelGroup = "consumer")
    public int sizeSeenByConsumer() {
      return ring.size() / (64 / RECORDS);
    }
  }

  /// What the ring is on one thread.
  public static final class Model {
    private final ArrayDeque<Integer> records = new ArrayDeque<>();

    public boolean write(int element) {
      return records.size() < RECORDS && records.add(element);
    }

    public boolean claimAndCommit(int element) {
      return write(element);
    }

    public int sizeSeenByProducer() {
      return records.size();
    }

    public @Nullable Integer read() {
      return records.poll();
    }

    public int sizeSeenByConsumer() {
      return records.size();
    }
  }
}

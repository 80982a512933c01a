// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// What several threads may see of one ring on the machine's own memory model: every outcome that
/// is not listed is forbidden.
public class MpscByteRingStress {
  private static final int NOTHING = -1;

  /// To meet the moment in which the other side acts.
  private static final int TRIES = 200;

  private MpscByteRingStress() {}

  /// A ring that has been used, so that its headers hold older stamps.
  private static MpscByteRing<byte[]> used(int capacity) {
    MpscByteRing<byte[]> ring = MpscByteRing.allocate(capacity, 8, Long.MAX_VALUE - 1);
    for (int i = 0; i < capacity / 8; i++) {
      ring.write(0, new byte[8], 0, 8);
      ring.read((typeId, bytes, offset, length) -> {});
    }
    return ring;
  }

  private static boolean write(MpscByteRing<byte[]> ring, int element) {
    return ring.write(element, new byte[] {(byte) element, 0, 0, (byte) element}, 0, 4);
  }

  private static int commit(MpscByteRing<byte[]> ring, int offset) {
    try {
      ring.commit(offset);
      return 1;
    } catch (IllegalStateException _) {
      return 0;
    }
  }

  /// Reads one message, or nothing: the type id if the bytes at both ends tell the same, 99 if not.
  private static final class Reader {
    private final ByteRing.Handler<byte[]> handler = this::receive;
    private int got;

    private void receive(int typeId, byte[] bytes, int offset, int length) {
      got = bytes[offset] == typeId && bytes[offset + length - 1] == typeId ? typeId : 99;
    }

    int read(MpscByteRing<byte[]> ring) {
      return ring.read(handler, 1) == 0 ? NOTHING : got;
    }

    int await(MpscByteRing<byte[]> ring) {
      int read = NOTHING;
      for (int i = 0; i < TRIES && read == NOTHING; i++) {
        read = read(ring);
      }
      return read;
    }
  }

  /// What was written is whole, and so is its header.
  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class WriteThenRead {
    private final MpscByteRing<byte[]> ring = used(64);
    private final Reader reader = new Reader();

    @Actor
    public void produce() {
      write(ring, 7);
    }

    @Actor
    public void consume(I_Result r) {
      r.r1 = reader.await(ring);
    }
  }

  /// The same for writes in a loop, and for plain fields that they order.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "all messages were whole")
  @State
  public static class WritesThenReads {
    private final MpscByteRing<byte[]> ring = used(1024);
    private final int count = ThreadLocalRandom.current().nextInt(4, 9); // unknown to the compiler
    private final byte[] message = {7, 7};
    private final long[] data = new long[8];
    private int wrong;
    private int early;

    @Actor
    public void produce() {
      for (int i = 0; i < count; i++) {
        data[i] = 3;
        ring.write(i, message, 0, 2);
      }
    }

    @Actor
    public void consume(II_Result r) {
      ByteRing.Handler<byte[]> handler =
          (typeId, bytes, offset, length) -> {
            early += data[typeId] == 3 ? 0 : 1;
            wrong += length == 2 && bytes[offset] == 7 && bytes[offset + 1] == 7 ? 0 : 1;
          };
      for (int i = 0; i < TRIES; i++) {
        ring.read(handler);
      }
      r.r1 = wrong;
      r.r2 = early;
    }
  }

  /// The same for a claim that its producer fills.
  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7", expect = ACCEPTABLE, desc = "there, and whole")
  @State
  public static class CommitThenRead {
    private final MpscByteRing<byte[]> ring = used(64);
    private final Reader reader = new Reader();

    @Actor
    public void produce() {
      int offset = ring.tryClaim(7, 2);
      ring.memory()[offset] = 7;
      ring.memory()[offset + 1] = 7;
      ring.commit(offset);
    }

    @Actor
    public void consume(I_Result r) {
      r.r1 = reader.await(ring);
    }
  }

  /// Two producers get different room, and both messages arrive.
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "one first")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the other first")
  @State
  public static class TwoProducers {
    private final MpscByteRing<byte[]> ring = used(64);
    private final Reader reader = new Reader();

    @Actor
    public void one() {
      write(ring, 1);
    }

    @Actor
    public void two() {
      int offset = ring.tryClaim(2, 1);
      ring.memory()[offset] = 2;
      ring.commit(offset);
    }

    @Arbiter
    public void consume(II_Result r) {
      r.r1 = reader.read(ring);
      r.r2 = reader.read(ring);
    }
  }

  /// Where one message fits, one of two producers gets the room.
  @JCStressTest
  @Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "the one")
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "the other")
  @State
  public static class RoomForOne {
    private final MpscByteRing<byte[]> ring = used(64);
    private final byte[] long1 = new byte[32];
    private final byte[] long2 = new byte[32];
    private final Reader reader = new Reader();

    public RoomForOne() {
      Arrays.fill(long1, (byte) 1);
      Arrays.fill(long2, (byte) 2);
      ring.write(3, new byte[] {3}, 0, 1);
    }

    @Actor
    public void one(III_Result r) {
      r.r1 = ring.write(1, long1, 0, 32) ? 1 : 0;
    }

    @Actor
    public void two(III_Result r) {
      r.r2 = ring.write(2, long2, 0, 32) ? 1 : 0;
    }

    @Arbiter
    public void consume(III_Result r) {
      reader.read(ring);
      r.r3 = reader.read(ring);
    }
  }

  /// What a handler reads is not overwritten before the read has ended.
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "full: the producer did not write")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "the producer wrote after the read")
  @State
  public static class ReadThenWrite {
    private final MpscByteRing<byte[]> ring = MpscByteRing.allocate(64, 32, 0);
    private final byte[] message = new byte[32];
    private final byte[] other = new byte[32];

    public ReadThenWrite() {
      Arrays.fill(message, (byte) 1);
      Arrays.fill(other, (byte) 2);
      ring.write(1, message, 0, 32);
      ring.write(1, message, 0, 32);
    }

    @Actor
    public void consume(III_Result r) {
      ring.read(
          (typeId, bytes, offset, length) -> {
            r.r2 = bytes[offset + 31];
            r.r1 = bytes[offset];
          },
          1);
    }

    @Actor
    public void produce(III_Result r) {
      for (int i = 0; i < TRIES && r.r3 == 0; i++) {
        r.r3 = ring.write(2, other, 0, 32) ? 1 : 0;
      }
    }
  }

  /// Two messages of one producer arrive in order, also where the memory wraps with a gap.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "the first came between")
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "only the first")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both")
  @State
  public static class Order {
    private final MpscByteRing<byte[]> ring = MpscByteRing.allocate(64, 8, Long.MAX_VALUE - 1);
    private final Reader reader = new Reader();
    private final byte[] one = {1, 0, 0, 0, 0, 0, 0, 0, 1};
    private final byte[] two = {2, 0, 0, 0, 0, 0, 0, 0, 2};

    public Order() {
      ring.write(0, one, 0, 1); // the next but one starts anew
      reader.read(ring);
    }

    @Actor
    public void produce() {
      ring.write(1, one, 0, 9);
      ring.write(2, two, 0, 9);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = reader.read(ring);
      r.r2 = reader.read(ring);
    }
  }

  /// What is written behind a claim is not seen before the claim has ended.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both at once")
  @State
  public static class HeldBack {
    private final MpscByteRing<byte[]> ring = used(64);
    private final Reader reader = new Reader();

    @Actor
    public void produce() {
      int offset = ring.tryClaim(1, 1);
      write(ring, 2);
      ring.memory()[offset] = 1;
      ring.commit(offset);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = reader.read(ring);
      r.r2 = reader.read(ring);
    }
  }

  /// A claim is committed or given up, never both, and the consumer sees what came of it.
  @JCStressTest
  @Outcome(id = "1, 0, 7", expect = ACCEPTABLE, desc = "committed")
  @Outcome(id = "0, 1, -1", expect = ACCEPTABLE, desc = "given up")
  @State
  public static class CommitOrUnblock {
    private final MpscByteRing<byte[]> ring = used(64);
    private final Reader reader = new Reader();
    private final int offset = ring.tryClaim(7, 1);

    @Actor
    public void produce(III_Result r) {
      ring.memory()[offset] = 7;
      r.r1 = commit(ring, offset);
    }

    @Actor
    public void unblock(III_Result r) {
      r.r2 = ring.unblock() ? 1 : 0;
    }

    @Arbiter
    public void consume(III_Result r) {
      r.r3 = reader.read(ring);
    }
  }

  /// Of two threads that end one claim, one succeeds.
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the one")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the other")
  @State
  public static class CommitTwice {
    private final MpscByteRing<byte[]> ring = used(64);
    private final int offset = ring.tryClaim(7, 1);

    @Actor
    public void one(II_Result r) {
      r.r1 = commit(ring, offset);
    }

    @Actor
    public void two(II_Result r) {
      r.r2 = commit(ring, offset);
    }
  }

  /// What the consumer could read is in the size.
  @JCStressTest
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "-1, 8", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "read, and given back")
  @State
  public static class ReadThenSize {
    private final MpscByteRing<byte[]> ring = used(64);
    private final Reader reader = new Reader();

    @Actor
    public void produce() {
      write(ring, 1);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = reader.read(ring);
      r.r2 = ring.size();
    }
  }
}

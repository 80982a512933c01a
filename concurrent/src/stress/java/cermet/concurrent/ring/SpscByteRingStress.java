// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// What two threads may see of one ring on the machine's own memory model: every outcome that is
/// not listed is forbidden.
public class SpscByteRingStress {
  private static final int NOTHING = -1;

  /// To meet the moment in which the other side acts.
  private static final int TRIES = 200;

  private SpscByteRingStress() {}

  /// A ring whose two sides have seen each other, so that what they remember must do.
  private static SpscByteRing<byte[]> used(int capacity) {
    SpscByteRing<byte[]> ring = SpscByteRing.allocate(capacity, Long.MAX_VALUE - 63);
    ring.write(0, new byte[8], 0, 8);
    ring.read((typeId, bytes, offset, length) -> {});
    return ring;
  }

  private static boolean write(SpscByteRing<byte[]> ring, int element) {
    return ring.write(element, new byte[] {(byte) element, 0, 0, (byte) element}, 0, 4);
  }

  /// Reads one message, or nothing: the type id if the bytes at both ends tell the same, 99 if not.
  private static final class Reader {
    private final ByteRing.Handler<byte[]> handler = this::receive;
    private int got;

    private void receive(int typeId, byte[] bytes, int offset, int length) {
      got = bytes[offset] == typeId && bytes[offset + length - 1] == typeId ? typeId : 99;
    }

    int read(SpscByteRing<byte[]> ring) {
      return ring.read(handler, 1) == 0 ? NOTHING : got;
    }

    int await(SpscByteRing<byte[]> ring) {
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
    private final SpscByteRing<byte[]> ring = used(64);
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

  /// The same for what the producer itself puts into claims, in a loop: all checks of a round are
  /// done before the writes of the next, so that the compiler may exchange them with a plain index.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "all messages were whole")
  @State
  public static class ClaimsThenReads {
    private final SpscByteRing<byte[]> ring = used(1024);
    private final int count = ThreadLocalRandom.current().nextInt(4, 9); // unknown to the compiler
    private final long[] data = {1, 2};
    private int wrong;

    @Actor
    public void produce() {
      byte[] bytes = ring.memory();
      for (int i = 0; i < count; i++) {
        int offset = ring.tryClaim(7, 2);
        bytes[offset] = 7;
        bytes[offset + 1] = 7;
        data[0] = 3;
        ring.commit(offset);
      }
    }

    @Actor
    public void consume(II_Result r) {
      ByteRing.Handler<byte[]> handler =
          (typeId, bytes, offset, length) -> {
            wrong += bytes[offset] == 7 && bytes[offset + 1] == 7 && typeId == 7 ? 0 : 1;
            wrong += length == 2 && data[0] == 3 ? 0 : 1;
          };
      for (int i = 0; i < TRIES; i++) {
        ring.read(handler);
      }
      r.r1 = wrong;
    }
  }

  /// The same for writes, some of them behind a claim: only then may the compiler, which has seen
  /// both ways, exchange the header with a plain index, for nothing is checked between the two.
  @JCStressTest
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "all messages were whole")
  @State
  public static class WritesThenReads {
    private final SpscByteRing<byte[]> ring = used(1024);
    private final int count = ThreadLocalRandom.current().nextInt(4, 9); // unknown to the compiler
    private final byte[] message = {7, 7};
    private int wrong;

    @Actor
    public void produce() {
      for (int i = 0; i < count; i++) {
        if ((i & 3) == 1) {
          int offset = ring.tryClaim(7, 2);
          ring.write(7, message, 0, 2);
          ring.memory()[offset] = 7;
          ring.memory()[offset + 1] = 7;
          ring.commit(offset);
        } else {
          ring.write(7, message, 0, 2);
        }
      }
    }

    @Actor
    public void consume(II_Result r) {
      ByteRing.Handler<byte[]> handler =
          (typeId, bytes, offset, length) ->
              wrong += typeId == 7 && length == 2 && bytes[offset + 1] == 7 ? 0 : 1;
      for (int i = 0; i < TRIES; i++) {
        ring.read(handler, 10);
      }
      r.r1 = wrong;
    }
  }

  /// The same for plain fields that only a short message orders.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "not there yet")
  @Outcome(id = "7, 7", expect = ACCEPTABLE, desc = "there, and all that came before it")
  @State
  public static class FieldsThenWrite {
    private final SpscByteRing<byte[]> ring = used(64);
    private final byte[] empty = {};
    private int first;
    private int second;

    @Actor
    public void produce() {
      first = 7;
      second = 7;
      ring.write(1, empty, 0, 0);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = NOTHING;
      r.r2 = NOTHING;
      ByteRing.Handler<byte[]> handler =
          (typeId, bytes, offset, length) -> {
            r.r2 = second;
            r.r1 = first;
          };
      for (int i = 0; i < TRIES; i++) {
        ring.read(handler, 1);
      }
    }
  }

  /// What a handler reads is not overwritten before the read has ended.
  @JCStressTest
  @Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "full: the producer did not write")
  @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "the producer wrote after the read")
  @State
  public static class ReadThenWrite {
    private final SpscByteRing<byte[]> ring = SpscByteRing.allocate(64);
    private final byte[] message = new byte[24];

    public ReadThenWrite() {
      Arrays.fill(message, (byte) 1);
      ring.write(1, message, 0, 24);
      ring.write(1, message, 0, 24);
      Arrays.fill(message, (byte) 2);
    }

    @Actor
    public void consume(III_Result r) {
      ring.read(
          (typeId, bytes, offset, length) -> {
            r.r2 = bytes[offset + 23];
            r.r1 = bytes[offset];
          },
          1);
    }

    @Actor
    public void produce(III_Result r) {
      for (int i = 0; i < TRIES && r.r3 == 0; i++) {
        r.r3 = ring.write(2, message, 0, 24) ? 1 : 0;
      }
    }
  }

  /// Two messages arrive in order, none is lost, none twice, also where the memory wraps with a
  /// gap.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "the first came between")
  @Outcome(id = "1, -1", expect = ACCEPTABLE, desc = "only the first")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both")
  @State
  public static class Order {
    private final SpscByteRing<byte[]> ring = SpscByteRing.allocate(64, Long.MAX_VALUE - 23);
    private final Reader reader = new Reader();

    @Actor
    public void produce() {
      write(ring, 1);
      write(ring, 2);
    }

    @Actor
    public void consume(II_Result r) {
      r.r1 = reader.read(ring);
      r.r2 = reader.read(ring);
    }
  }

  /// A ring takes a message as soon as a read has given back the room.
  @JCStressTest
  @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "full before the read")
  @Outcome(id = "1, 1, 2", expect = ACCEPTABLE, desc = "room after the read")
  @State
  public static class Full {
    private final SpscByteRing<byte[]> ring = SpscByteRing.allocate(64, -64);
    private final Reader reader = new Reader();
    private final byte[] message = new byte[24];

    public Full() {
      put(1);
      put(2);
    }

    private boolean put(int element) {
      message[0] = (byte) element;
      message[23] = (byte) element;
      return ring.write(element, message, 0, 24);
    }

    @Actor
    public void produce(III_Result r) {
      r.r2 = put(3) ? 1 : 0;
    }

    @Actor
    public void consume(III_Result r) {
      r.r1 = reader.read(ring);
      r.r3 = reader.read(ring);
    }
  }

  /// What is written behind a claim is not seen before the claim has ended.
  @JCStressTest
  @Outcome(id = "-1, -1", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both at once")
  @State
  public static class HeldBack {
    private final SpscByteRing<byte[]> ring = used(64);
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

  /// What the consumer could read is in the size.
  @JCStressTest
  @Outcome(id = "-1, 0", expect = ACCEPTABLE, desc = "nothing yet")
  @Outcome(id = "-1, 16", expect = ACCEPTABLE, desc = "came between")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "read, and given back")
  @State
  public static class ReadThenSize {
    private final SpscByteRing<byte[]> ring = used(64);
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

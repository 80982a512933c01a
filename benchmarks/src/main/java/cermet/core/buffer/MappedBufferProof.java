// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// {'Heap': 'A `byte[]`', 'Native': 'Native memory', 'Mapped': 'A mapped file'} of {@value #BYTES}
/// bytes, the same content on all sides, all little-endian.
///
/// | method | what |
/// |---|---|
/// | `randomGet`, `randomPut` | a long at random multiples of eight |
/// | `sumBytes`, `sumLongs` | one after the other; the compiler may vectorise |
/// | `decode64`, `decode160`, `encode160` | so many longs at fixed places, in one method |
/// | `polluted` | as `randomGet`, where all three kinds of memory have been through the same code |
public class MappedBufferProof {
  static final int BYTES = 64 << 10;
  static final int READS = 512;
  static final int LOOP = 4096;
  static final int LONGS = LOOP / Long.BYTES;

  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// What all sides share.
  @State(Scope.Thread)
  public abstract static class Input {
    final int[] indices = new int[READS];
    byte[] bytes;
    long value;

    @Setup(Level.Trial)
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      bytes = new byte[BYTES];
      random.nextBytes(bytes);
      for (int i = 0; i < READS; i++) {
        indices[i] = random.nextInt(BYTES / Long.BYTES) * Long.BYTES;
      }
      value = random.nextLong();
      prepare();
    }

    /// Runs after the filling: JMH does not say in which order inherited set-up methods run.
    abstract void prepare();
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Input {
    private MappedBuffer buffer;

    @Override
    void prepare() {
      buffer = MappedBuffer.wrap(MemorySegment.ofBuffer(HeapBufferProof.file(bytes)));
    }

    @Benchmark
    @Case(headline = "Agrona")
    @OperationsPerInvocation(READS)
    public long randomGet() {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getLong(index);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long randomPut() {
      long next = value;
      for (int index : indices) {
        buffer.putLong(index, next++);
      }
      value = next;
      return next;
    }

    @Benchmark
    @OperationsPerInvocation(LOOP)
    public long sumBytes() {
      long sum = 0;
      for (int i = 0; i < LOOP; i++) {
        sum += buffer.getByte(i);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(64)
    public long decode64() {
      long sum = 0;
      sum += buffer.getLong(0) + buffer.getLong(8) + buffer.getLong(16);
      sum += buffer.getLong(24) + buffer.getLong(32) + buffer.getLong(40);
      sum += buffer.getLong(48) + buffer.getLong(56) + buffer.getLong(64);
      sum += buffer.getLong(72) + buffer.getLong(80) + buffer.getLong(88);
      sum += buffer.getLong(96) + buffer.getLong(104) + buffer.getLong(112);
      sum += buffer.getLong(120) + buffer.getLong(128) + buffer.getLong(136);
      sum += buffer.getLong(144) + buffer.getLong(152) + buffer.getLong(160);
      sum += buffer.getLong(168) + buffer.getLong(176) + buffer.getLong(184);
      sum += buffer.getLong(192) + buffer.getLong(200) + buffer.getLong(208);
      sum += buffer.getLong(216) + buffer.getLong(224) + buffer.getLong(232);
      sum += buffer.getLong(240) + buffer.getLong(248) + buffer.getLong(256);
      sum += buffer.getLong(264) + buffer.getLong(272) + buffer.getLong(280);
      sum += buffer.getLong(288) + buffer.getLong(296) + buffer.getLong(304);
      sum += buffer.getLong(312) + buffer.getLong(320) + buffer.getLong(328);
      sum += buffer.getLong(336) + buffer.getLong(344) + buffer.getLong(352);
      sum += buffer.getLong(360) + buffer.getLong(368) + buffer.getLong(376);
      sum += buffer.getLong(384) + buffer.getLong(392) + buffer.getLong(400);
      sum += buffer.getLong(408) + buffer.getLong(416) + buffer.getLong(424);
      sum += buffer.getLong(432) + buffer.getLong(440) + buffer.getLong(448);
      sum += buffer.getLong(456) + buffer.getLong(464) + buffer.getLong(472);
      sum += buffer.getLong(480) + buffer.getLong(488) + buffer.getLong(496);
      sum += buffer.getLong(504);
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long polluted(HeapBufferProof.Seen seen) {
      return seen.ours(buffer, indices);
    }
  }

  /// What Agrona does, checked or not.
  @State(Scope.Thread)
  public abstract static class Unsafe extends Input {
    private UnsafeBuffer buffer;

    @Override
    void prepare() {
      buffer = new UnsafeBuffer(HeapBufferProof.file(bytes));
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long randomGet() {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getLong(index);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long randomPut() {
      long next = value;
      for (int index : indices) {
        buffer.putLong(index, next++);
      }
      value = next;
      return next;
    }

    @Benchmark
    @OperationsPerInvocation(LOOP)
    public long sumBytes() {
      long sum = 0;
      for (int i = 0; i < LOOP; i++) {
        sum += buffer.getByte(i);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(64)
    public long decode64() {
      long sum = 0;
      sum += buffer.getLong(0) + buffer.getLong(8) + buffer.getLong(16);
      sum += buffer.getLong(24) + buffer.getLong(32) + buffer.getLong(40);
      sum += buffer.getLong(48) + buffer.getLong(56) + buffer.getLong(64);
      sum += buffer.getLong(72) + buffer.getLong(80) + buffer.getLong(88);
      sum += buffer.getLong(96) + buffer.getLong(104) + buffer.getLong(112);
      sum += buffer.getLong(120) + buffer.getLong(128) + buffer.getLong(136);
      sum += buffer.getLong(144) + buffer.getLong(152) + buffer.getLong(160);
      sum += buffer.getLong(168) + buffer.getLong(176) + buffer.getLong(184);
      sum += buffer.getLong(192) + buffer.getLong(200) + buffer.getLong(208);
      sum += buffer.getLong(216) + buffer.getLong(224) + buffer.getLong(232);
      sum += buffer.getLong(240) + buffer.getLong(248) + buffer.getLong(256);
      sum += buffer.getLong(264) + buffer.getLong(272) + buffer.getLong(280);
      sum += buffer.getLong(288) + buffer.getLong(296) + buffer.getLong(304);
      sum += buffer.getLong(312) + buffer.getLong(320) + buffer.getLong(328);
      sum += buffer.getLong(336) + buffer.getLong(344) + buffer.getLong(352);
      sum += buffer.getLong(360) + buffer.getLong(368) + buffer.getLong(376);
      sum += buffer.getLong(384) + buffer.getLong(392) + buffer.getLong(400);
      sum += buffer.getLong(408) + buffer.getLong(416) + buffer.getLong(424);
      sum += buffer.getLong(432) + buffer.getLong(440) + buffer.getLong(448);
      sum += buffer.getLong(456) + buffer.getLong(464) + buffer.getLong(472);
      sum += buffer.getLong(480) + buffer.getLong(488) + buffer.getLong(496);
      sum += buffer.getLong(504);
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long polluted(HeapBufferProof.Seen seen) {
      return seen.agrona(buffer, indices);
    }
  }

  /// With its bounds checks.
  @Peer(
      value = "org.agrona:agrona",
      jvmArgs = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
  @State(Scope.Thread)
  public static class Agrona extends Unsafe {}

  /// Without its bounds checks.
  @Peer(
      value = "org.agrona:agrona",
      jvmArgs = {
        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
        "-Dagrona.disable.bounds.checks=true"
      })
  @State(Scope.Thread)
  public static class AgronaUnchecked extends Unsafe {}

  /// The JDK's buffer.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Jdk extends Input {
    private ByteBuffer buffer;

    @Override
    void prepare() {
      buffer = HeapBufferProof.file(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long randomGet() {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getLong(index);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long randomPut() {
      long next = value;
      for (int index : indices) {
        buffer.putLong(index, next++);
      }
      value = next;
      return next;
    }

    @Benchmark
    @OperationsPerInvocation(LOOP)
    public long sumBytes() {
      long sum = 0;
      for (int i = 0; i < LOOP; i++) {
        sum += buffer.get(i);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(64)
    public long decode64() {
      long sum = 0;
      sum += buffer.getLong(0) + buffer.getLong(8) + buffer.getLong(16);
      sum += buffer.getLong(24) + buffer.getLong(32) + buffer.getLong(40);
      sum += buffer.getLong(48) + buffer.getLong(56) + buffer.getLong(64);
      sum += buffer.getLong(72) + buffer.getLong(80) + buffer.getLong(88);
      sum += buffer.getLong(96) + buffer.getLong(104) + buffer.getLong(112);
      sum += buffer.getLong(120) + buffer.getLong(128) + buffer.getLong(136);
      sum += buffer.getLong(144) + buffer.getLong(152) + buffer.getLong(160);
      sum += buffer.getLong(168) + buffer.getLong(176) + buffer.getLong(184);
      sum += buffer.getLong(192) + buffer.getLong(200) + buffer.getLong(208);
      sum += buffer.getLong(216) + buffer.getLong(224) + buffer.getLong(232);
      sum += buffer.getLong(240) + buffer.getLong(248) + buffer.getLong(256);
      sum += buffer.getLong(264) + buffer.getLong(272) + buffer.getLong(280);
      sum += buffer.getLong(288) + buffer.getLong(296) + buffer.getLong(304);
      sum += buffer.getLong(312) + buffer.getLong(320) + buffer.getLong(328);
      sum += buffer.getLong(336) + buffer.getLong(344) + buffer.getLong(352);
      sum += buffer.getLong(360) + buffer.getLong(368) + buffer.getLong(376);
      sum += buffer.getLong(384) + buffer.getLong(392) + buffer.getLong(400);
      sum += buffer.getLong(408) + buffer.getLong(416) + buffer.getLong(424);
      sum += buffer.getLong(432) + buffer.getLong(440) + buffer.getLong(448);
      sum += buffer.getLong(456) + buffer.getLong(464) + buffer.getLong(472);
      sum += buffer.getLong(480) + buffer.getLong(488) + buffer.getLong(496);
      sum += buffer.getLong(504);
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long polluted(HeapBufferProof.Seen seen) {
      return seen.jdk(buffer, indices);
    }
  }

  /// The JDK's segment.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Segment extends Input {
    private MemorySegment buffer;

    @Override
    void prepare() {
      buffer = MemorySegment.ofBuffer(HeapBufferProof.file(bytes));
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long randomGet() {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.get(LONG, index);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long randomPut() {
      long next = value;
      for (int index : indices) {
        buffer.set(LONG, index, next++);
      }
      value = next;
      return next;
    }

    @Benchmark
    @OperationsPerInvocation(LOOP)
    public long sumBytes() {
      long sum = 0;
      for (int i = 0; i < LOOP; i++) {
        sum += buffer.get(ValueLayout.JAVA_BYTE, i);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(64)
    public long decode64() {
      long sum = 0;
      sum += buffer.get(LONG, 0) + buffer.get(LONG, 8) + buffer.get(LONG, 16);
      sum += buffer.get(LONG, 24) + buffer.get(LONG, 32) + buffer.get(LONG, 40);
      sum += buffer.get(LONG, 48) + buffer.get(LONG, 56) + buffer.get(LONG, 64);
      sum += buffer.get(LONG, 72) + buffer.get(LONG, 80) + buffer.get(LONG, 88);
      sum += buffer.get(LONG, 96) + buffer.get(LONG, 104) + buffer.get(LONG, 112);
      sum += buffer.get(LONG, 120) + buffer.get(LONG, 128) + buffer.get(LONG, 136);
      sum += buffer.get(LONG, 144) + buffer.get(LONG, 152) + buffer.get(LONG, 160);
      sum += buffer.get(LONG, 168) + buffer.get(LONG, 176) + buffer.get(LONG, 184);
      sum += buffer.get(LONG, 192) + buffer.get(LONG, 200) + buffer.get(LONG, 208);
      sum += buffer.get(LONG, 216) + buffer.get(LONG, 224) + buffer.get(LONG, 232);
      sum += buffer.get(LONG, 240) + buffer.get(LONG, 248) + buffer.get(LONG, 256);
      sum += buffer.get(LONG, 264) + buffer.get(LONG, 272) + buffer.get(LONG, 280);
      sum += buffer.get(LONG, 288) + buffer.get(LONG, 296) + buffer.get(LONG, 304);
      sum += buffer.get(LONG, 312) + buffer.get(LONG, 320) + buffer.get(LONG, 328);
      sum += buffer.get(LONG, 336) + buffer.get(LONG, 344) + buffer.get(LONG, 352);
      sum += buffer.get(LONG, 360) + buffer.get(LONG, 368) + buffer.get(LONG, 376);
      sum += buffer.get(LONG, 384) + buffer.get(LONG, 392) + buffer.get(LONG, 400);
      sum += buffer.get(LONG, 408) + buffer.get(LONG, 416) + buffer.get(LONG, 424);
      sum += buffer.get(LONG, 432) + buffer.get(LONG, 440) + buffer.get(LONG, 448);
      sum += buffer.get(LONG, 456) + buffer.get(LONG, 464) + buffer.get(LONG, 472);
      sum += buffer.get(LONG, 480) + buffer.get(LONG, 488) + buffer.get(LONG, 496);
      sum += buffer.get(LONG, 504);
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long polluted(HeapBufferProof.Seen seen) {
      return seen.segment(buffer, indices);
    }
  }
}

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
/// | `acquire`, `getAndAdd` | as `randomGet`, ordered; Agrona has no acquire and reads volatile |
/// | `polluted` | as `randomGet`, where all three kinds of memory have been through the same code |
public class NativeBufferProof {
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
    private NativeBuffer buffer;

    @Override
    void prepare() {
      buffer = NativeBuffer.wrap(MemorySegment.ofBuffer(HeapBufferProof.direct(bytes)));
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
    @OperationsPerInvocation(LONGS)
    public long sumLongs() {
      long sum = 0;
      for (int i = 0; i < LOOP; i += Long.BYTES) {
        sum += buffer.getLong(i);
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
    @OperationsPerInvocation(160)
    public long decode160() {
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
      sum += buffer.getLong(504) + buffer.getLong(512) + buffer.getLong(520);
      sum += buffer.getLong(528) + buffer.getLong(536) + buffer.getLong(544);
      sum += buffer.getLong(552) + buffer.getLong(560) + buffer.getLong(568);
      sum += buffer.getLong(576) + buffer.getLong(584) + buffer.getLong(592);
      sum += buffer.getLong(600) + buffer.getLong(608) + buffer.getLong(616);
      sum += buffer.getLong(624) + buffer.getLong(632) + buffer.getLong(640);
      sum += buffer.getLong(648) + buffer.getLong(656) + buffer.getLong(664);
      sum += buffer.getLong(672) + buffer.getLong(680) + buffer.getLong(688);
      sum += buffer.getLong(696) + buffer.getLong(704) + buffer.getLong(712);
      sum += buffer.getLong(720) + buffer.getLong(728) + buffer.getLong(736);
      sum += buffer.getLong(744) + buffer.getLong(752) + buffer.getLong(760);
      sum += buffer.getLong(768) + buffer.getLong(776) + buffer.getLong(784);
      sum += buffer.getLong(792) + buffer.getLong(800) + buffer.getLong(808);
      sum += buffer.getLong(816) + buffer.getLong(824) + buffer.getLong(832);
      sum += buffer.getLong(840) + buffer.getLong(848) + buffer.getLong(856);
      sum += buffer.getLong(864) + buffer.getLong(872) + buffer.getLong(880);
      sum += buffer.getLong(888) + buffer.getLong(896) + buffer.getLong(904);
      sum += buffer.getLong(912) + buffer.getLong(920) + buffer.getLong(928);
      sum += buffer.getLong(936) + buffer.getLong(944) + buffer.getLong(952);
      sum += buffer.getLong(960) + buffer.getLong(968) + buffer.getLong(976);
      sum += buffer.getLong(984) + buffer.getLong(992) + buffer.getLong(1000);
      sum += buffer.getLong(1008) + buffer.getLong(1016) + buffer.getLong(1024);
      sum += buffer.getLong(1032) + buffer.getLong(1040) + buffer.getLong(1048);
      sum += buffer.getLong(1056) + buffer.getLong(1064) + buffer.getLong(1072);
      sum += buffer.getLong(1080) + buffer.getLong(1088) + buffer.getLong(1096);
      sum += buffer.getLong(1104) + buffer.getLong(1112) + buffer.getLong(1120);
      sum += buffer.getLong(1128) + buffer.getLong(1136) + buffer.getLong(1144);
      sum += buffer.getLong(1152) + buffer.getLong(1160) + buffer.getLong(1168);
      sum += buffer.getLong(1176) + buffer.getLong(1184) + buffer.getLong(1192);
      sum += buffer.getLong(1200) + buffer.getLong(1208) + buffer.getLong(1216);
      sum += buffer.getLong(1224) + buffer.getLong(1232) + buffer.getLong(1240);
      sum += buffer.getLong(1248) + buffer.getLong(1256) + buffer.getLong(1264);
      sum += buffer.getLong(1272);
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long polluted(HeapBufferProof.Seen seen) {
      return seen.ours(buffer, indices);
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long acquire() {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getLongAcquire(index);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long getAndAdd() {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getAndAddLong(index, 1);
      }
      return sum;
    }
  }

  /// What Agrona does, checked or not.
  @State(Scope.Thread)
  public abstract static class Unsafe extends Input {
    private UnsafeBuffer buffer;

    @Override
    void prepare() {
      buffer = new UnsafeBuffer(HeapBufferProof.direct(bytes));
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
    @OperationsPerInvocation(LONGS)
    public long sumLongs() {
      long sum = 0;
      for (int i = 0; i < LOOP; i += Long.BYTES) {
        sum += buffer.getLong(i);
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
    @OperationsPerInvocation(160)
    public long decode160() {
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
      sum += buffer.getLong(504) + buffer.getLong(512) + buffer.getLong(520);
      sum += buffer.getLong(528) + buffer.getLong(536) + buffer.getLong(544);
      sum += buffer.getLong(552) + buffer.getLong(560) + buffer.getLong(568);
      sum += buffer.getLong(576) + buffer.getLong(584) + buffer.getLong(592);
      sum += buffer.getLong(600) + buffer.getLong(608) + buffer.getLong(616);
      sum += buffer.getLong(624) + buffer.getLong(632) + buffer.getLong(640);
      sum += buffer.getLong(648) + buffer.getLong(656) + buffer.getLong(664);
      sum += buffer.getLong(672) + buffer.getLong(680) + buffer.getLong(688);
      sum += buffer.getLong(696) + buffer.getLong(704) + buffer.getLong(712);
      sum += buffer.getLong(720) + buffer.getLong(728) + buffer.getLong(736);
      sum += buffer.getLong(744) + buffer.getLong(752) + buffer.getLong(760);
      sum += buffer.getLong(768) + buffer.getLong(776) + buffer.getLong(784);
      sum += buffer.getLong(792) + buffer.getLong(800) + buffer.getLong(808);
      sum += buffer.getLong(816) + buffer.getLong(824) + buffer.getLong(832);
      sum += buffer.getLong(840) + buffer.getLong(848) + buffer.getLong(856);
      sum += buffer.getLong(864) + buffer.getLong(872) + buffer.getLong(880);
      sum += buffer.getLong(888) + buffer.getLong(896) + buffer.getLong(904);
      sum += buffer.getLong(912) + buffer.getLong(920) + buffer.getLong(928);
      sum += buffer.getLong(936) + buffer.getLong(944) + buffer.getLong(952);
      sum += buffer.getLong(960) + buffer.getLong(968) + buffer.getLong(976);
      sum += buffer.getLong(984) + buffer.getLong(992) + buffer.getLong(1000);
      sum += buffer.getLong(1008) + buffer.getLong(1016) + buffer.getLong(1024);
      sum += buffer.getLong(1032) + buffer.getLong(1040) + buffer.getLong(1048);
      sum += buffer.getLong(1056) + buffer.getLong(1064) + buffer.getLong(1072);
      sum += buffer.getLong(1080) + buffer.getLong(1088) + buffer.getLong(1096);
      sum += buffer.getLong(1104) + buffer.getLong(1112) + buffer.getLong(1120);
      sum += buffer.getLong(1128) + buffer.getLong(1136) + buffer.getLong(1144);
      sum += buffer.getLong(1152) + buffer.getLong(1160) + buffer.getLong(1168);
      sum += buffer.getLong(1176) + buffer.getLong(1184) + buffer.getLong(1192);
      sum += buffer.getLong(1200) + buffer.getLong(1208) + buffer.getLong(1216);
      sum += buffer.getLong(1224) + buffer.getLong(1232) + buffer.getLong(1240);
      sum += buffer.getLong(1248) + buffer.getLong(1256) + buffer.getLong(1264);
      sum += buffer.getLong(1272);
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long polluted(HeapBufferProof.Seen seen) {
      return seen.agrona(buffer, indices);
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long acquire() {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getLongVolatile(index);
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long getAndAdd() {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getAndAddLong(index, 1);
      }
      return sum;
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
      buffer = HeapBufferProof.direct(bytes).order(ByteOrder.LITTLE_ENDIAN);
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
    @OperationsPerInvocation(LONGS)
    public long sumLongs() {
      long sum = 0;
      for (int i = 0; i < LOOP; i += Long.BYTES) {
        sum += buffer.getLong(i);
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
      buffer = MemorySegment.ofBuffer(HeapBufferProof.direct(bytes));
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
    @OperationsPerInvocation(LONGS)
    public long sumLongs() {
      long sum = 0;
      for (int i = 0; i < LOOP; i += Long.BYTES) {
        sum += buffer.get(LONG, i);
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

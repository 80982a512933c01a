// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import cermet.proof.Case;
import cermet.proof.Peer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Native memory of 64 KiB, the same content on all sides, all little-endian.
///
/// | method | what |
/// |---|---|
/// | `randomGet`, `randomPut` | a long at random multiples of eight |
/// | `sumBytes`, `sumLongs` | one after the other; the compiler may vectorise |
/// | `sumBytesByLong` | the same by an index of type long, as beyond 2 GiB |
/// | `decode64`, `decode160`, `encode160` | so many longs at fixed places, in a method of its own |
/// | `acquire`, `getAndAdd` | as `randomGet`, ordered; Agrona has no acquire and reads volatile |
/// | `polluted` | as `randomGet`, where all kinds of memory went through the code; `Clean`: not |
public class NativeBufferProof {
  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends BufferInput {
    private long size;
    private NativeBuffer buffer;

    @Override
    void prepare() {
      size = LOOP;
      buffer = NativeBuffer.wrap(MemorySegment.ofBuffer(direct(bytes)));
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
    @OperationsPerInvocation(LOOP)
    public long sumBytesByLong() {
      long sum = 0;
      for (long i = 0; i < size; i++) {
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
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    @OperationsPerInvocation(64)
    public long decode64() {
      NativeBuffer b = buffer;
      long sum = 0;
      sum += b.getLong(0) + b.getLong(8) + b.getLong(16) + b.getLong(24);
      sum += b.getLong(32) + b.getLong(40) + b.getLong(48) + b.getLong(56);
      sum += b.getLong(64) + b.getLong(72) + b.getLong(80) + b.getLong(88);
      sum += b.getLong(96) + b.getLong(104) + b.getLong(112) + b.getLong(120);
      sum += b.getLong(128) + b.getLong(136) + b.getLong(144) + b.getLong(152);
      sum += b.getLong(160) + b.getLong(168) + b.getLong(176) + b.getLong(184);
      sum += b.getLong(192) + b.getLong(200) + b.getLong(208) + b.getLong(216);
      sum += b.getLong(224) + b.getLong(232) + b.getLong(240) + b.getLong(248);
      sum += b.getLong(256) + b.getLong(264) + b.getLong(272) + b.getLong(280);
      sum += b.getLong(288) + b.getLong(296) + b.getLong(304) + b.getLong(312);
      sum += b.getLong(320) + b.getLong(328) + b.getLong(336) + b.getLong(344);
      sum += b.getLong(352) + b.getLong(360) + b.getLong(368) + b.getLong(376);
      sum += b.getLong(384) + b.getLong(392) + b.getLong(400) + b.getLong(408);
      sum += b.getLong(416) + b.getLong(424) + b.getLong(432) + b.getLong(440);
      sum += b.getLong(448) + b.getLong(456) + b.getLong(464) + b.getLong(472);
      sum += b.getLong(480) + b.getLong(488) + b.getLong(496) + b.getLong(504);
      return sum;
    }

    @Benchmark
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    @OperationsPerInvocation(160)
    public long decode160() {
      NativeBuffer b = buffer;
      long sum = 0;
      sum += b.getLong(0) + b.getLong(8) + b.getLong(16) + b.getLong(24);
      sum += b.getLong(32) + b.getLong(40) + b.getLong(48) + b.getLong(56);
      sum += b.getLong(64) + b.getLong(72) + b.getLong(80) + b.getLong(88);
      sum += b.getLong(96) + b.getLong(104) + b.getLong(112) + b.getLong(120);
      sum += b.getLong(128) + b.getLong(136) + b.getLong(144) + b.getLong(152);
      sum += b.getLong(160) + b.getLong(168) + b.getLong(176) + b.getLong(184);
      sum += b.getLong(192) + b.getLong(200) + b.getLong(208) + b.getLong(216);
      sum += b.getLong(224) + b.getLong(232) + b.getLong(240) + b.getLong(248);
      sum += b.getLong(256) + b.getLong(264) + b.getLong(272) + b.getLong(280);
      sum += b.getLong(288) + b.getLong(296) + b.getLong(304) + b.getLong(312);
      sum += b.getLong(320) + b.getLong(328) + b.getLong(336) + b.getLong(344);
      sum += b.getLong(352) + b.getLong(360) + b.getLong(368) + b.getLong(376);
      sum += b.getLong(384) + b.getLong(392) + b.getLong(400) + b.getLong(408);
      sum += b.getLong(416) + b.getLong(424) + b.getLong(432) + b.getLong(440);
      sum += b.getLong(448) + b.getLong(456) + b.getLong(464) + b.getLong(472);
      sum += b.getLong(480) + b.getLong(488) + b.getLong(496) + b.getLong(504);
      sum += b.getLong(512) + b.getLong(520) + b.getLong(528) + b.getLong(536);
      sum += b.getLong(544) + b.getLong(552) + b.getLong(560) + b.getLong(568);
      sum += b.getLong(576) + b.getLong(584) + b.getLong(592) + b.getLong(600);
      sum += b.getLong(608) + b.getLong(616) + b.getLong(624) + b.getLong(632);
      sum += b.getLong(640) + b.getLong(648) + b.getLong(656) + b.getLong(664);
      sum += b.getLong(672) + b.getLong(680) + b.getLong(688) + b.getLong(696);
      sum += b.getLong(704) + b.getLong(712) + b.getLong(720) + b.getLong(728);
      sum += b.getLong(736) + b.getLong(744) + b.getLong(752) + b.getLong(760);
      sum += b.getLong(768) + b.getLong(776) + b.getLong(784) + b.getLong(792);
      sum += b.getLong(800) + b.getLong(808) + b.getLong(816) + b.getLong(824);
      sum += b.getLong(832) + b.getLong(840) + b.getLong(848) + b.getLong(856);
      sum += b.getLong(864) + b.getLong(872) + b.getLong(880) + b.getLong(888);
      sum += b.getLong(896) + b.getLong(904) + b.getLong(912) + b.getLong(920);
      sum += b.getLong(928) + b.getLong(936) + b.getLong(944) + b.getLong(952);
      sum += b.getLong(960) + b.getLong(968) + b.getLong(976) + b.getLong(984);
      sum += b.getLong(992) + b.getLong(1000) + b.getLong(1008) + b.getLong(1016);
      sum += b.getLong(1024) + b.getLong(1032) + b.getLong(1040) + b.getLong(1048);
      sum += b.getLong(1056) + b.getLong(1064) + b.getLong(1072) + b.getLong(1080);
      sum += b.getLong(1088) + b.getLong(1096) + b.getLong(1104) + b.getLong(1112);
      sum += b.getLong(1120) + b.getLong(1128) + b.getLong(1136) + b.getLong(1144);
      sum += b.getLong(1152) + b.getLong(1160) + b.getLong(1168) + b.getLong(1176);
      sum += b.getLong(1184) + b.getLong(1192) + b.getLong(1200) + b.getLong(1208);
      sum += b.getLong(1216) + b.getLong(1224) + b.getLong(1232) + b.getLong(1240);
      sum += b.getLong(1248) + b.getLong(1256) + b.getLong(1264) + b.getLong(1272);
      return sum;
    }

    @Benchmark
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    @OperationsPerInvocation(160)
    public long encode160() {
      NativeBuffer b = buffer;
      long v = value++;
      b.putLong(0, v);
      b.putLong(8, v + 1);
      b.putLong(16, v + 2);
      b.putLong(24, v + 3);
      b.putLong(32, v + 4);
      b.putLong(40, v + 5);
      b.putLong(48, v + 6);
      b.putLong(56, v + 7);
      b.putLong(64, v + 8);
      b.putLong(72, v + 9);
      b.putLong(80, v + 10);
      b.putLong(88, v + 11);
      b.putLong(96, v + 12);
      b.putLong(104, v + 13);
      b.putLong(112, v + 14);
      b.putLong(120, v + 15);
      b.putLong(128, v + 16);
      b.putLong(136, v + 17);
      b.putLong(144, v + 18);
      b.putLong(152, v + 19);
      b.putLong(160, v + 20);
      b.putLong(168, v + 21);
      b.putLong(176, v + 22);
      b.putLong(184, v + 23);
      b.putLong(192, v + 24);
      b.putLong(200, v + 25);
      b.putLong(208, v + 26);
      b.putLong(216, v + 27);
      b.putLong(224, v + 28);
      b.putLong(232, v + 29);
      b.putLong(240, v + 30);
      b.putLong(248, v + 31);
      b.putLong(256, v + 32);
      b.putLong(264, v + 33);
      b.putLong(272, v + 34);
      b.putLong(280, v + 35);
      b.putLong(288, v + 36);
      b.putLong(296, v + 37);
      b.putLong(304, v + 38);
      b.putLong(312, v + 39);
      b.putLong(320, v + 40);
      b.putLong(328, v + 41);
      b.putLong(336, v + 42);
      b.putLong(344, v + 43);
      b.putLong(352, v + 44);
      b.putLong(360, v + 45);
      b.putLong(368, v + 46);
      b.putLong(376, v + 47);
      b.putLong(384, v + 48);
      b.putLong(392, v + 49);
      b.putLong(400, v + 50);
      b.putLong(408, v + 51);
      b.putLong(416, v + 52);
      b.putLong(424, v + 53);
      b.putLong(432, v + 54);
      b.putLong(440, v + 55);
      b.putLong(448, v + 56);
      b.putLong(456, v + 57);
      b.putLong(464, v + 58);
      b.putLong(472, v + 59);
      b.putLong(480, v + 60);
      b.putLong(488, v + 61);
      b.putLong(496, v + 62);
      b.putLong(504, v + 63);
      b.putLong(512, v + 64);
      b.putLong(520, v + 65);
      b.putLong(528, v + 66);
      b.putLong(536, v + 67);
      b.putLong(544, v + 68);
      b.putLong(552, v + 69);
      b.putLong(560, v + 70);
      b.putLong(568, v + 71);
      b.putLong(576, v + 72);
      b.putLong(584, v + 73);
      b.putLong(592, v + 74);
      b.putLong(600, v + 75);
      b.putLong(608, v + 76);
      b.putLong(616, v + 77);
      b.putLong(624, v + 78);
      b.putLong(632, v + 79);
      b.putLong(640, v + 80);
      b.putLong(648, v + 81);
      b.putLong(656, v + 82);
      b.putLong(664, v + 83);
      b.putLong(672, v + 84);
      b.putLong(680, v + 85);
      b.putLong(688, v + 86);
      b.putLong(696, v + 87);
      b.putLong(704, v + 88);
      b.putLong(712, v + 89);
      b.putLong(720, v + 90);
      b.putLong(728, v + 91);
      b.putLong(736, v + 92);
      b.putLong(744, v + 93);
      b.putLong(752, v + 94);
      b.putLong(760, v + 95);
      b.putLong(768, v + 96);
      b.putLong(776, v + 97);
      b.putLong(784, v + 98);
      b.putLong(792, v + 99);
      b.putLong(800, v + 100);
      b.putLong(808, v + 101);
      b.putLong(816, v + 102);
      b.putLong(824, v + 103);
      b.putLong(832, v + 104);
      b.putLong(840, v + 105);
      b.putLong(848, v + 106);
      b.putLong(856, v + 107);
      b.putLong(864, v + 108);
      b.putLong(872, v + 109);
      b.putLong(880, v + 110);
      b.putLong(888, v + 111);
      b.putLong(896, v + 112);
      b.putLong(904, v + 113);
      b.putLong(912, v + 114);
      b.putLong(920, v + 115);
      b.putLong(928, v + 116);
      b.putLong(936, v + 117);
      b.putLong(944, v + 118);
      b.putLong(952, v + 119);
      b.putLong(960, v + 120);
      b.putLong(968, v + 121);
      b.putLong(976, v + 122);
      b.putLong(984, v + 123);
      b.putLong(992, v + 124);
      b.putLong(1000, v + 125);
      b.putLong(1008, v + 126);
      b.putLong(1016, v + 127);
      b.putLong(1024, v + 128);
      b.putLong(1032, v + 129);
      b.putLong(1040, v + 130);
      b.putLong(1048, v + 131);
      b.putLong(1056, v + 132);
      b.putLong(1064, v + 133);
      b.putLong(1072, v + 134);
      b.putLong(1080, v + 135);
      b.putLong(1088, v + 136);
      b.putLong(1096, v + 137);
      b.putLong(1104, v + 138);
      b.putLong(1112, v + 139);
      b.putLong(1120, v + 140);
      b.putLong(1128, v + 141);
      b.putLong(1136, v + 142);
      b.putLong(1144, v + 143);
      b.putLong(1152, v + 144);
      b.putLong(1160, v + 145);
      b.putLong(1168, v + 146);
      b.putLong(1176, v + 147);
      b.putLong(1184, v + 148);
      b.putLong(1192, v + 149);
      b.putLong(1200, v + 150);
      b.putLong(1208, v + 151);
      b.putLong(1216, v + 152);
      b.putLong(1224, v + 153);
      b.putLong(1232, v + 154);
      b.putLong(1240, v + 155);
      b.putLong(1248, v + 156);
      b.putLong(1256, v + 157);
      b.putLong(1264, v + 158);
      b.putLong(1272, v + 159);
      return v;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long polluted(SeenMemory seen) {
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

  /// Ours in a JVM that has seen nothing else: what `polluted` would cost without.
  @Peer(value = "none", jvmArgs = BufferPeers.OPENS) // what the code has seen is Agrona's too
  @State(Scope.Thread)
  public static class Clean extends BufferInput {
    private NativeBuffer buffer;

    @Override
    void prepare() {
      buffer = NativeBuffer.wrap(MemorySegment.ofBuffer(direct(bytes)));
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long polluted() {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getLong(index);
      }
      return sum;
    }
  }

  /// Agrona on the same kind of memory.
  @State(Scope.Thread)
  public abstract static class Unsafe extends BufferPeers.Unsafe {
    @Override
    final UnsafeBuffer wrap(byte[] content) {
      return new UnsafeBuffer(direct(content));
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
  @Peer(value = "org.agrona:agrona", jvmArgs = BufferPeers.OPENS)
  @State(Scope.Thread)
  public static class Agrona extends Unsafe {}

  /// Without its bounds checks.
  @Peer(
      value = "org.agrona:agrona",
      jvmArgs = {BufferPeers.OPENS, "-Dagrona.disable.bounds.checks=true"})
  @State(Scope.Thread)
  public static class AgronaUnchecked extends Unsafe {}

  /// The JDK's buffer.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Jdk extends BufferPeers.Bytes {
    @Override
    ByteBuffer wrap(byte[] content) {
      return direct(content);
    }
  }

  /// The JDK's segment.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Segment extends BufferPeers.Segments {
    private long size;

    @Override
    MemorySegment wrap(byte[] content) {
      size = LOOP;
      return MemorySegment.ofBuffer(direct(content));
    }

    @Benchmark
    @OperationsPerInvocation(LOOP)
    public long sumBytesByLong() {
      long sum = 0;
      for (long i = 0; i < size; i++) {
        sum += buffer.get(ValueLayout.JAVA_BYTE, i);
      }
      return sum;
    }
  }
}

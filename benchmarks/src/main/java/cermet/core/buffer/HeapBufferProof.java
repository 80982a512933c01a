// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
public class HeapBufferProof {
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

  /// Code that has seen every kind of memory, one form for each side.
  @State(Scope.Thread)
  public static class Seen {
    long sink;

    @Setup(Level.Trial)
    public void seeAll() throws IOException {
      byte[] bytes = new byte[BYTES];
      int[] indices =
          new SplittableRandom(Seed.fresh()).ints(READS, 0, BYTES / 8).map(i -> i * 8).toArray();
      MemorySegment[] kinds = {
        MemorySegment.ofArray(bytes),
        MemorySegment.ofBuffer(direct(bytes)),
        MemorySegment.ofBuffer(file(bytes)),
        MemorySegment.ofArray(new long[BYTES / Long.BYTES])
      };
      for (int round = 0; round < 400; round++) {
        for (int kind = 0; kind < kinds.length; kind++) {
          sink += segment(kinds[kind], indices);
          if (kind < 3) {
            sink += ours(Buffer.wrap(kinds[kind]), indices);
            ByteBuffer buffer = kinds[kind].asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            sink += jdk(buffer, indices) + agrona(new UnsafeBuffer(buffer), indices);
          }
        }
      }
    }

    long ours(Buffer buffer, int[] indices) {
      if (buffer instanceof HeapBuffer heap) {
        return sum(heap, indices);
      }
      return buffer instanceof NativeBuffer direct
          ? sum(direct, indices)
          : sum((MappedBuffer) buffer, indices);
    }

    private static long sum(HeapBuffer buffer, int[] indices) {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getLong(index);
      }
      return sum;
    }

    private static long sum(NativeBuffer buffer, int[] indices) {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getLong(index);
      }
      return sum;
    }

    private static long sum(MappedBuffer buffer, int[] indices) {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getLong(index);
      }
      return sum;
    }

    long agrona(UnsafeBuffer buffer, int[] indices) {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getLong(index);
      }
      return sum;
    }

    long jdk(ByteBuffer buffer, int[] indices) {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.getLong(index);
      }
      return sum;
    }

    long segment(MemorySegment buffer, int[] indices) {
      long sum = 0;
      for (int index : indices) {
        sum += buffer.get(LONG, index);
      }
      return sum;
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Input {
    private HeapBuffer buffer;

    @Override
    void prepare() {
      buffer = HeapBuffer.wrap(bytes);
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
    @OperationsPerInvocation(160)
    public long encode160() {
      long v = value++;
      buffer.putLong(0, v);
      buffer.putLong(8, v + 1);
      buffer.putLong(16, v + 2);
      buffer.putLong(24, v + 3);
      buffer.putLong(32, v + 4);
      buffer.putLong(40, v + 5);
      buffer.putLong(48, v + 6);
      buffer.putLong(56, v + 7);
      buffer.putLong(64, v + 8);
      buffer.putLong(72, v + 9);
      buffer.putLong(80, v + 10);
      buffer.putLong(88, v + 11);
      buffer.putLong(96, v + 12);
      buffer.putLong(104, v + 13);
      buffer.putLong(112, v + 14);
      buffer.putLong(120, v + 15);
      buffer.putLong(128, v + 16);
      buffer.putLong(136, v + 17);
      buffer.putLong(144, v + 18);
      buffer.putLong(152, v + 19);
      buffer.putLong(160, v + 20);
      buffer.putLong(168, v + 21);
      buffer.putLong(176, v + 22);
      buffer.putLong(184, v + 23);
      buffer.putLong(192, v + 24);
      buffer.putLong(200, v + 25);
      buffer.putLong(208, v + 26);
      buffer.putLong(216, v + 27);
      buffer.putLong(224, v + 28);
      buffer.putLong(232, v + 29);
      buffer.putLong(240, v + 30);
      buffer.putLong(248, v + 31);
      buffer.putLong(256, v + 32);
      buffer.putLong(264, v + 33);
      buffer.putLong(272, v + 34);
      buffer.putLong(280, v + 35);
      buffer.putLong(288, v + 36);
      buffer.putLong(296, v + 37);
      buffer.putLong(304, v + 38);
      buffer.putLong(312, v + 39);
      buffer.putLong(320, v + 40);
      buffer.putLong(328, v + 41);
      buffer.putLong(336, v + 42);
      buffer.putLong(344, v + 43);
      buffer.putLong(352, v + 44);
      buffer.putLong(360, v + 45);
      buffer.putLong(368, v + 46);
      buffer.putLong(376, v + 47);
      buffer.putLong(384, v + 48);
      buffer.putLong(392, v + 49);
      buffer.putLong(400, v + 50);
      buffer.putLong(408, v + 51);
      buffer.putLong(416, v + 52);
      buffer.putLong(424, v + 53);
      buffer.putLong(432, v + 54);
      buffer.putLong(440, v + 55);
      buffer.putLong(448, v + 56);
      buffer.putLong(456, v + 57);
      buffer.putLong(464, v + 58);
      buffer.putLong(472, v + 59);
      buffer.putLong(480, v + 60);
      buffer.putLong(488, v + 61);
      buffer.putLong(496, v + 62);
      buffer.putLong(504, v + 63);
      buffer.putLong(512, v + 64);
      buffer.putLong(520, v + 65);
      buffer.putLong(528, v + 66);
      buffer.putLong(536, v + 67);
      buffer.putLong(544, v + 68);
      buffer.putLong(552, v + 69);
      buffer.putLong(560, v + 70);
      buffer.putLong(568, v + 71);
      buffer.putLong(576, v + 72);
      buffer.putLong(584, v + 73);
      buffer.putLong(592, v + 74);
      buffer.putLong(600, v + 75);
      buffer.putLong(608, v + 76);
      buffer.putLong(616, v + 77);
      buffer.putLong(624, v + 78);
      buffer.putLong(632, v + 79);
      buffer.putLong(640, v + 80);
      buffer.putLong(648, v + 81);
      buffer.putLong(656, v + 82);
      buffer.putLong(664, v + 83);
      buffer.putLong(672, v + 84);
      buffer.putLong(680, v + 85);
      buffer.putLong(688, v + 86);
      buffer.putLong(696, v + 87);
      buffer.putLong(704, v + 88);
      buffer.putLong(712, v + 89);
      buffer.putLong(720, v + 90);
      buffer.putLong(728, v + 91);
      buffer.putLong(736, v + 92);
      buffer.putLong(744, v + 93);
      buffer.putLong(752, v + 94);
      buffer.putLong(760, v + 95);
      buffer.putLong(768, v + 96);
      buffer.putLong(776, v + 97);
      buffer.putLong(784, v + 98);
      buffer.putLong(792, v + 99);
      buffer.putLong(800, v + 100);
      buffer.putLong(808, v + 101);
      buffer.putLong(816, v + 102);
      buffer.putLong(824, v + 103);
      buffer.putLong(832, v + 104);
      buffer.putLong(840, v + 105);
      buffer.putLong(848, v + 106);
      buffer.putLong(856, v + 107);
      buffer.putLong(864, v + 108);
      buffer.putLong(872, v + 109);
      buffer.putLong(880, v + 110);
      buffer.putLong(888, v + 111);
      buffer.putLong(896, v + 112);
      buffer.putLong(904, v + 113);
      buffer.putLong(912, v + 114);
      buffer.putLong(920, v + 115);
      buffer.putLong(928, v + 116);
      buffer.putLong(936, v + 117);
      buffer.putLong(944, v + 118);
      buffer.putLong(952, v + 119);
      buffer.putLong(960, v + 120);
      buffer.putLong(968, v + 121);
      buffer.putLong(976, v + 122);
      buffer.putLong(984, v + 123);
      buffer.putLong(992, v + 124);
      buffer.putLong(1000, v + 125);
      buffer.putLong(1008, v + 126);
      buffer.putLong(1016, v + 127);
      buffer.putLong(1024, v + 128);
      buffer.putLong(1032, v + 129);
      buffer.putLong(1040, v + 130);
      buffer.putLong(1048, v + 131);
      buffer.putLong(1056, v + 132);
      buffer.putLong(1064, v + 133);
      buffer.putLong(1072, v + 134);
      buffer.putLong(1080, v + 135);
      buffer.putLong(1088, v + 136);
      buffer.putLong(1096, v + 137);
      buffer.putLong(1104, v + 138);
      buffer.putLong(1112, v + 139);
      buffer.putLong(1120, v + 140);
      buffer.putLong(1128, v + 141);
      buffer.putLong(1136, v + 142);
      buffer.putLong(1144, v + 143);
      buffer.putLong(1152, v + 144);
      buffer.putLong(1160, v + 145);
      buffer.putLong(1168, v + 146);
      buffer.putLong(1176, v + 147);
      buffer.putLong(1184, v + 148);
      buffer.putLong(1192, v + 149);
      buffer.putLong(1200, v + 150);
      buffer.putLong(1208, v + 151);
      buffer.putLong(1216, v + 152);
      buffer.putLong(1224, v + 153);
      buffer.putLong(1232, v + 154);
      buffer.putLong(1240, v + 155);
      buffer.putLong(1248, v + 156);
      buffer.putLong(1256, v + 157);
      buffer.putLong(1264, v + 158);
      buffer.putLong(1272, v + 159);
      return v;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long polluted(Seen seen) {
      return seen.ours(buffer, indices);
    }
  }

  /// What Agrona does, checked or not.
  @State(Scope.Thread)
  public abstract static class Unsafe extends Input {
    private UnsafeBuffer buffer;

    @Override
    void prepare() {
      buffer = new UnsafeBuffer(bytes);
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
    @OperationsPerInvocation(160)
    public long encode160() {
      long v = value++;
      buffer.putLong(0, v);
      buffer.putLong(8, v + 1);
      buffer.putLong(16, v + 2);
      buffer.putLong(24, v + 3);
      buffer.putLong(32, v + 4);
      buffer.putLong(40, v + 5);
      buffer.putLong(48, v + 6);
      buffer.putLong(56, v + 7);
      buffer.putLong(64, v + 8);
      buffer.putLong(72, v + 9);
      buffer.putLong(80, v + 10);
      buffer.putLong(88, v + 11);
      buffer.putLong(96, v + 12);
      buffer.putLong(104, v + 13);
      buffer.putLong(112, v + 14);
      buffer.putLong(120, v + 15);
      buffer.putLong(128, v + 16);
      buffer.putLong(136, v + 17);
      buffer.putLong(144, v + 18);
      buffer.putLong(152, v + 19);
      buffer.putLong(160, v + 20);
      buffer.putLong(168, v + 21);
      buffer.putLong(176, v + 22);
      buffer.putLong(184, v + 23);
      buffer.putLong(192, v + 24);
      buffer.putLong(200, v + 25);
      buffer.putLong(208, v + 26);
      buffer.putLong(216, v + 27);
      buffer.putLong(224, v + 28);
      buffer.putLong(232, v + 29);
      buffer.putLong(240, v + 30);
      buffer.putLong(248, v + 31);
      buffer.putLong(256, v + 32);
      buffer.putLong(264, v + 33);
      buffer.putLong(272, v + 34);
      buffer.putLong(280, v + 35);
      buffer.putLong(288, v + 36);
      buffer.putLong(296, v + 37);
      buffer.putLong(304, v + 38);
      buffer.putLong(312, v + 39);
      buffer.putLong(320, v + 40);
      buffer.putLong(328, v + 41);
      buffer.putLong(336, v + 42);
      buffer.putLong(344, v + 43);
      buffer.putLong(352, v + 44);
      buffer.putLong(360, v + 45);
      buffer.putLong(368, v + 46);
      buffer.putLong(376, v + 47);
      buffer.putLong(384, v + 48);
      buffer.putLong(392, v + 49);
      buffer.putLong(400, v + 50);
      buffer.putLong(408, v + 51);
      buffer.putLong(416, v + 52);
      buffer.putLong(424, v + 53);
      buffer.putLong(432, v + 54);
      buffer.putLong(440, v + 55);
      buffer.putLong(448, v + 56);
      buffer.putLong(456, v + 57);
      buffer.putLong(464, v + 58);
      buffer.putLong(472, v + 59);
      buffer.putLong(480, v + 60);
      buffer.putLong(488, v + 61);
      buffer.putLong(496, v + 62);
      buffer.putLong(504, v + 63);
      buffer.putLong(512, v + 64);
      buffer.putLong(520, v + 65);
      buffer.putLong(528, v + 66);
      buffer.putLong(536, v + 67);
      buffer.putLong(544, v + 68);
      buffer.putLong(552, v + 69);
      buffer.putLong(560, v + 70);
      buffer.putLong(568, v + 71);
      buffer.putLong(576, v + 72);
      buffer.putLong(584, v + 73);
      buffer.putLong(592, v + 74);
      buffer.putLong(600, v + 75);
      buffer.putLong(608, v + 76);
      buffer.putLong(616, v + 77);
      buffer.putLong(624, v + 78);
      buffer.putLong(632, v + 79);
      buffer.putLong(640, v + 80);
      buffer.putLong(648, v + 81);
      buffer.putLong(656, v + 82);
      buffer.putLong(664, v + 83);
      buffer.putLong(672, v + 84);
      buffer.putLong(680, v + 85);
      buffer.putLong(688, v + 86);
      buffer.putLong(696, v + 87);
      buffer.putLong(704, v + 88);
      buffer.putLong(712, v + 89);
      buffer.putLong(720, v + 90);
      buffer.putLong(728, v + 91);
      buffer.putLong(736, v + 92);
      buffer.putLong(744, v + 93);
      buffer.putLong(752, v + 94);
      buffer.putLong(760, v + 95);
      buffer.putLong(768, v + 96);
      buffer.putLong(776, v + 97);
      buffer.putLong(784, v + 98);
      buffer.putLong(792, v + 99);
      buffer.putLong(800, v + 100);
      buffer.putLong(808, v + 101);
      buffer.putLong(816, v + 102);
      buffer.putLong(824, v + 103);
      buffer.putLong(832, v + 104);
      buffer.putLong(840, v + 105);
      buffer.putLong(848, v + 106);
      buffer.putLong(856, v + 107);
      buffer.putLong(864, v + 108);
      buffer.putLong(872, v + 109);
      buffer.putLong(880, v + 110);
      buffer.putLong(888, v + 111);
      buffer.putLong(896, v + 112);
      buffer.putLong(904, v + 113);
      buffer.putLong(912, v + 114);
      buffer.putLong(920, v + 115);
      buffer.putLong(928, v + 116);
      buffer.putLong(936, v + 117);
      buffer.putLong(944, v + 118);
      buffer.putLong(952, v + 119);
      buffer.putLong(960, v + 120);
      buffer.putLong(968, v + 121);
      buffer.putLong(976, v + 122);
      buffer.putLong(984, v + 123);
      buffer.putLong(992, v + 124);
      buffer.putLong(1000, v + 125);
      buffer.putLong(1008, v + 126);
      buffer.putLong(1016, v + 127);
      buffer.putLong(1024, v + 128);
      buffer.putLong(1032, v + 129);
      buffer.putLong(1040, v + 130);
      buffer.putLong(1048, v + 131);
      buffer.putLong(1056, v + 132);
      buffer.putLong(1064, v + 133);
      buffer.putLong(1072, v + 134);
      buffer.putLong(1080, v + 135);
      buffer.putLong(1088, v + 136);
      buffer.putLong(1096, v + 137);
      buffer.putLong(1104, v + 138);
      buffer.putLong(1112, v + 139);
      buffer.putLong(1120, v + 140);
      buffer.putLong(1128, v + 141);
      buffer.putLong(1136, v + 142);
      buffer.putLong(1144, v + 143);
      buffer.putLong(1152, v + 144);
      buffer.putLong(1160, v + 145);
      buffer.putLong(1168, v + 146);
      buffer.putLong(1176, v + 147);
      buffer.putLong(1184, v + 148);
      buffer.putLong(1192, v + 149);
      buffer.putLong(1200, v + 150);
      buffer.putLong(1208, v + 151);
      buffer.putLong(1216, v + 152);
      buffer.putLong(1224, v + 153);
      buffer.putLong(1232, v + 154);
      buffer.putLong(1240, v + 155);
      buffer.putLong(1248, v + 156);
      buffer.putLong(1256, v + 157);
      buffer.putLong(1264, v + 158);
      buffer.putLong(1272, v + 159);
      return v;
    }

    @Benchmark
    @OperationsPerInvocation(READS)
    public long polluted(Seen seen) {
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
      buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
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
    public long polluted(Seen seen) {
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
      buffer = MemorySegment.ofArray(bytes);
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
    public long polluted(Seen seen) {
      return seen.segment(buffer, indices);
    }
  }

  static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
  }

  static MappedByteBuffer file(byte[] bytes) {
    try {
      Path file = Files.createTempFile("cermet", ".buffer");
      try (var channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes.length);
        mapped.put(0, bytes);
        return mapped;
      } finally {
        Files.delete(file); // stays until it is unmapped
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}

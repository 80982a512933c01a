// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import cermet.proof.Case;
import cermet.proof.Peer;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A mapped file of 64 KiB, the same content on all sides, all little-endian.
///
/// | method | what |
/// |---|---|
/// | `randomGet`, `randomPut` | a long at random multiples of eight |
/// | `sumBytes` | one after the other; the compiler may vectorise |
/// | `decode64` | so many longs at fixed places, in a method of its own |
/// | `polluted` | as `randomGet`, where all kinds of memory went through the code; `Clean`: not |
public class MappedBufferProof {
  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends BufferInput {
    private MappedBuffer buffer;

    @Override
    void prepare() {
      buffer = MappedBuffer.wrap(MemorySegment.ofBuffer(file(bytes)));
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
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    @OperationsPerInvocation(64)
    public long decode64() {
      MappedBuffer b = buffer;
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
    @OperationsPerInvocation(READS)
    public long polluted(SeenMemory seen) {
      return seen.ours(buffer, indices);
    }
  }

  /// Ours in a JVM that has seen nothing else: what `polluted` would cost without.
  @Peer(value = "none", jvmArgs = BufferPeers.OPENS) // what the code has seen is Agrona's too
  @State(Scope.Thread)
  public static class Clean extends BufferInput {
    private MappedBuffer buffer;

    @Override
    void prepare() {
      buffer = MappedBuffer.wrap(MemorySegment.ofBuffer(file(bytes)));
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
      return new UnsafeBuffer(file(content));
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
      return file(content);
    }
  }

  /// The JDK's segment.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Segment extends BufferPeers.Segments {
    @Override
    MemorySegment wrap(byte[] content) {
      return MemorySegment.ofBuffer(file(content));
    }
  }
}

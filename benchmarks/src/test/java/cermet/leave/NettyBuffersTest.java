// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.buffer.HeapBuffer;
import cermet.core.memory.BufferPool;
import cermet.core.memory.Lease;
import cermet.core.text.Slice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import io.netty.util.IllegalReferenceCountException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The differences that docs/leave/from-netty-buffers.md names, on both sides. */
class NettyBuffersTest {
  private static final byte[] MALFORMED = {'a', (byte) 0xC3, 'b'};

  @Test
  void aNameWithoutASuffixIsLittleEndian() {
    ByteBuf peer = Unpooled.buffer(4).setInt(0, 1);
    assertEquals(1, peer.getByte(3));
    assertEquals(1 << 24, peer.getIntLE(0));
    HeapBuffer ours = HeapBuffer.allocate(4);
    ours.putInt(0, 1);
    assertEquals(1, ours.getByte(0));
    ours.putIntBE(0, 1);
    assertEquals(1, ours.getByte(3));
  }

  @Test
  void aCountAgainstALease() throws InterruptedException {
    ByteBuf peer = new PooledByteBufAllocator(false).heapBuffer(1024);
    assertSame(peer, peer.retain());
    assertEquals(2, peer.refCnt());
    assertNull(elsewhere(peer::release));
    assertTrue(peer.release());
    assertThrows(IllegalReferenceCountException.class, () -> peer.getByte(0));
    assertThrows(IllegalReferenceCountException.class, peer::release);
    var pool = new BufferPool(1 << 20);
    Lease ours = pool.lease(1000);
    assertTrue(ours.bytes().length >= 1000);
    assertEquals(1000, ours.length());
    assertInstanceOf(WrongThreadException.class, elsewhere(ours::bytes));
    assertInstanceOf(WrongThreadException.class, elsewhere(ours::close));
    Lease given = ours.handOver();
    assertNull(elsewhere(() -> given.accept().close()));
    ours.close(); // handed over: does nothing
    Lease last = pool.lease(1000);
    last.close();
    assertThrows(IllegalStateException.class, last::bytes);
    assertThrows(IllegalStateException.class, last::close);
  }

  private static @Nullable Throwable elsewhere(Runnable action) throws InterruptedException {
    var thrown = new AtomicReference<Throwable>();
    Thread thread =
        new Thread(() -> {
          try {
            action.run();
          } catch (RuntimeException e) {
            thrown.set(e);
          }
        });
    thread.start();
    thread.join();
    return thrown.get();
  }

  @Test
  void onlyAGrowingBufferGrows() {
    ByteBuf peer = Unpooled.buffer(4);
    peer.writeLong(1).writeLong(2);
    assertEquals(Integer.MAX_VALUE, peer.maxCapacity());
    assertThrows(IndexOutOfBoundsException.class, () -> HeapBuffer.allocate(4).putLong(0, 1));
    HeapBuffer ours = HeapBuffer.growing(4, 16);
    ours.putLong(8, 2);
    assertEquals(16, ours.limit());
    assertThrows(IndexOutOfBoundsException.class, () -> ours.putLong(9, 2));
  }

  @Test
  void aSliceKeepsTheArrayOfNow() {
    ByteBuf peer = Unpooled.buffer(4, 64).setInt(0, 1);
    ByteBuf slice = peer.slice(0, 4);
    peer.capacity(64).setInt(0, 2);
    assertEquals(2, slice.getInt(0));
    HeapBuffer ours = HeapBuffer.growing(4, 64);
    ours.putInt(0, 1);
    HeapBuffer part = ours.slice(0, 4);
    ours.putInt(60, 0);
    ours.putInt(0, 2);
    assertEquals(1, part.getInt(0));
  }

  @Test
  void malformedTextIsRefused() {
    ByteBuf peer = Unpooled.buffer();
    ByteBufUtil.writeUtf8(peer, "\uD83D");
    assertEquals("?", peer.toString(StandardCharsets.UTF_8));
    assertEquals("a\uFFFDb", Unpooled.wrappedBuffer(MALFORMED).toString(StandardCharsets.UTF_8));
    HeapBuffer ours = HeapBuffer.wrap(MALFORMED.clone());
    assertThrows(IllegalArgumentException.class, () -> ours.putUtf8(0, "\uD83D"));
    assertThrows(IllegalArgumentException.class, () -> ours.getUtf8(0, 3));
  }

  @Test
  void hashCodesTellCaseApart() {
    assertEquals(AsciiString.of("Host").hashCode(), AsciiString.of("HOST").hashCode());
    assertNotEquals(AsciiString.of("Host"), AsciiString.of("HOST"));
    assertNotEquals(Slice.of("Host").hashCode(), Slice.of("HOST").hashCode());
    assertTrue(Slice.of("Host").equalsIgnoreCase(Slice.of("HOST")));
  }

  @Test
  void anArrayCrossesTheBorderWithoutACopy() {
    byte[] bytes = new byte[8];
    HeapBuffer.wrap(bytes).putByte(2, (byte) 7);
    ByteBuf peer = Unpooled.wrappedBuffer(bytes, 1, 3);
    assertEquals(7, peer.getByte(1));
    peer.setByte(1, 8);
    assertEquals(8, bytes[2]);
  }
}

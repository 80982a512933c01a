// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away.
class HeapBufferAllocation {
  long sink;
  HeapBuffer last = HeapBuffer.allocate(0);

  @Test
  void readsAndWritesWithoutGarbage() {
    HeapBuffer buffer = HeapBuffer.allocate(128);
    byte[] bytes = new byte[32];
    NativeBuffer other = NativeBuffer.allocate(128, Arena.ofAuto());
    assertEquals(
        0,
        AllocationMeter.bytes(() -> {
          sink += access(buffer);
          buffer.putBytes(0, bytes, 0, 32);
          buffer.getBytes(7, bytes, 0, 32);
          buffer.putBytes(3, buffer, 9, 50);
          buffer.putBytes(3, other, 9, 50);
          buffer.fill(9, 100, (byte) 1);
          sink += buffer.indexOf(0, 128, (byte) 7) + buffer.mismatch(1, buffer, 2, 100);
        }));
  }

  /* What all kinds do without garbage. */
  static long access(Buffer buffer) {
    buffer.putByte(1, (byte) 1);
    buffer.putShort(1, (short) 2);
    buffer.putCharBE(1, 'c');
    buffer.putInt(5, 3);
    buffer.putLong(17, 4);
    buffer.putLongBE(25, 5);
    buffer.putFloat(33, 6);
    buffer.putDoubleBE(41, 7);
    long sum = 0L + buffer.getByte(1) + buffer.getShortBE(1) + buffer.getChar(1) + buffer.getInt(5);
    sum += buffer.getLong(17) + buffer.getLongBE(25);
    sum += (long) (buffer.getFloat(33) + buffer.getDoubleBE(41));
    sum += buffer.putVarLong(60, 1L << 40) + buffer.putZigZagInt(70, -5);
    sum += buffer.getVarLong(60) + buffer.getZigZagInt(70) + Buffer.varSize(sum);
    return sum + buffer.putAscii(90, "text");
  }

  @Test
  void aSliceIsOneObject() {
    HeapBuffer buffer = HeapBuffer.allocate(128);
    assertEquals(32, AllocationMeter.bytes(() -> last = buffer.slice(3, 50)));
  }
}

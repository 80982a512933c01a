// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class MappedBufferTest extends EveryBuffer {
  private static final long GIB = 1L << 30;

  private int files;

  @Override
  MappedBuffer buffer(int capacity) throws IOException {
    return MappedBuffer.create(folder.resolve("file" + files++), capacity);
  }

  @Test
  void showsItsUse() throws IOException {
    Path file = folder.resolve("counts");
    // @start region="example"
    try (MappedBuffer counts = MappedBuffer.create(file, 4096)) {
      counts.putLong(4088, 5);
      counts.grow(8192); // maps the longer file anew
      counts.putLong(8184, 6);
      counts.force();
    }
    try (MappedBuffer counts = MappedBuffer.open(file, 8192)) {
      assertEquals(11, counts.getLong(4088) + counts.getLong(8184));
    }
    // @end
  }

  @Test
  void writesTheFile() throws IOException {
    Path file = folder.resolve("a");
    try (MappedBuffer buffer = MappedBuffer.create(file, 10)) {
      buffer.putAscii(3, "hello");
      buffer.force(3, 5);
      assertEquals("MappedBuffer[capacity=10, file=" + file + "]", buffer.toString());
      assertEquals("MappedBuffer[capacity=5]", buffer.slice(3, 5).toString());
    }
    assertArrayEquals(
        "\0\0\0hello\0\0".getBytes(StandardCharsets.US_ASCII), Files.readAllBytes(file));
    try (MappedBuffer buffer = MappedBuffer.open(file)) {
      assertEquals(10, buffer.capacity());
      assertEquals("hello", buffer.getAscii(3, 5));
    }
    try (MappedBuffer buffer = MappedBuffer.create(folder.resolve("empty"), 0)) {
      assertEquals(0, buffer.capacity());
      assertOutside(0, 1, 0, () -> buffer.getByte(0));
      buffer.grow(3);
      buffer.putByte(2, (byte) 1);
    }
    assertEquals(3, Files.size(folder.resolve("empty")));
  }

  @Test
  void anInterruptedGrowthLeavesTheMappingAndItCanBeClosed() throws IOException {
    MappedBuffer buffer = MappedBuffer.create(folder.resolve("interrupted"), 16);
    buffer.putLong(8, 42);
    for (boolean grow : new boolean[] {true, false}) {
      Thread.currentThread().interrupt();
      assertThrows(
          ClosedChannelException.class, // by the interrupt at first
          () -> {
            if (grow) {
              buffer.grow(32);
            } else {
              buffer.remap();
            }
          });
      Thread.interrupted();
      assertEquals(16, buffer.capacity());
      assertEquals(42, buffer.getLong(8));
    }
    buffer.close();
    assertThrows(IllegalStateException.class, () -> buffer.getLong(8));
    assertThrows(IllegalStateException.class, () -> buffer.getLong(8L));
    assertThrows(IllegalStateException.class, buffer::remap);
    buffer.close();
  }

  @Test
  void reachesBeyondFourGibibytesOfASparseFile() throws IOException {
    Path file = folder.resolve("large");
    long capacity = 5 * GIB + 3;
    long[] indices = {0, 2 * GIB - 4, 2 * GIB, 4 * GIB - 4, 4 * GIB, 4 * GIB + 8, capacity - 8};
    try (MappedBuffer buffer = MappedBuffer.create(file, capacity)) {
      assertEquals(capacity, buffer.capacity());
      for (long index : indices) {
        buffer.putLong(index, index * 31 + 1);
        assertEquals(index * 31 + 1, buffer.getLong(index));
      }
      assertEquals(31 * 4 * GIB + 1, buffer.getLongAcquire(4 * GIB));
      assertEquals(1, buffer.getLong(0), "4 GiB is not 0");
      Buffer part = buffer.slice(4 * GIB, GIB);
      assertEquals(31 * 4 * GIB + 1, part.getLong(0));
      byte[] some = new byte[16];
      buffer.getBytes(4 * GIB, some, 0, 16);
      assertEquals(-1, buffer.mismatch(4 * GIB, HeapBuffer.wrap(some), 0, 16));
      buffer.putBytes(3 * GIB, buffer, 4 * GIB, 16);
      assertEquals(31 * 4 * GIB + 1, buffer.getLong(3 * GIB));
      buffer.putByte(4 * GIB + 100, (byte) 77);
      assertEquals(4 * GIB + 100, buffer.indexOf(4 * GIB, 1000, (byte) 77));
      assertOutside(capacity - 7, 8, capacity, () -> buffer.getLong(capacity - 7));
      assertOutside(1L << 40, 8, capacity, () -> buffer.putLong(1L << 40, 1));
      assertEquals("x", buffer.getUtf8(4 * GIB + 4096, buffer.putUtf8(4 * GIB + 4096, "x")));
      buffer.grow(6 * GIB);
      assertEquals((capacity - 8) * 31 + 1, buffer.getLong(capacity - 8));
      buffer.putByte(6 * GIB - 1, (byte) 1);
    }
    assertEquals(6 * GIB, Files.size(file));
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer eight = ByteBuffer.allocate(8);
      channel.read(eight, 4 * GIB + 8);
      assertEquals((4 * GIB + 8) * 31 + 1, Long.reverseBytes(eight.getLong(0)));
    }
  }

  @Test
  void anIntIsNeverTakenForAPlaceBeyondTwoGibibytes() throws IOException {
    long[] capacities = {2 * GIB - 1, 2 * GIB, 2 * GIB + 3, 5 * GIB};
    for (long capacity : capacities) {
      try (MappedBuffer buffer = MappedBuffer.create(folder.resolve("of" + capacity), capacity)) {
        readsByInt(buffer);
      }
    }
    try (MappedBuffer buffer = MappedBuffer.create(folder.resolve("grown"), 2 * GIB - 9)) {
      readsByInt(buffer);
      buffer.grow(2 * GIB + 1);
      readsByInt(buffer);
    }
  }

  private static void readsByInt(Buffer buffer) {
    long capacity = buffer.capacity();
    for (int index : new int[] {0, Integer.MAX_VALUE - 40}) {
      buffer.putLong(index, 0x0102030405060708L);
      assertEquals(0x0102030405060708L, buffer.getLong((long) index));
      assertEquals(0x01020304, buffer.getInt(index + 4));
      assertEquals(0x0304, buffer.getShort(index + 4));
      assertEquals(7, buffer.getByte(index + 1));
    }
    for (int index : new int[] {-1, -8, -9, Integer.MIN_VALUE, Integer.MIN_VALUE + 2}) {
      assertOutside(index, 1, capacity, () -> buffer.getByte(index));
      assertOutside(index, 2, capacity, () -> buffer.putShort(index, (short) 1));
      assertOutside(index, 4, capacity, () -> buffer.putInt(index, 1));
      assertOutside(index, 8, capacity, () -> buffer.getLong(index));
    }
    for (int index = Integer.MAX_VALUE - 9; index > 0; index++) { // until it wraps
      int at = index;
      if (at + 8L <= capacity) {
        buffer.putLong(at, at * 31L);
        assertEquals(at * 31L, buffer.getLong(at));
        assertEquals(at * 31L, buffer.getLong((long) at));
      } else {
        assertOutside(at, 8, capacity, () -> buffer.putLong(at, 1));
        assertOutside(at, 8, capacity, () -> buffer.getLong(at));
      }
    }
  }

  @Test
  void aFileThatIsTooShortIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("short"), new byte[100]);
    String message = file + ": shorter than expected: 100 bytes of 101";
    assertMessage(IOException.class, message, () -> MappedBuffer.open(file, 101));
    assertMessage(IOException.class, message, () -> MappedBuffer.openReadOnly(file, 101));
    assertEquals(100, Files.size(file), "not extended");
    try (MappedBuffer buffer = MappedBuffer.open(file, 100)) {
      buffer.putByte(0, (byte) 9);
      truncate(file, 60);
      String shorter = file + ": shorter than expected: 60 bytes of 100";
      assertMessage(IOException.class, shorter, () -> buffer.grow(200));
      assertMessage(IOException.class, shorter, () -> buffer.grow(100));
      assertMessage(IOException.class, shorter, buffer::remap);
      assertEquals(60, Files.size(file), "not extended");
      assertEquals(100, buffer.capacity());
      assertEquals(9, buffer.getByte(0));
    }
    try (MappedBuffer reader = MappedBuffer.openReadOnly(file, 60)) {
      truncate(file, 0);
      String shorter = file + ": shorter than expected: 0 bytes of 60";
      assertMessage(IOException.class, shorter, reader::remap);
      assertEquals(60, reader.capacity());
    }
    assertMessage(
        IOException.class,
        file + ": shorter than expected: 0 bytes of " + Long.MAX_VALUE,
        () -> MappedBuffer.open(file, Long.MAX_VALUE));
    assertEquals(0, Files.size(file), "not extended");
  }

  @Test
  void isRefusedToThreadsThatTheArenaDoesNotLetIn() throws Exception {
    Path file = Files.write(folder.resolve("confined"), new byte[16]);
    try (Arena arena = Arena.ofConfined();
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedBuffer buffer =
          MappedBuffer.wrap(channel.map(FileChannel.MapMode.READ_WRITE, 0, 16, arena));
      NativeBufferTest.refusesOtherThreads(buffer);
      assertArrayEquals(new byte[16], bytes(buffer));
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  @Test
  void growsAndNeverShrinks() throws IOException {
    Path file = folder.resolve("grows");
    try (MappedBuffer buffer = MappedBuffer.create(file, 100)) {
      buffer.fill(0, 100, (byte) 3);
      MappedBuffer part = buffer.slice(16, 40);
      assertMessage(
          IllegalArgumentException.class, "capacity: 99, now: 100", () -> buffer.grow(99));
      assertMessage(
          IllegalArgumentException.class, "capacity: -1, now: 100", () -> buffer.grow(-1));
      assertEquals(3, part.getByte(0));
      buffer.grow(100_000);
      assertEquals(100_000, buffer.capacity());
      assertEquals(100, buffer.indexOf(0, 100_000, (byte) 0));
      assertEquals(-1, buffer.indexOf(100, 99_900, (byte) 3));
      NativeBufferTest.refusesAll(IllegalStateException.class, "Already closed", part);
      assertThrows(Exception.class, () -> buffer.grow(Long.MAX_VALUE));
      assertEquals(100_000, buffer.capacity());
      assertEquals(3, buffer.getByte(99));
      assertEquals(100_000, Files.size(file));
    }
  }

  /// A thread in the middle of a read into the memory keeps it from being given up.
  @Test
  void whatCannotBeGivenUpStaysMapped() throws Exception {
    Path file = folder.resolve("busy");
    Pipe pipe = Pipe.open();
    try (var source = pipe.source();
        var sink = pipe.sink();
        MappedBuffer buffer = MappedBuffer.create(file, 16)) {
      buffer.putLong(8, 5);
      ByteBuffer view = buffer.asByteBuffer(0, 8);
      var reading = new FutureTask<Integer>(() -> source.read(view));
      Thread reader = Thread.ofPlatform().daemon().start(reading);
      for (int i = 0; !isReading(reader); i++) {
        assertTrue(i < 20_000 && !reading.isDone(), "the reader reads");
        Thread.sleep(1);
      }
      for (int i = 0; i < 2; i++) {
        assertThrows(IllegalStateException.class, () -> buffer.grow(200));
        assertEquals(16, buffer.capacity());
        assertEquals(5, buffer.getLong(8));
        assertEquals(5, buffer.getLong(8L));
        assertThrows(IllegalStateException.class, buffer::remap);
        assertThrows(IllegalStateException.class, buffer::close);
        assertEquals(16, buffer.capacity());
      }
      sink.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
      assertEquals(8, reading.get());
      assertEquals(0x0807060504030201L, buffer.getLong(0));
      buffer.grow(300);
      assertEquals(5, buffer.getLong(8));
      assertEquals(-1, buffer.mismatch(16, HeapBuffer.allocate(284), 0, 284));
    }
  }

  private static boolean isReading(Thread thread) {
    StackTraceElement[] stack = thread.getStackTrace();
    return stack.length > 0
        && stack[0].isNativeMethod()
        && stack[0].getMethodName().equals("read0");
  }

  @Test
  void followsAFileThatAnotherExtends() throws IOException {
    Path file = Files.write(folder.resolve("follows"), new byte[10]);
    try (MappedBuffer buffer = MappedBuffer.open(file);
        MappedBuffer reader = MappedBuffer.openReadOnly(file, 0)) {
      buffer.grow(5000);
      buffer.putLong(4000, 12);
      assertEquals(10, reader.capacity());
      reader.remap();
      assertEquals(5000, reader.capacity());
      assertEquals(12, reader.getLong(4000));
      Files.write(file, new byte[7], StandardOpenOption.APPEND);
      buffer.grow(5001);
      assertEquals(5007, buffer.capacity(), "as long as the file");
    }
  }

  @Test
  void aReadOnlyFileIsRead() throws IOException {
    Path file = Files.write(folder.resolve("reads"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    try (MappedBuffer buffer = MappedBuffer.openReadOnly(file, 8)) {
      assertEquals(0x0807060504030201L, buffer.getLong(0));
      assertEquals(0x0807060504030201L, buffer.getLongVolatile(0));
      NativeBufferTest.refusesWrites(buffer);
      assertMessage(
          UnsupportedOperationException.class, "read-only: " + file, () -> buffer.grow(100));
    }
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, Files.readAllBytes(file));
  }

  @Test
  void opensAndCreatesOnlyWhatItShould() throws IOException {
    Path none = folder.resolve("none");
    assertThrows(NoSuchFileException.class, () -> MappedBuffer.open(none));
    assertThrows(NoSuchFileException.class, () -> MappedBuffer.open(none, 0));
    assertThrows(NoSuchFileException.class, () -> MappedBuffer.openReadOnly(none, 0));
    assertMessage(
        IllegalArgumentException.class, "capacity: -1", () -> MappedBuffer.create(none, -1));
    assertMessage(IllegalArgumentException.class, "least: -1", () -> MappedBuffer.open(none, -1));
    assertThrows(Exception.class, () -> MappedBuffer.create(none, Long.MAX_VALUE));
    assertFalse(Files.exists(none), "left behind");
    Path there = Files.write(folder.resolve("there"), new byte[] {5});
    assertThrows(FileAlreadyExistsException.class, () -> MappedBuffer.create(there, 1));
    assertArrayEquals(new byte[] {5}, Files.readAllBytes(there));
  }

  @Test
  void throwsAfterTheClose() throws IOException {
    Path file = folder.resolve("closed");
    MappedBuffer buffer = MappedBuffer.create(file, 16);
    MappedBuffer part = buffer.slice(0, 8);
    part.close();
    assertEquals(0, part.getByte(0), "a view closes nothing");
    assertEquals(0, buffer.getByte(0));
    buffer.close();
    buffer.close();
    NativeBufferTest.refusesAll(IllegalStateException.class, "Already closed", buffer);
    NativeBufferTest.refusesAll(IllegalStateException.class, "Already closed", part);
    assertMessage(IllegalStateException.class, "closed: " + file, () -> buffer.grow(100));
    assertMessage(IllegalStateException.class, "closed: " + file, buffer::remap);
    assertMessage(IllegalStateException.class, "Already closed", buffer::force);
    assertMessage(IllegalStateException.class, "Already closed", () -> buffer.force(0, 1));
    assertOutside(16, 1, 16, () -> buffer.force(16, 1));
    Files.delete(file);
  }

  @Test
  void aViewHasNoFile() throws IOException {
    MappedBuffer part = buffer(16).slice(0, 8);
    String message = "a view has no file of its own: MappedBuffer[capacity=8]";
    assertMessage(UnsupportedOperationException.class, message, () -> part.grow(16));
    assertMessage(UnsupportedOperationException.class, message, part::remap);
    part.force();
  }

  @Test
  void holdsNothingButMappedMemory() throws IOException {
    for (MemorySegment memory :
        new MemorySegment[] {MemorySegment.ofArray(new byte[8]), Arena.ofAuto().allocate(8)}) {
      assertMessage(
          IllegalArgumentException.class,
          "not mapped memory, take Buffer.wrap: " + memory,
          () -> MappedBuffer.wrap(memory));
    }
    assertInstanceOf(MappedBuffer.class, Buffer.wrap(buffer(8).segment()));
  }

  @Test
  void ordersIntsAndLongs() throws IOException {
    NativeBufferTest.keepsOrdered(buffer(CAPACITY));
  }

  @Test
  void refusesOrderedAccessOutsideOrAtOddAddresses() throws IOException {
    NativeBufferTest.refusesOrdered(buffer(CAPACITY), CAPACITY);
    NativeBufferTest.refusesOrdered(buffer(CAPACITY + 8).slice(4, CAPACITY), CAPACITY);
  }

  @Test
  void misuseOfAllKindsSaysWhatTheDesignPageShows() throws Exception {
    BufferMisuses.in(folder).assertOn("buffers.md", row -> true);
  }

  @Test
  void accessIsTheSameTextAsInNativeBuffer() throws IOException {
    assertEquals(access("NativeBuffer"), access("MappedBuffer"));
  }

  private static String access(String name) throws IOException {
    Path root = Path.of(Objects.requireNonNull(System.getProperty("cermet.root"), "cermet.root"));
    Path file = root.resolve("core/src/main/java/cermet/core/buffer/" + name + ".java");
    String text = Files.readString(file);
    int start = text.indexOf(": from here.\n");
    assertTrue(start > 0, name);
    return text.substring(start);
  }
}

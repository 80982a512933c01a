// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.junit.jupiter.api.Assertions.assertThrows;

import cermet.core.memory.Printed;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.function.Executable;

/** What buffers are not meant for, as the design page shows it. */
final class BufferMisuses {
  private final Printed printed = new Printed();
  private final Path folder;

  private BufferMisuses(Path folder) {
    this.folder = folder;
  }

  static Printed in(Path folder) throws Exception {
    var misuses = new BufferMisuses(folder);
    misuses.ranges();
    misuses.memory();
    misuses.order();
    misuses.files();
    misuses.encodings();
    return misuses.printed;
  }

  /** Addresses and the folder differ from run to run. */
  private void add(String what, Executable misuse) {
    Throwable thrown = assertThrows(Throwable.class, misuse, what);
    String message =
        String.valueOf(thrown.getMessage())
            .replace(folder.toString(), "…")
            .replaceAll("address: 0x[0-9a-f]+", "address: …")
            .replaceAll("@[0-9a-f]+", "@…");
    printed.add(what, "`" + thrown.getClass().getSimpleName() + "`", message);
  }

  private void ranges() {
    HeapBuffer heap = HeapBuffer.allocate(16);
    add("`getLong(9)` of 16 bytes", () -> heap.getLong(9));
    add("`putInt(-1, …)`", () -> heap.putInt(-1, 1));
    add("`getByte(Long.MIN_VALUE)`", () -> heap.getByte(Long.MIN_VALUE));
    add("`slice(8, 9)`", () -> heap.slice(8, 9));
    add("`fill(0, -1, …)`", () -> heap.fill(0, -1, (byte) 0));
    add("`slice(Long.MAX_VALUE, 2)`", () -> heap.slice(Long.MAX_VALUE, 2));
    add(
        "a copy of 2 bytes from place 15 of a `byte[16]`",
        () -> heap.putBytes(0, new byte[16], 15, 2));
    add("`HeapBuffer.allocate(-1)`", () -> HeapBuffer.allocate(-1));
    add("`HeapBuffer.growing(5, 4)`", () -> HeapBuffer.growing(5, 4));
    HeapBuffer growing = HeapBuffer.growing(4, 8);
    add("a write past the limit of a growing buffer", () -> growing.putInt(6, 1));
    HeapBuffer vast = HeapBuffer.growing(4, Integer.MAX_VALUE);
    add("a write that no memory is left for", () -> vast.putByte(Integer.MAX_VALUE - 1, (byte) 1));
  }

  private void memory() throws Exception {
    HeapBuffer heap = HeapBuffer.allocate(16);
    MemorySegment fixed = MemorySegment.ofArray(new byte[8]).asReadOnly();
    add("read-only memory as a `HeapBuffer`", () -> HeapBuffer.wrap(fixed));
    add("a `long[]` as a `HeapBuffer`", () -> HeapBuffer.wrap(MemorySegment.ofArray(new long[1])));
    add("heap memory as a `NativeBuffer`", () -> NativeBuffer.wrap(heap.segment()));
    Arena arena = Arena.ofConfined();
    NativeBuffer closed = NativeBuffer.allocate(16, arena);
    add("`NativeBuffer.allocate(-1, …)`", () -> NativeBuffer.allocate(-1, arena));
    add("another thread than the arena's", () -> onStranger(() -> closed.getLong(0)));
    NativeBuffer part = closed.slice(0, 8);
    arena.close();
    add("`getLong` after the arena's `close`", () -> closed.getLong(0));
    add("`putLong` of a slice after it", () -> part.putLong(0, 1));
    Buffer reader = Buffer.wrap(Arena.ofAuto().allocate(8).asReadOnly());
    add("a write to read-only memory", () -> reader.putLong(0, 1));
    add("the same from a `ByteBuffer`", () -> reader.putBytes(0, ByteBuffer.allocate(8), 0, 8));
  }

  private void order() {
    NativeBuffer buffer = NativeBuffer.wrap(Arena.ofAuto().allocate(16, 8));
    add("`getLongAcquire(4)`, the buffer's start aligned to 8", () -> buffer.getLongAcquire(4));
    add("`compareAndSetInt(9, …)`, the same", () -> buffer.compareAndSetInt(9, 0, 1));
    add("`getLongVolatile(16)` of 16 bytes", () -> buffer.getLongVolatile(16));
    HeapBuffer heap = HeapBuffer.allocate(16);
    add("`getLongAcquire` of a `HeapBuffer`", () -> heap.getLongAcquire(0));
    add("`compareAndSetInt` of a `HeapBuffer`", () -> heap.compareAndSetInt(0, 0, 1));
  }

  private void files() throws IOException {
    Path file = Files.write(folder.resolve("prices"), new byte[100]);
    add("`MappedBuffer.open(file, 101)`, 100 bytes long", () -> MappedBuffer.open(file, 101));
    add("`MappedBuffer.open(file, -1)`", () -> MappedBuffer.open(file, -1));
    add("`MappedBuffer.create` of a file that exists", () -> MappedBuffer.create(file, 100));
    Path none = folder.resolve("none");
    add("`MappedBuffer.open` of none", () -> MappedBuffer.open(none));
    add("`MappedBuffer.create(file, -1)`", () -> MappedBuffer.create(none, -1));
    MappedBuffer buffer = MappedBuffer.open(file);
    try (buffer) {
      add("`grow(99)`, 100 bytes long", () -> buffer.grow(99));
      add("`grow` of a slice", () -> buffer.slice(0, 8).grow(200));
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(60);
      }
      add("`remap` of a file that was truncated", buffer::remap);
      add("`grow` of it", () -> buffer.grow(200));
    }
    add("`getByte` after `close`", () -> buffer.getByte(0));
    add("`grow` after `close`", () -> buffer.grow(200));
    try (MappedBuffer reader = MappedBuffer.openReadOnly(file, 60)) {
      add("`putByte` to a file opened to be read", () -> reader.putByte(0, (byte) 1));
      add("`grow` of it, read-only", () -> reader.grow(100));
    }
  }

  private void encodings() {
    HeapBuffer buffer = HeapBuffer.allocate(16);
    buffer.fill(0, 16, (byte) 0xFF);
    add("`getVarLong` of 16 bytes 0xFF", () -> buffer.getVarLong(0));
    add("`getVarLong(12)` of them, 4 bytes before the end", () -> buffer.getVarLong(12));
    add("`getUtf8(0, 16)` of them", () -> buffer.getUtf8(0, 16));
    add("`getAscii(0, 16)` of them", () -> buffer.getAscii(0, 16));
    add("`putUtf8` of an unpaired surrogate", () -> buffer.putUtf8(0, "a\uD800"));
    add("`putAscii` of a letter beyond ASCII", () -> buffer.putAscii(0, "Zürich"));
    buffer.putByte(0, (byte) 0x80);
    buffer.putByte(1, (byte) 0);
    add("`getVarLong` of a number in a longer form", () -> buffer.getVarLong(0));
    buffer.putVarLong(0, 1L << 32);
    add("`getVarInt` of 33 bits", () -> buffer.getVarInt(0));
  }

  private static void onStranger(Executable use) throws Throwable {
    var thrown = new AtomicReference<Throwable>(new AssertionError("not refused"));
    var stranger = new Thread(() -> thrown.set(assertThrows(Throwable.class, use)), "stranger");
    stranger.start();
    stranger.join();
    throw thrown.get();
  }
}

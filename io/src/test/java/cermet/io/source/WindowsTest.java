// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class WindowsTest {
  @TempDir Path directory;

  @Test
  void splitsBehindTheFirstDelimiterThatFillsAPart() throws IOException {
    Path file = write("a\nbb\n\nccc\nd");
    assertEquals(List.of("a\n", "bb\n", "\n", "ccc\n", "d"), parts(file, 1));
    assertEquals(List.of("a\n", "bb\n", "\nccc\n", "d"), parts(file, 2));
    assertEquals(List.of("a\nbb\n", "\nccc\n", "d"), parts(file, 3));
    assertEquals(List.of("a\nbb\n", "\nccc\n", "d"), parts(file, 5));
    assertEquals(List.of("a\nbb\n\n", "ccc\nd"), parts(file, 6));
    assertEquals(List.of("a\nbb\n\nccc\n", "d"), parts(file, 7));
    assertEquals(List.of("a\nbb\n\nccc\n", "d"), parts(file, 10));
    assertEquals(List.of("a\nbb\n\nccc\nd"), parts(file, 11));
    assertEquals(List.of("a\nbb\n\nccc\nd"), parts(file, Long.MAX_VALUE));
  }

  @Test
  void hasNoPartsForAnEmptyFile() throws IOException {
    try (var windows = Windows.of(write(""), 1)) {
      assertEquals(0, windows.count());
      assertEquals(0, windows.size());
      message("part: 0, count: 0", IndexOutOfBoundsException.class, () -> windows.open(0, 1));
    }
  }

  @Test
  void makesNoEmptyPartBehindALastDelimiter() throws IOException {
    Path file = write("a\nb\n");
    assertEquals(List.of("a\n", "b\n"), parts(file, 1));
    assertEquals(List.of("a\nb\n"), parts(file, 3));
    assertEquals(List.of("a\nb\n"), parts(file, 4));
    assertEquals(List.of("\n", "\n"), parts(write("\n\n"), 1));
  }

  @Test
  void aRecordLongerThanAPartMakesThePartLonger() throws IOException {
    String record = "x".repeat(20_000); // several scans long
    assertEquals(
        List.of("a\n", record + "\n", "b\n", record),
        parts(write("a\n" + record + "\nb\n" + record), 2));
    assertEquals(List.of(record), parts(write(record), 1));
  }

  @Test
  void findsADelimiterWhereverTheScansOfABoundaryMeet() throws IOException {
    // A boundary is searched in pieces of 4 KiB from the byte on that fills the part.
    for (int length = 4090; length < 4102; length++) {
      for (int pieces = 1; pieces <= 2; pieces++) {
        String record = "x".repeat(pieces * length) + "\n";
        assertEquals(List.of(record, "y\n", "z"), parts(write(record + "y\nz"), 1));
        assertEquals(List.of("y\n" + record, "z"), parts(write("y\n" + record + "z"), 3));
      }
    }
    for (int length : new int[] {4095, 4096, 4097, 8191, 8192, 8193}) {
      String record = "x".repeat(length) + "\n";
      assertEquals(List.of(record, "y"), parts(write(record + "y"), 1));
    }
  }

  @Test
  void takesAnyByteForADelimiter() throws IOException {
    Path file = Files.write(directory.resolve("bytes"), new byte[] {1, -1, 2, 0, -1, 10, 3});
    try (var windows = Windows.of(file, 1, (byte) -1)) {
      assertEquals(3, windows.count());
      assertEquals(2, windows.from(1));
      assertEquals(5, windows.to(1));
      assertEquals(7, windows.to(2));
    }
    try (var windows = Windows.of(file, 1, (byte) 0)) {
      assertEquals(2, windows.count());
      assertEquals(4, windows.from(1));
    }
  }

  @Test
  void givesPartsTheirOwnWindowAndTheOffsetsOfTheFile() throws IOException {
    try (var windows = Windows.of(write("ab\ncd\n"), 3)) {
      try (var first = windows.open(0, 5);
          var second = windows.open(1, 5);
          var again = windows.open(1, 5)) {
        assertNotSame(second.window(), again.window());
        assertTrue(second.refill(0));
        assertTrue(first.refill(0));
        assertTrue(again.refill(0));
        assertEquals(3, first.to());
        assertEquals('a', first.window()[0]);
        assertEquals(3, second.offset());
        assertEquals('c', second.window()[0]);
        assertFalse(first.refill(3));
      }
      try (var source = windows.open(0, 5)) { // closing a part leaves the file open
        assertTrue(source.refill(0));
        assertEquals(windows.name(), source.name());
      }
    }
  }

  @Test
  void splitsBeyondTwoGibibytes() throws IOException {
    Path file = directory.resolve("sparse");
    long half = 3L << 30;
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(half + 9);
      out.write('\n');
      out.seek(2 * half);
      out.write("end".getBytes(StandardCharsets.US_ASCII));
    }
    try (var windows = Windows.of(file, half)) {
      assertEquals(2, windows.count());
      assertEquals(half + 10, windows.to(0));
      assertEquals(half + 10, windows.from(1));
      assertEquals(2 * half + 3, windows.to(1));
      assertEquals(2 * half + 3, windows.size());
    }
  }

  @Test
  void isReadByManyThreadsAtOnce() throws Exception {
    var lines = new StringBuilder();
    long expected = 0;
    for (int i = 0; i < 100_000; i++) {
      lines.append(i).append('\n');
      expected += i;
    }
    int threads = 4;
    var start = new CyclicBarrier(threads);
    try (var windows = Windows.of(write(lines.toString()), 1000);
        var executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Long>> sums = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread;
        Callable<Long> work =
            () -> {
              start.await();
              long sum = 0;
              for (int part = first; part < windows.count(); part += threads) {
                for (String line : text(windows, part, 100).split("\n", -1)) {
                  sum += line.isEmpty() ? 0 : Long.parseLong(line);
                }
              }
              return sum;
            };
        sums.add(executor.submit(work));
      }
      long total = 0;
      for (var sum : sums) {
        total += sum.get();
      }
      assertEquals(expected, total);
    }
  }

  @Test
  void refusesBadArguments() throws IOException {
    Path file = write("a\nb\n");
    for (long bytes : new long[] {0, -1, Long.MIN_VALUE}) {
      message("partBytes: " + bytes, IllegalArgumentException.class, () -> Windows.of(file, bytes));
    }
    Path missing = directory.resolve("missing");
    message(missing.toString(), NoSuchFileException.class, () -> Windows.of(missing, 1));
    message("directory", FileSystemException.class, () -> Windows.of(directory, 1));
    try (var windows = Windows.of(file, 2)) {
      for (int part : new int[] {-1, 2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
        String message = file + ": part: " + part + ", count: 2";
        message(message, IndexOutOfBoundsException.class, () -> windows.from(part));
        message(message, IndexOutOfBoundsException.class, () -> windows.to(part));
        message(message, IndexOutOfBoundsException.class, () -> windows.open(part, 1));
      }
      message("window: 0", IllegalArgumentException.class, () -> windows.open(0, 0));
      message("window: -1", IllegalArgumentException.class, () -> windows.open(0, -1));
    }
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"}) // null on purpose
  void refusesNull() {
    message("file", NullPointerException.class, () -> Windows.of(null, 1));
    message("file", NullPointerException.class, () -> Windows.of(null, 1, (byte) 0));
  }

  @Test
  void refusesToBeReadWhenClosed() throws IOException {
    Path file = write("a\nb\n");
    var windows = Windows.of(file, 2);
    var part = windows.open(1, 1);
    assertTrue(part.refill(0));
    windows.close();
    windows.close();
    message(file + ": closed", IllegalStateException.class, () -> windows.open(0, 1));
    message(file + ": closed", IllegalStateException.class, () -> part.refill(1));
    assertEquals(2, windows.count());
    assertEquals(file + " in 2 parts closed", windows.toString());
  }

  @Test
  void saysSoWhenTheFileShrinks() throws IOException {
    Path file = write("aaaa\nbbbb\n");
    try (var windows = Windows.of(file, 5);
        var part = windows.open(1, 100)) {
      try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(7);
      }
      assertTrue(part.refill(0));
      assertEquals(2, part.to());
      message(
          file + ": ends at byte 7, had 10 when it was opened",
          EOFException.class,
          () -> part.refill(0));
    }
  }

  private Path write(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "lines", ""), text);
  }

  private static List<String> parts(Path file, long partBytes) throws IOException {
    List<String> parts = new ArrayList<>();
    try (var windows = Windows.of(file, partBytes)) {
      for (int part = 0; part < windows.count(); part++) {
        String text = text(windows, part, 7);
        assertEquals(text.length(), windows.to(part) - windows.from(part));
        parts.add(text);
      }
    }
    return parts;
  }

  private static String text(Windows windows, int part, int window) throws IOException {
    var text = new StringBuilder();
    try (var source = windows.open(part, window)) {
      while (source.refill(source.to())) {
        text.append(new String(source.window(), 0, source.to(), StandardCharsets.US_ASCII));
      }
    }
    return text.toString();
  }

  private static <X extends Throwable> void message(
      String part, Class<X> type, Executable executable) {
    String message = String.valueOf(assertThrows(type, executable).getMessage());
    assertTrue(message.contains(part), message);
  }
}

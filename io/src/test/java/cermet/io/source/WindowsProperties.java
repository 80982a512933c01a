// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WindowsProperties {
  @Property(tries = 1000)
  void coversAFileOnceBetweenRecords(
      @ForAll @IntRange(max = 20_000) int size,
      @ForAll @IntRange(min = 1, max = 6_000) int meanRecord,
      @ForAll @IntRange(min = 1, max = 12_000) int partBytes,
      @ForAll byte delimiter,
      @ForAll @IntRange(min = 1, max = 5_000) int window,
      @ForAll long seed)
      throws IOException {
    check(random(size, meanRecord, delimiter, seed), partBytes, delimiter, window);
  }

  @Property(tries = 1000)
  void coversASmallFileOnceBetweenRecords(
      @ForAll @IntRange(max = 40) int size,
      @ForAll @IntRange(min = 1, max = 5) int meanRecord,
      @ForAll @IntRange(min = 1, max = 45) int partBytes,
      @ForAll @IntRange(min = 1, max = 10) int window,
      @ForAll long seed)
      throws IOException {
    check(random(size, meanRecord, (byte) '\n', seed), partBytes, (byte) '\n', window);
  }

  private static void check(byte[] data, int partBytes, byte delimiter, int window)
      throws IOException {
    Path file = Files.write(Files.createTempFile("windows", ""), data);
    try (var windows = Windows.of(file, partBytes, delimiter)) {
      var seen = new ByteArrayOutputStream();
      for (int part = 0; part < windows.count(); part++) {
        int from = (int) windows.from(part);
        int to = (int) windows.to(part);
        assertEquals(seen.size(), from);
        boolean last = part == windows.count() - 1;
        assertTrue(last ? to == data.length : data[to - 1] == delimiter);
        assertTrue(last || to - from >= partBytes);
        for (int i = from + partBytes - 1; i < to - 1; i++) { // it could not have ended earlier
          assertTrue(data[i] != delimiter);
        }
        try (var source = windows.open(part, window)) {
          while (source.refill(source.to())) {
            assertEquals(seen.size(), source.offset());
            seen.write(source.window(), 0, source.to());
          }
        }
        assertEquals(to, seen.size());
      }
      assertArrayEquals(data, seen.toByteArray());
      assertEquals(data.length, windows.size());
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] random(int size, int meanRecord, byte delimiter, long seed) {
    var random = new Random(seed);
    byte[] data = new byte[size];
    random.nextBytes(data);
    for (int i = 0; i < size; i++) {
      if (random.nextInt(meanRecord) == 0) {
        data[i] = delimiter;
      } else if (data[i] == delimiter) {
        data[i]++;
      }
    }
    return data;
  }
}

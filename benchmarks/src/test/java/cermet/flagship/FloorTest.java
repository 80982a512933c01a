// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloorTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 15, 16, 262_144, 262_145, 1_000_003})
  void addsUpAllWholeWords(int length) throws IOException {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      bytes[i] = bytes[i] == '\n' ? 0 : bytes[i]; // one part
    }
    long sum = 0;
    var words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    while (words.hasRemaining()) {
      sum += words.get();
    }
    Path file = Files.write(folder.resolve("bytes"), bytes);
    var out = new ByteArrayOutputStream();
    assertEquals(0, Floor.run(new String[] {file.toString()}, new PrintStream(out), System.err));
    assertEquals(sum, Long.parseLong(out.toString(UTF_8).strip()));
  }

  @Test
  void namesAFileThatIsNotThere() {
    var err = new ByteArrayOutputStream();
    Path file = folder.resolve("none");
    assertEquals(2, Floor.run(new String[] {file.toString()}, System.out, new PrintStream(err)));
    assertTrue(err.toString(UTF_8).contains(file + ": no such file"), err.toString(UTF_8));
  }
}

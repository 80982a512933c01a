// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes files whole or not at all.
final class WholeFile {
  /*
   * Each text is written beside its file under a fixed name, forced to the disk, and renamed over
   * it: A.json.new becomes A.json. Several files are all written before the first is renamed, so
   * that a full disk or a kill while writing leaves every earlier file as it was. What a kill leaves
   * beside is overwritten by the next write.
   */

  private static final String BESIDE = ".new";

  private WholeFile() {}

  static void write(Path file, String text) throws IOException {
    write(Map.of(file, text));
  }

  /// Replaces all of these files, or on a failure to write any of them none.
  static void write(Map<Path, String> texts) throws IOException {
    var written = new LinkedHashMap<Path, Path>();
    try {
      for (var entry : texts.entrySet()) {
        Path file = entry.getKey().toAbsolutePath();
        Path beside = file.resolveSibling(file.getFileName() + BESIDE);
        Files.createDirectories(file.getParent());
        written.put(file, beside);
        force(beside, entry.getValue());
      }
      for (var entry : written.entrySet()) {
        Files.move(entry.getValue(), entry.getKey(), StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      for (Path beside : written.values()) {
        Files.deleteIfExists(beside);
      }
    }
  }

  private static void force(Path file, String text) throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /// Refuses half a surrogate pair instead of writing a question mark.
  private static ByteBuffer encode(String text) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
  }
}

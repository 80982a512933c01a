// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package example.words;

import cermet.collections.map.BytesLongMap;
import cermet.core.text.Slice;
import cermet.io.line.LineReader;
import cermet.io.source.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Counts the words of a file: `Words FILE`.
public final class Words {
  public static void main(String[] args) throws IOException {
    var counts = new BytesLongMap();
    try (var lines = new LineReader(ByteSource.file(Path.of(args[0]), 1 << 16))) {
      while (lines.next()) {
        int start = lines.from();
        for (int i = start; i <= lines.to(); i++) {
          if (i == lines.to() || lines.bytes()[i] == ' ') {
            if (i > start) {
              counts.addTo(lines.bytes(), start, i, 1); // the key is copied once, when it is new
            }
            start = i + 1;
          }
        }
      }
    }
    counts.asMap().entrySet().stream()
        .sorted(Map.Entry.<Slice, Long>comparingByValue().reversed())
        .limit(3)
        .forEach(word -> System.out.println(word.getKey() + " " + word.getValue()));
  }
}

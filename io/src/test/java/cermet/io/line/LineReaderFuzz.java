// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import cermet.io.source.ByteSource;
import cermet.io.source.SourceKind;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Arrays;

/// Any bytes in any window and pieces, against the plain loop; `JAZZER_FUZZ=1` looks for new ones.
class LineReaderFuzz {
  /// Two bytes choose: the window, the pieces.
  private static final int CHOICES = 2;

  @FuzzTest(maxDuration = "10m")
  void givesTheLinesOfThePlainLoop(byte[] input) throws IOException {
    if (input.length < CHOICES) {
      return;
    }
    int window = 1 + (input[0] & 0xFF);
    int most = 1 + (input[1] & 0xFF);
    byte[] text = Arrays.copyOfRange(input, CHOICES, input.length);
    LineModel model = LineModel.read(text);
    model.checkLines(ByteSource.of(text, text.length + 1), () -> "in one window");
    model.checkLines(ByteSource.of(text, window), () -> "whole");
    model.checkLines(SourceKind.pieces(text, most, window), () -> "in pieces");
  }
}

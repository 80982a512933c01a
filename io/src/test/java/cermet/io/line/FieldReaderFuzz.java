// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.line;

import cermet.io.source.ByteSource;
import cermet.io.source.SourceKind;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Arrays;

/// Any bytes by any delimiter, in any window and pieces, against the plain loop; `JAZZER_FUZZ=1`
/// looks for new ones.
class FieldReaderFuzz {
  /// Three bytes choose: the delimiter, the window, the pieces.
  private static final int CHOICES = 3;

  @FuzzTest(maxDuration = "10m")
  void givesTheFieldsOfThePlainLoop(byte[] input) throws IOException {
    if (input.length < CHOICES || input[0] == '\n' || input[0] == '\r') {
      return;
    }
    byte delimiter = input[0];
    int window = 1 + (input[1] & 0xFF);
    int most = 1 + (input[2] & 0xFF);
    byte[] text = Arrays.copyOfRange(input, CHOICES, input.length);
    LineModel model = LineModel.read(text);
    model.checkFields(ByteSource.of(text, text.length + 1), delimiter, () -> "in one window");
    model.checkFields(ByteSource.of(text, window), delimiter, () -> "whole");
    model.checkFields(SourceKind.pieces(text, most, window), delimiter, () -> "in pieces");
  }
}

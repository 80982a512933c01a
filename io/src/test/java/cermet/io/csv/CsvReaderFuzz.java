// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.csv;

import cermet.io.source.ByteSource;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Arrays;

/// Any bytes in any dialect, window and pieces, against the plain reader; `JAZZER_FUZZ=1` looks for
/// new ones.
class CsvReaderFuzz {
  /// Two bytes choose: the dialect, the window.
  private static final int CHOICES = 2;

  @FuzzTest(maxDuration = "10m")
  void readsAsThePlainReaderDoes(byte[] input) throws IOException {
    if (input.length < CHOICES) {
      return;
    }
    int choice = input[0] & 0xFF;
    CsvFormat format = CsvReaderProperties.DIALECTS[choice % CsvReaderProperties.DIALECTS.length];
    int window = 1 + (input[1] & 0xFF);
    byte[] text = Arrays.copyOfRange(input, CHOICES, input.length);
    CsvModel model = CsvModel.read(text, format, window);
    model.check(ByteSource.of(text, window), () -> "whole");
    model.check(CsvModel.pieces(text, 1 + choice % 7, window), () -> "in pieces");
  }
}

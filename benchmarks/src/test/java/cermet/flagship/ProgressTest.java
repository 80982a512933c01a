// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void saysEveryTwoSecondsHowMuchIsDone() {
    var bytes = new ByteArrayOutputStream();
    var err = new PrintStream(bytes, true, UTF_8);
    long[] now = {Long.MAX_VALUE - 1_000_000_000}; // as nanoTime may, it wraps on the way
    var progress = new Progress("Stations", 3_000, err, () -> now[0]);
    progress.add(500);
    now[0] += 1_999_999_999;
    progress.add(500);
    assertEquals("", bytes.toString(UTF_8));
    now[0] += 1;
    progress.add(1_000);
    progress.add(500);
    assertEquals("Stations: 67 %\n", bytes.toString(UTF_8));
    now[0] += 5_000_000_000L;
    progress.add(500);
    assertEquals("Stations: 67 %\nStations: 100 %\n", bytes.toString(UTF_8));
  }
}

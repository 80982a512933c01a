// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import java.io.PrintStream;

/// Says every two seconds how much is done; a shorter run says nothing. Any thread may add.
final class Progress {
  private static final long PERIOD = 2_000_000_000; // nanoseconds

  private final String program;
  private final long total;
  private final PrintStream err;
  private long done;
  private long last = System.nanoTime();

  Progress(String program, long total, PrintStream err) {
    this.program = program;
    this.total = total;
    this.err = err;
  }

  synchronized void add(long more) {
    done += more;
    long now = System.nanoTime();
    if (now - last >= PERIOD) {
      last = now;
      err.println(program + ": " + Math.round(100.0 * done / total) + " %");
    }
  }
}

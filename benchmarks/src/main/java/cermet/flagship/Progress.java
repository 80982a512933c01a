// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.flagship;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/// Says every two seconds how much is done; a shorter run says nothing. Any thread may add.
final class Progress {
  private static final long PERIOD = 2_000_000_000; // nanoseconds

  private final String program;
  private final long total;
  private final PrintStream err;
  private final LongSupplier clock;
  private long done;
  private long last;

  Progress(String program, long total, PrintStream err) {
    this(program, total, err, System::nanoTime);
  }

  Progress(String program, long total, PrintStream err, LongSupplier clock) {
    this.program = program;
    this.total = total;
    this.err = err;
    this.clock = clock;
    last = clock.getAsLong();
  }

  synchronized void add(long more) {
    done += more;
    long now = clock.getAsLong();
    if (now - last >= PERIOD) {
      last = now;
      err.println(program + ": " + Math.round(100.0 * done / total) + " %");
    }
  }
}

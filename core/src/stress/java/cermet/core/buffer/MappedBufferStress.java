// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.buffer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/// What two threads on one buffer see of each other.
public class MappedBufferStress {
  private static final MappedBuffer MEMORY = memory();

  private MappedBufferStress() {}

  private static MappedBuffer memory() {
    try {
      Path file = Files.createTempFile("cermet", ".stress");
      MappedBuffer memory = MappedBuffer.open(file);
      memory.grow(1 << 22);
      Files.delete(file); // stays until it is unmapped
      return memory;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// A release makes what was written plainly before it visible to the acquire that sees it.
  @JCStressTest
  @Outcome(id = "0, (0|42)", expect = ACCEPTABLE, desc = "not yet released")
  @Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "seen with what went before")
  @Outcome(expect = FORBIDDEN, desc = "released before its contents")
  @State
  public static class Releases {
    private final MappedBuffer buffer = (MappedBuffer) NativeBufferStress.place(MEMORY);

    @Actor
    public void writer() {
      buffer.putInt(8, 42);
      buffer.putLongRelease(0, 1);
    }

    @Actor
    public void reader(JI_Result r) {
      r.r1 = buffer.getLongAcquire(0);
      r.r2 = buffer.getInt(8);
    }
  }

  /// Two volatile writes are seen by at least one of two volatile reads.
  @JCStressTest
  @Outcome(id = "(0, 1|1, 0|1, 1)", expect = ACCEPTABLE, desc = "one came first")
  @Outcome(expect = FORBIDDEN, desc = "each read overtook its write")
  @State
  public static class Volatile {
    private final MappedBuffer buffer = (MappedBuffer) NativeBufferStress.place(MEMORY);

    @Actor
    public void one(JJ_Result r) {
      buffer.putLongVolatile(0, 1);
      r.r1 = buffer.getLongVolatile(8);
    }

    @Actor
    public void other(JJ_Result r) {
      buffer.putLongVolatile(8, 1);
      r.r2 = buffer.getLongVolatile(0);
    }
  }

  /// No change is lost, whichever method makes it.
  @JCStressTest
  @Outcome(id = "3", expect = ACCEPTABLE, desc = "both")
  @Outcome(expect = FORBIDDEN, desc = "one is lost")
  @State
  public static class Adds {
    private final MappedBuffer buffer = (MappedBuffer) NativeBufferStress.place(MEMORY);

    @Actor
    public void adds() {
      buffer.getAndAddLong(16, 1);
    }

    @Actor
    public void compares() {
      long seen;
      do {
        seen = buffer.getLongOpaque(16);
      } while (!buffer.compareAndSetLong(16, seen, seen + 2));
    }

    @Arbiter
    public void sum(J_Result r) {
      r.r1 = buffer.getLong(16);
    }
  }
}

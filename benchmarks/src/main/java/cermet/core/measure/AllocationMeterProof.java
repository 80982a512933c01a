// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

import cermet.proof.Case;
import cermet.proof.Peer;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What measuring a section of nothing costs.
public class AllocationMeterProof {
  @State(Scope.Thread)
  public static class Cermet {
    private final AllocationMeter meter = new AllocationMeter();

    @Benchmark
    @Case(headline = "Jdk")
    public long section() {
      meter.start();
      return meter.stop();
    }
  }

  /// The JVM's counter read twice, without any check.
  @State(Scope.Thread)
  @Peer("jdk")
  public static class Jdk {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Benchmark
    public long section() {
      long before = threads.getCurrentThreadAllocatedBytes();
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
  }

  /// The same section, not measured.
  @State(Scope.Thread)
  @Peer("none")
  public static class Empty {
    private long zero;

    @Benchmark
    public long section() {
      return zero;
    }
  }
}

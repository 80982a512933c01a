// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A resource is taken and given back, and its site told of both.
///
/// | method | on both sides | unlike |
/// |---|---|---|
/// | `count` | two counts that other threads may read | ours also follows one in 2^30 |
/// | `followed` | one in 128 is followed until its end | the peer counts nothing, and keeps a stack of each followed |
public class AllocationSiteProof {
  static final int RATE = 128;

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet {
    private static final AllocationSite COUNTING = new AllocationSite("proof", 1 << 30);
    private static final AllocationSite FOLLOWING = new AllocationSite("proof", RATE);

    @Benchmark
    @Case(headline = "Adders")
    public void count() {
      COUNTING.close(COUNTING.open());
    }

    @Benchmark
    @Case(kind = Kind.ALLOCATING)
    public void followed() {
      FOLLOWING.close(FOLLOWING.open());
    }
  }

  /// Two counters of the JDK that are striped by thread.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Adders {
    private static final LongAdder OPENED = new LongAdder();
    private static final LongAdder CLOSED = new LongAdder();

    @Benchmark
    public void count() {
      OPENED.increment();
      CLOSED.increment();
    }
  }

  /// Netty's detector at the same rate.
  @Peer("io.netty:netty-common")
  @State(Scope.Thread)
  public static class Netty {
    private static final ResourceLeakDetector<Object> DETECTOR =
        new ResourceLeakDetector<>(Object.class, RATE);

    private final Object resource = new Object();

    @Benchmark
    public void followed() {
      ResourceLeakTracker<Object> tracker = DETECTOR.track(resource);
      if (tracker != null) {
        tracker.close(resource);
      }
    }
  }
}

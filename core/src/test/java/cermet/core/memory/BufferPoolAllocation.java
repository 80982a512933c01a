// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.core.measure.AllocationMeter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Under `-Xint`, where nothing is optimised away; a lease that does not escape is gone once
/// compiled, in a fork of its own.
class BufferPoolAllocation {
  private final AllocationSite site = new AllocationSite("test", 1 << 30);
  private long sink;

  @Test
  void aLeaseIsOneSmallObject() {
    var pool = new BufferPool(1 << 20);
    assertEquals(40, AllocationMeter.bytes(() -> pool.lease(1000, site).close()));
    assertEquals(40, AllocationMeter.bytes(() -> pool.leaseZeroed(1000, site).close()));
  }

  @Test
  void soItIsFromAThreadCache() throws InterruptedException {
    var pool = new BufferPool[1];
    var builder = new Thread(() -> pool[0] = new BufferPool(1 << 20));
    builder.start();
    builder.join();
    assertEquals(40, AllocationMeter.bytes(() -> pool[0].lease(1000, site).close()));
  }

  @Test
  void soItIsFromTheDepot() {
    var pool = new BufferPool(1 << 20, 0);
    assertEquals(40, AllocationMeter.bytes(() -> pool.lease(1000, site).close()));
  }

  @Test
  void handingOverIsAnother() {
    var pool = new BufferPool(1 << 20);
    assertEquals(
        80, AllocationMeter.bytes(() -> pool.lease(1000, site).handOver().accept().close()));
  }

  @Tag("compiled")
  @Test
  void aLeaseThatDoesNotEscapeIsNoObject() {
    var pool = new BufferPool(1 << 20);
    double bytes =
        AllocationMeter.bytesCompiled(() -> {
          try (Lease lease = pool.lease(1000, site)) {
            lease.bytes()[5] = 1;
            sink += lease.bytes()[0];
          }
        });
    assertEquals(0, bytes);
  }
}

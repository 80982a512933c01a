// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BufferPoolProperties {
  private static final int MAX_SIZE = 5000;

  /* A lease as the model knows it, and what its buffer must hold. */
  private record Lent(Lease lease, byte mark) {
    void check() {
      byte[] bytes = lease.bytes();
      for (int i = 0; i < lease.length(); i++) {
        assertEquals(mark, bytes[i]);
      }
    }
  }

  /* What one thread does with a pool; other threads may do the same. */
  private static void use(BufferPool pool, Random random, List<Lease> given) {
    List<Lent> lent = new ArrayList<>();
    List<Lease> closed = new ArrayList<>();
    var holders = new IdentityHashMap<byte[], Lease>();
    for (int step = 0; step < 300; step++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          int size = random.nextInt(random.nextInt(10) == 0 ? 100_000 : MAX_SIZE);
          boolean zeroed = random.nextBoolean();
          Lease lease = zeroed ? pool.leaseZeroed(size) : pool.lease(size);
          if (zeroed) {
            new Lent(lease, (byte) 0).check();
          }
          assertTrue(lease.bytes().length >= size);
          lent.add(mark(lease, random));
          assertNull(holders.put(lease.bytes(), lease), "lent twice");
        }
        case 3, 4, 5 -> {
          if (!lent.isEmpty()) {
            Lent one = lent.remove(random.nextInt(lent.size()));
            one.check();
            assertNotNull(holders.remove(one.lease().bytes()));
            one.lease().close();
            closed.add(one.lease());
          }
        }
        case 6 -> {
          if (!lent.isEmpty()) {
            Lent one = lent.removeFirst();
            one.check();
            holders.remove(one.lease().bytes());
            given.add(one.lease().handOver());
            one.lease().close();
          }
        }
        default -> {
          if (random.nextInt(10) == 0) {
            pool.trim();
          }
          for (Lease lease : closed) {
            assertThrows(IllegalStateException.class, lease::close);
            assertThrows(IllegalStateException.class, lease::bytes);
          }
        }
      }
    }
    lent.forEach(Lent::check);
    lent.forEach(one -> one.lease().close());
  }

  private static Lent mark(Lease lease, Random random) {
    byte mark = (byte) random.nextInt();
    for (int i = 0; i < lease.length(); i++) {
      lease.bytes()[i] = mark;
    }
    return new Lent(lease, mark);
  }

  @Property(tries = 200)
  void lendsEachBufferToOneAndKeepsItsLimit(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 300_000) int maxBytes,
      @ForAll @IntRange(min = 0, max = 4) int parts) {
    var pool = new BufferPool(maxBytes, parts == 0 ? 0 : maxBytes / parts);
    List<Lease> given = new ArrayList<>();
    use(pool, new Random(seed), given);
    given.forEach(lease -> lease.accept().close());
    assertTrue(pool.keptBytes() <= maxBytes);
    assertEquals(pool.site().opened(), pool.site().closed());
    pool.trim();
    assertEquals(0, pool.keptBytes());
  }

  @Property(tries = 30)
  void soDoSeveralThreads(@ForAll long seed, @ForAll @IntRange(min = 2, max = 6) int count)
      throws InterruptedException {
    var pool = new BufferPool(200_000, 30_000);
    var failure = new AtomicReference<Throwable>();
    List<List<Lease>> given = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var random = new Random(seed + i);
      List<Lease> mine = new ArrayList<>();
      given.add(mine);
      Runnable run =
          () -> {
            try {
              use(pool, random, mine);
            } catch (Throwable thrown) {
              failure.set(thrown);
            }
          };
      threads.add(i % 3 == 2 ? Thread.startVirtualThread(run) : Thread.ofPlatform().start(run));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertNull(failure.get(), () -> String.valueOf(failure.get()));
    given.forEach(leases -> leases.forEach(lease -> lease.accept().close()));
    assertTrue(pool.keptBytes() <= 200_000, () -> "kept: " + pool.keptBytes());
    assertEquals(pool.site().opened(), pool.site().closed());
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.function.Executable;

/** What a lease and its pool are not meant for. */
final class LeaseMisuses {
  private LeaseMisuses() {}

  static void add(Printed printed) {
    var pool = new BufferPool(1 << 20);
    Lease closed = pool.lease(1000);
    closed.close();
    printed.add("`bytes` after `close`", closed::bytes);
    printed.add("`close` a second time", closed::close);
    Lease again = pool.lease(1000);
    printed.add("the same once the buffer is lent again", closed::close);
    printed.add("`handOver` after `close`", closed::handOver);
    printed.add("`accept` after `close`", closed::accept);
    printed.add("`bytes` on another thread", () -> onStranger(again::bytes));
    printed.add("`close` on another thread", () -> onStranger(again::close));
    printed.add("`accept` of what was not handed over", () -> onStranger(again::accept));
    Lease given = again.handOver();
    printed.add("`bytes` after `handOver`", again::bytes);
    printed.add("`bytes` before `accept`", given::bytes);
    given.accept();
    printed.add("`accept` a second time", () -> onStranger(given::accept));
    given.handOver();
    printed.add("`accept` of what was handed on", given::accept);
    printed.add("`lease(-1)`", () -> pool.lease(-1));
    printed.add(
        "more than an array can hold, as the JDK says", () -> pool.lease(Integer.MAX_VALUE));
    printed.add("`new BufferPool(0)`", () -> new BufferPool(0));
    printed.add("`new BufferPool(1024, 1025)`", () -> new BufferPool(1024, 1025));
    printed.add("`new BufferPool(1024, -1)`", () -> new BufferPool(1024, -1));
    var site = new AllocationSite("read", 1);
    AllocationSite.Ticket ticket = site.open();
    site.close(ticket);
    printed.add("a ticket of an `AllocationSite` twice", () -> site.close(ticket));
    printed.add("`new AllocationSite(\"read\", 0)`", () -> new AllocationSite("read", 0));
  }

  private static void onStranger(Executable use) throws Throwable {
    var thrown = new AtomicReference<Throwable>();
    var stranger = new Thread(() -> thrown.set(assertThrows(Throwable.class, use)), "stranger");
    stranger.start();
    stranger.join();
    throw Objects.requireNonNull(thrown.get());
  }
}

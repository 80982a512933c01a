// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// Part of {@link BufferPool}: the right to use one of its buffers, until it is closed.
///
/// It belongs to the thread that leased it. To pass it on, that thread calls `handOver` and the
/// other one `accept`. Whatever else another thread does with it is refused, and so is every use
/// after `close`: a lease object never serves twice, so a stale one cannot come back to life.
public final class Lease implements AutoCloseable {
  /*
   *   owner   a thread --close--> the thread, bytes = null: every use throws
   *              |
   *              | handOver: GIVEN, bytes = null, and a new lease for the same buffer
   *              v
   *           the pool --accept, by one compare-and-set--> the other thread
   *
   * Only the thread in `owner` touches bytes, shelf and ticket. A thread that reads `owner` without
   * order sees itself there if and only if it is the owner, since it has written that itself.
   *
   * Nothing that may allocate stands between taking a buffer off its shelf and storing it here, nor
   * is a buffer on its shelf before its lease has forgotten it: no failure gives it to two.
   */
  private static final VarHandle OWNER =
      ConstantBootstraps.fieldVarHandle(
              MethodHandles.lookup(), "owner", VarHandle.class, Lease.class, Object.class)
          .withInvokeExactBehavior();

  private static final Object GIVEN = new Object();

  byte @Nullable [] bytes; // null once closed or handed over
  AllocationSite.@Nullable Ticket ticket;
  private Object owner;
  private BufferPool.Shelf shelf; // where the buffer goes in the end, of the owner's cache
  private final BufferPool pool;
  private final AllocationSite site;
  private final int length;

  Lease(Object owner, BufferPool.Shelf shelf, BufferPool pool, AllocationSite site, int length) {
    this.owner = owner;
    this.shelf = shelf;
    this.pool = pool;
    this.site = site;
    this.length = length;
  }

  /// The buffer: its first `length()` bytes are the lease's, until the close.
  ///
  /// @return the array, at least as long as asked for, with whatever its last user left in it
  @SuppressWarnings("ReferenceEquality") // the very thread: a subclass may override equals
  public byte[] bytes() {
    byte[] bytes = this.bytes;
    if (owner != Thread.currentThread() || bytes == null) {
      throw refused(owner);
    }
    return bytes;
  }

  /// The bytes that were asked for.
  ///
  /// @return the size; also once closed, and on any thread
  public int length() {
    return length;
  }

  /// Gives the buffer back; a second time throws, but does nothing on a lease handed over.
  @Override
  @SuppressWarnings("ReferenceEquality") // the very thread: a subclass may override equals
  public void close() {
    byte[] bytes = this.bytes;
    if (owner == Thread.currentThread() && bytes != null) {
      this.bytes = null; // before the buffer is anybody else's
      shelf.put(bytes, pool);
      site.close(ticket);
    } else if (owner != GIVEN) {
      throw refused(owner);
    }
  }

  /// Ends this lease and begins another for the same buffer, which belongs to who accepts it.
  ///
  /// @return the lease to pass on; if nobody accepts it, it leaks
  public Lease handOver() {
    byte[] bytes = bytes();
    var given = new Lease(GIVEN, shelf, pool, site, length);
    given.bytes = bytes;
    given.ticket = ticket;
    this.bytes = null;
    owner = GIVEN;
    OWNER.setRelease(given, (Object) pool); // pairs with the compareAndSet in accept
    return given;
  }

  /// Makes the calling thread the owner of a lease that was handed over, once.
  ///
  /// @return this lease
  public Lease accept() {
    Thread thread = Thread.currentThread();
    BufferPool.Cache cache = pool.cache(thread); // before the claim: it may fail
    if (!OWNER.compareAndSet(this, (Object) pool, (Object) thread)) {
      throw owner instanceof Thread
          ? new IllegalStateException("lease: not handed over, owner: " + owner)
          : refused(owner);
    }
    shelf = cache.shelf(shelf.index);
    return this;
  }

  @SuppressWarnings("ReferenceEquality") // GIVEN is a mark
  private static RuntimeException refused(Object owner) {
    Thread caller = Thread.currentThread();
    if (owner instanceof Thread thread) {
      return caller.equals(thread)
          ? new IllegalStateException("lease: closed")
          : new WrongThreadException("leased by: " + thread + ", caller: " + caller);
    }
    return new IllegalStateException(
        owner == GIVEN ? "lease: handed over" : "lease: handed over, not accepted yet");
  }
}

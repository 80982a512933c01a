// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A pool of byte arrays, lent one by one by [Lease]s.
///
/// - **Use** for buffers of 1 KiB and more that are needed for a moment, again and again.
/// - **Avoid** below 256 bytes, where `new` is as fast; for objects; for what ends together: take
///   an arena.
/// - **Cost** `lease` and its close O(1): a few loads on the thread that built the pool, a
///   thread-local look-up on other platform threads, a lock on virtual threads, and whenever a
///   cache is empty or full; the next power of two of memory, 256 bytes at least.
/// - **Allocation** one lease of 40 bytes, which escape analysis removes where it does not escape,
///   and a buffer where none is idle.
/// - **Threads** any; a lease belongs to one, which alone may use and close it; `handOver`
///   happens-before the `accept` by the next.
/// - **Errors** use or close after close: `IllegalStateException`; another thread:
///   `WrongThreadException`; negative size: `IllegalArgumentException`; an array kept after the
///   close is not noticed: it shares what the next user writes.
/// - **Source** Bonwick, Magazines and Vmem, USENIX 2001: caches before a shared depot.
/// - **Copies with** `Lease`, `AllocationSite`.
public final class BufferPool {
  /*
   * Size classes are powers of two, 256 B to 16 MiB. Larger requests are met by `new`.
   *
   *   lease   ->  own cache      of the thread that built the pool: one comparison to find
   *           ->  thread cache   of another platform thread, by thread-local
   *           ->  depot          shared, behind a lock; all that virtual threads use
   *           ->  new byte[]
   *
   * A cache has a shelf a class:
   *
   *   stack   [ idle ][ idle ][ idle ][ lent ][ lent ][ null ][ null ]
   *                                    ^count
   *
   * Taking lowers the count and leaves the reference where it is. The buffer given back next is
   * mostly that one, and then no reference is stored at all, which is what a collector's barrier
   * would make dear. So a cache may refer to buffers that are lent; they count as kept.
   *
   * Bound: depot.idle + reserved <= maxBytes, where `reserved` is threadBytes for each cache, and no
   * cache refers to more than threadBytes. Thread caches beside the own one get half of maxBytes at
   * most; threads beyond that use the depot like virtual ones. What does not fit is left to the
   * garbage collector, as is a buffer whose lease is lost.
   *
   * Who writes: a cache and its shelves its thread only, or who holds the depot's lock once that
   * thread has ended; the depot who holds its lock. `roaming` is the cache of all threads without
   * one: its shelves hold nothing and never change. A cache does not refer to its pool: it hangs on
   * its thread, and would keep the pool alive.
   */
  private static final int MIN_SHIFT = 8; // below 256 bytes new wins: docs/design/pooling.md
  private static final int MIN_BYTES = 1 << MIN_SHIFT;
  private static final int CLASSES = 17; // up to 16 MiB
  private static final int UNPOOLED = CLASSES;
  private static final int FIRST_CLASS = Integer.SIZE - MIN_SHIFT; // by leading zeros of size - 1
  private static final int BATCH = 8; // buffers taken from the depot at once; arbitrary
  private static final int MIN_STACK = 8; // arbitrary
  private static final int MAX_THREAD_BYTES = 1 << 30;
  private static final int THREAD_BYTES = 4 << 20; // arbitrary
  private static final byte[] @Nullable [] NOTHING = {};

  private final Thread owner = Thread.currentThread();
  private final Cache own;
  private final Cache roaming = new Cache(0, null, 0);

  @SuppressWarnings("ThreadLocalUsage") // one a pool: a cache goes with its pool
  private final ThreadLocal<@Nullable Cache> caches = new ThreadLocal<>();

  private final Depot depot;
  private final AllocationSite site;

  /// A pool for the calling thread first of all, whose caches get an eighth each, 4 MiB at most.
  ///
  /// @param maxBytes the limit of what the pool keeps while it is not lent, at least 1
  public BufferPool(long maxBytes) {
    this(maxBytes, (int) Math.min(Math.max(maxBytes, 0) / 8, THREAD_BYTES));
  }

  /// A pool for the calling thread first of all.
  ///
  /// @param maxBytes the limit of what the pool keeps while it is not lent, at least 1
  /// @param threadBytes the part of it that each thread may keep, at most 1 GiB; 0: no caches
  public BufferPool(long maxBytes, int threadBytes) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes: " + maxBytes + ", less than 1");
    }
    if (threadBytes < 0 || threadBytes > Math.min(maxBytes, MAX_THREAD_BYTES)) {
      throw new IllegalArgumentException(
          "threadBytes: " + threadBytes + ", limit: " + Math.min(maxBytes, MAX_THREAD_BYTES));
    }
    depot = new Depot(maxBytes, threadBytes);
    site = new AllocationSite("BufferPool");
    own = owner.isVirtual() ? roaming : open(owner, maxBytes);
  }

  /// Lends a buffer, not zeroed, counted at the pool's own site.
  ///
  /// @param size the bytes needed
  /// @return the lease, to be closed by this thread
  public Lease lease(int size) {
    return lease(size, site);
  }

  /// Lends a buffer, not zeroed.
  ///
  /// @param size the bytes needed
  /// @param site where the lease is counted, and its leak reported
  /// @return the lease, to be closed by this thread
  public Lease lease(int size, AllocationSite site) {
    Thread thread = Thread.currentThread();
    Shelf shelf = cache(thread).shelf(classOf(size));
    var lease = new Lease(thread, shelf, this, site, size);
    lease.ticket = site.open();
    int top = shelf.count - 1;
    if (top >= 0) {
      lease.bytes = shelf.stack[top];
      shelf.count = top;
    } else {
      lease.bytes = fetch(shelf, size, site, lease.ticket);
    }
    return lease;
  }

  /// Lends a buffer whose first `size` bytes are 0, counted at the pool's own site.
  ///
  /// @param size the bytes needed
  /// @return the lease, to be closed by this thread
  public Lease leaseZeroed(int size) {
    return leaseZeroed(size, site);
  }

  /// Lends a buffer whose first `size` bytes are 0.
  ///
  /// @param size the bytes needed
  /// @param site where the lease is counted, and its leak reported
  /// @return the lease, to be closed by this thread
  public Lease leaseZeroed(int size, AllocationSite site) {
    Lease lease = lease(size, site);
    Arrays.fill(lease.bytes(), 0, size, (byte) 0);
    return lease;
  }

  /// The site of the leases that name none.
  ///
  /// @return the site
  public AllocationSite site() {
    return site;
  }

  /// Leaves every idle buffer of the depot, of this thread and of ended threads to the garbage
  /// collector; another thread does so with its own when it next finds a shelf empty or full.
  public void trim() {
    Thread thread = Thread.currentThread();
    depot.trim();
    Cache cache = cache(thread);
    if (cache != roaming) {
      cache.heed(depot);
    }
  }

  /// The bytes that the pool refers to; of other threads what they had when last seen.
  ///
  /// @return the sum, never more than `maxBytes` while the other threads are quiet
  public long keptBytes() {
    return depot.kept();
  }

  /// How many living threads have a cache of their own; virtual ones never do.
  ///
  /// @return the count
  public int threadCaches() {
    return depot.caches();
  }

  /// How many leases found no idle buffer and made one.
  ///
  /// @return the count
  public long misses() {
    return depot.misses();
  }

  @SuppressWarnings("ReferenceEquality") // the very thread: a subclass may override equals
  Cache cache(Thread thread) {
    return thread == owner ? own : cacheOf(thread);
  }

  private Cache cacheOf(Thread thread) {
    if (thread.isVirtual()) {
      return roaming;
    }
    Cache cache = caches.get();
    return cache == null ? register(thread) : cache;
  }

  private Cache register(Thread thread) {
    Cache cache = open(thread, depot.maxBytes / 2);
    caches.set(cache);
    return cache;
  }

  private Cache open(Thread thread, long limit) {
    Cache cache = depot.register(thread, limit);
    return cache == null ? roaming : cache;
  }

  private static int classOf(int size) {
    int index = FIRST_CLASS - Integer.numberOfLeadingZeros(size - 1 | MIN_BYTES - 1);
    return index < CLASSES ? index : unusualClassOf(size);
  }

  private static int unusualClassOf(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("size: " + size + ", less than 0");
    }
    return size == 0 ? 0 : UNPOOLED;
  }

  /* A buffer for a lease whose shelf is empty; the opening is taken back if there is no memory. */
  private byte[] fetch(
      Shelf shelf, int size, AllocationSite site, AllocationSite.@Nullable Ticket ticket) {
    try {
      byte[] bytes = shelf.index == UNPOOLED ? null : shelf.cache.refill(shelf, depot);
      if (bytes == null) {
        depot.miss();
        bytes = new byte[shelf.index == UNPOOLED ? size : MIN_BYTES << shelf.index];
      }
      return bytes;
    } catch (OutOfMemoryError full) {
      site.close(ticket);
      throw full;
    }
  }

  /* What one thread keeps. Its shelves are some 600 bytes beside each other: no padding. */
  static final class Cache {
    private final Shelf[] shelves = new Shelf[CLASSES + 1];
    private final int quota;
    private final WeakReference<Thread> thread;
    private long held; // the bytes of all buffers on the stacks, also of those lent
    private int trims; // of the depot, when it was last asked

    private Cache(int quota, @Nullable Thread thread, int trims) {
      this.quota = quota;
      this.thread = new WeakReference<>(thread);
      this.trims = trims;
      for (int i = 0; i < shelves.length; i++) {
        shelves[i] = new Shelf(this, i);
      }
    }

    Shelf shelf(int index) {
      return shelves[index];
    }

    private boolean hasEnded() {
      Thread thread = this.thread.get();
      return thread == null || !thread.isAlive();
    }

    private byte @Nullable [] refill(Shelf shelf, Depot depot) {
      if (quota == 0) {
        return depot.take(shelf, 1);
      }
      heed(depot);
      int size = MIN_BYTES << shelf.index;
      if (size > quota - held) {
        dropLent();
      }
      if (size <= quota - held && shelf.stack.length == 0) {
        shelf.grow();
      }
      return depot.take(shelf, Math.min(BATCH, (quota - held) / size));
    }

    private void store(Shelf shelf, byte[] bytes, Depot depot) {
      if (shelf.index == UNPOOLED) {
        return;
      }
      if (bytes.length > quota) { // also when there is none
        depot.put(shelf.index, bytes);
        return;
      }
      heed(depot);
      if (bytes.length > quota - held) {
        dropLent();
      }
      if (bytes.length > quota - held) {
        depot.putAll(this);
      }
      if (shelf.count < shelf.stack.length || shelf.grow()) {
        shelf.add(bytes);
      }
    }

    private void heed(Depot depot) {
      int trims = depot.trims;
      if (trims != this.trims) {
        this.trims = trims;
        drop();
      }
    }

    private void dropLent() {
      for (Shelf shelf : shelves) {
        shelf.forgetFrom(shelf.count);
      }
    }

    private void drop() {
      for (Shelf shelf : shelves) {
        shelf.count = 0;
        shelf.forgetFrom(0);
      }
    }
  }

  /* The buffers of one size that a thread keeps. */
  static final class Shelf {
    private byte[] @Nullable [] stack = NOTHING;
    private int count;
    private final Cache cache;
    final int index; // of the size class

    private Shelf(Cache cache, int index) {
      this.cache = cache;
      this.index = index;
    }

    @SuppressWarnings("ReferenceEquality") // the very array
    void put(byte[] bytes, BufferPool pool) {
      int count = this.count;
      byte[] @Nullable [] stack = this.stack;
      byte[] lent = count < stack.length ? stack[count] : null;
      if (lent == null) {
        cache.store(this, bytes, pool.depot);
        return;
      }
      if (lent != bytes) { // mostly it is the same: no store of a reference, no barrier
        stack[count] = bytes;
      }
      this.count = count + 1;
    }

    private void add(byte[] bytes) {
      if (stack[count] == null) {
        cache.held += bytes.length;
      }
      stack[count++] = bytes;
    }

    private byte[] remove() {
      byte[] bytes = Objects.requireNonNull(stack[--count]);
      stack[count] = null;
      cache.held -= bytes.length;
      return bytes;
    }

    private void forgetFrom(int from) {
      for (int i = from; i < stack.length; i++) {
        byte[] bytes = stack[i];
        if (bytes != null) {
          stack[i] = null;
          cache.held -= bytes.length;
        }
      }
    }

    /* Whether there is room then: without memory for it, a buffer is dropped instead. */
    private boolean grow() {
      try {
        stack = Arrays.copyOf(stack, Math.max(MIN_STACK, 2 * stack.length));
        return true;
      } catch (OutOfMemoryError full) {
        return false;
      }
    }
  }

  /* What all threads share. Its lock is held for a few array accesses. */
  private static final class Depot {
    private final Cache idle = new Cache(0, null, 0); // no thread's: every reference is an idle one
    private final List<Cache> caches = new ArrayList<>();
    private final long maxBytes;
    private final int threadBytes;
    private long reserved;
    private long misses;
    private volatile int trims; // written with the lock, read without

    private Depot(long maxBytes, int threadBytes) {
      this.maxBytes = maxBytes;
      this.threadBytes = threadBytes;
    }

    private synchronized @Nullable Cache register(Thread thread, long limit) {
      adopt();
      for (Cache cache : caches) {
        if (cache.thread.refersTo(thread)) { // a thread of the common pool forgets its locals
          return cache;
        }
      }
      if (threadBytes == 0 || threadBytes > limit - reserved) {
        return null;
      }
      var cache = new Cache(threadBytes, thread, trims);
      caches.add(cache);
      reserved += threadBytes;
      for (int i = CLASSES - 1; i >= 0; i--) {
        while (idle.shelf(i).count > 0 && idle.held > maxBytes - reserved) {
          idle.shelf(i).remove();
        }
      }
      return cache;
    }

    /* Takes over what ended threads have left: all they did happens before isAlive() is false. */
    private void adopt() {
      for (Iterator<Cache> each = caches.iterator(); each.hasNext(); ) {
        Cache cache = each.next();
        if (cache.hasEnded()) {
          each.remove();
          reserved -= threadBytes;
          putAll(cache);
        }
      }
    }

    private synchronized byte @Nullable [] take(Shelf into, long atMost) {
      Shelf from = idle.shelf(into.index);
      if (from.count == 0) {
        return null;
      }
      byte[] bytes = from.remove();
      for (int i = 1; i < atMost && from.count > 0 && into.count < into.stack.length; i++) {
        into.add(from.remove());
      }
      return bytes;
    }

    private synchronized void putAll(Cache cache) {
      for (Shelf shelf : cache.shelves) {
        while (shelf.count > 0) {
          put(shelf.index, shelf.remove());
        }
      }
      cache.drop();
    }

    private synchronized void put(int index, byte[] bytes) {
      Shelf shelf = idle.shelf(index);
      if (bytes.length <= maxBytes - reserved - idle.held
          && (shelf.count < shelf.stack.length || shelf.grow())) {
        shelf.add(bytes);
      }
    }

    private synchronized void trim() {
      adopt();
      idle.drop();
      trims++;
    }

    private synchronized long kept() {
      long sum = idle.held;
      for (Cache cache : caches) {
        sum += cache.held; // plain: whatever its thread once wrote is all that is promised
      }
      return sum;
    }

    private synchronized int caches() {
      adopt();
      return caches.size();
    }

    private synchronized void miss() {
      misses++;
    }

    private synchronized long misses() {
      return misses;
    }
  }
}

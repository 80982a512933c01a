// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A place in a program that takes a resource and must give it back: it counts, and finds leaks.
///
/// - **Use** as a `static final` field beside the code that takes buffers or whatever is closed.
/// - **Avoid** one a request: a site is a kilobyte, and meant to live as long as the program.
/// - **Cost** `open`, `close` O(1): a counter of the thread's own each, without a lock; 220 bytes a
///   thread; a lock and a phantom reference for a sampled opening; a striped counter for virtual
///   threads and for those that find their cell taken.
/// - **Allocation** none, but for a sampled opening: three objects, and its stack when debugging.
/// - **Threads** any; counts are exact once the counted threads are quiet, and never too high.
/// - **Errors** a ticket closed twice or at another site: `IllegalStateException`; a leak is seen
///   after the garbage collector has run, and only if its opening was sampled.
/// - **Source** sampling as in Netty's leak detector; phantom references of `java.lang.ref`.
/// - **Copies with** nothing.
public final class AllocationSite {
  /*
   * Each thread finds its cell at its id modulo 64, and is its only writer:
   *
   *   cells[id & 63]   - - - - - - - - owner opened closed sampleAt - - - - - - - -
   *                    a cache line's padding on both sides
   *
   * The first thread to come takes the cell, and the next one when that thread has ended: its last
   * counts happen before isAlive() is false, so the next goes on where it stopped. Whoever finds the
   * cell taken by a living thread, and every virtual thread, counts in `opens` and `closes`.
   *
   * An opening is sampled when the thread's count reaches sampleAt, which is then drawn again: 1 to
   * 2 * sampleEvery - 1 further, so that no regular program is always or never hit. What is sampled
   * gets a ticket, and a trace that the garbage collector enqueues if the ticket is lost. The ticket
   * and not the resource is watched, so that the resource may still be removed by escape analysis.
   *
   * Who writes: a cell's counts its owner; its owner, `threads`, `traces`, `stacks` and
   * `leaked` whoever holds the lock. A thread that reads another's id in `owner` needs no order: ids
   * are not used twice, so only the owner finds its own there.
   */
  private static final int CELLS = 64; // arbitrary, a power of two
  private static final int OWNER = 8; // a cache line of longs before it
  private static final int OPENED = 9;
  private static final int CLOSED = 10;
  private static final int SAMPLE_AT = 11;
  private static final int CELL_LENGTH = 20; // and one behind
  private static final int SAMPLE_EVERY = 1024; // a trace costs 30 ns: nothing once shared by these
  private static final int MAX_SAMPLE_EVERY = 1 << 30;
  private static final int MAX_STACKS = 16; // arbitrary

  private static final VarHandle COUNT =
      MethodHandles.arrayElementVarHandle(long[].class).withInvokeExactBehavior();

  private final long[][] cells = new long[CELLS][];
  private final int sampleEvery;
  private final boolean debugging;
  private final String name;
  private final LongAdder opens = new LongAdder();
  private final LongAdder closes = new LongAdder();
  private final AtomicReferenceArray<@Nullable WeakReference<Thread>> threads =
      new AtomicReferenceArray<>(CELLS);
  private final ReferenceQueue<Ticket> lost = new ReferenceQueue<>();
  private final Set<Trace> traces = new HashSet<>();
  private final ArrayDeque<Throwable> stacks = new ArrayDeque<>();
  private long leaked;

  /// A site that follows one opening in 1,024, in the mean.
  ///
  /// @param name what reports call it
  public AllocationSite(String name) {
    this(name, SAMPLE_EVERY);
  }

  /// A site that follows one opening in `sampleEvery`, in the mean.
  ///
  /// @param name what reports call it
  /// @param sampleEvery 1 to 2^30; 1 follows every opening
  public AllocationSite(String name, int sampleEvery) {
    this(name, sampleEvery, false);
  }

  private AllocationSite(String name, int sampleEvery, boolean debugging) {
    if (sampleEvery < 1 || sampleEvery > MAX_SAMPLE_EVERY) {
      throw new IllegalArgumentException(
          "sampleEvery: " + sampleEvery + ", not 1 to " + MAX_SAMPLE_EVERY);
    }
    this.name = Objects.requireNonNull(name, "name");
    this.sampleEvery = sampleEvery;
    this.debugging = debugging;
    long[] nobody = new long[CELL_LENGTH]; // no thread has the id 0
    Arrays.fill(cells, nobody);
  }

  /// A site that follows every opening and keeps its stack: microseconds each.
  ///
  /// @param name what reports call it
  /// @return the site
  public static AllocationSite debugging(String name) {
    return new AllocationSite(name, 1, true);
  }

  /// Counts that a resource was taken.
  ///
  /// @return null, or if this opening is sampled a ticket, to be kept by the resource alone
  public @Nullable Ticket open() {
    Thread thread = Thread.currentThread();
    long[] cell = cell(thread);
    if (cell[OWNER] != thread.threadId()) {
      return openElsewhere(thread);
    }
    long opened = cell[OPENED]; // plain: only this thread writes it, as all of the cell
    Ticket ticket = opened == cell[SAMPLE_AT] ? sample(cell) : null;
    COUNT.setOpaque(cell, OPENED, opened + 1); // read by sum
    return ticket;
  }

  /// Counts that a resource was given back, by any thread.
  ///
  /// @param ticket what `open` returned for it
  public void close(@Nullable Ticket ticket) {
    if (ticket != null) {
      end(ticket);
    }
    Thread thread = Thread.currentThread();
    long[] cell = cell(thread);
    if (cell[OWNER] == thread.threadId()) {
      COUNT.setRelease(cell, CLOSED, cell[CLOSED] + 1); // pairs with sum: opened before
    } else {
      closeElsewhere(thread);
    }
  }

  /// How often a resource was taken.
  ///
  /// @return the count
  public long opened() {
    return sum(OPENED) + opens.sum();
  }

  /// How often a resource was given back.
  ///
  /// @return the count
  public long closed() {
    return sum(CLOSED) + closes.sum();
  }

  /// How many sampled resources the garbage collector has found lost so far.
  ///
  /// @return the count; times `sampleEvery` it estimates all
  public synchronized long leaked() {
    collect();
    return leaked;
  }

  /// The stacks of the openings that leaked, the latest 16, the oldest first.
  ///
  /// @return a copy; empty unless the site is for debugging
  public synchronized List<Throwable> leakStacks() {
    collect();
    return List.copyOf(stacks);
  }

  /// The name given at construction.
  ///
  /// @return the name
  public String name() {
    return name;
  }

  /// The name and the three counts.
  @Override
  public String toString() {
    long closed = closed(); // first: what is closed in between was opened before
    return name + ": opened " + opened() + ", closed " + closed + ", leaked " + leaked();
  }

  private long[] cell(Thread thread) {
    long[][] cells = this.cells;
    return cells[(int) thread.threadId() & cells.length - 1];
  }

  private Ticket sample(long[] cell) {
    Ticket ticket = follow();
    cell[SAMPLE_AT] = cell[OPENED] + gap();
    return ticket;
  }

  private int gap() {
    return 1 + ThreadLocalRandom.current().nextInt(2 * sampleEvery - 1);
  }

  private synchronized Ticket follow() {
    collect();
    var ticket = new Ticket(this);
    traces.add(ticket.trace);
    return ticket;
  }

  private synchronized void end(Ticket ticket) {
    try {
      if (!traces.remove(ticket.trace)) {
        throw new IllegalStateException(name + ": ticket closed before, or of another site");
      }
      ticket.trace.clear();
    } finally {
      Reference.reachabilityFence(ticket); // else it might be found lost while it is closed
    }
  }

  /* Counts what the garbage collector has found; called with the lock. */
  private void collect() {
    for (Reference<?> found = lost.poll(); found != null; found = lost.poll()) {
      if (found instanceof Trace trace && traces.remove(trace)) {
        leaked++;
        if (trace.stack != null) {
          if (stacks.size() == MAX_STACKS) {
            stacks.removeFirst();
          }
          stacks.addLast(trace.stack);
        }
      }
    }
  }

  private @Nullable Ticket openElsewhere(Thread thread) {
    if (claim(thread)) {
      return open();
    }
    boolean sampled = ThreadLocalRandom.current().nextInt(sampleEvery) == 0;
    Ticket ticket = sampled ? follow() : null;
    opens.increment();
    return ticket;
  }

  private void closeElsewhere(Thread thread) {
    if (claim(thread)) {
      close(null);
    } else {
      closes.increment();
    }
  }

  /* Whether the thread has a cell now. */
  boolean claim(Thread thread) {
    int slot = (int) thread.threadId() & CELLS - 1;
    if (thread.isVirtual() || isHeld(slot)) {
      return false;
    }
    synchronized (this) {
      if (isHeld(slot)) {
        return false;
      }
      long[] cell = cells[slot];
      if (cell[OWNER] == 0) {
        cell = new long[CELL_LENGTH];
      }
      threads.set(slot, new WeakReference<>(thread));
      cell[SAMPLE_AT] = cell[OPENED] + gap() - 1;
      cell[OWNER] = thread.threadId();
      cells[slot] = cell;
      return true;
    }
  }

  private boolean isHeld(int slot) {
    WeakReference<Thread> reference = threads.get(slot);
    Thread holder = reference == null ? null : reference.get();
    return holder != null && holder.isAlive();
  }

  private synchronized long sum(int count) {
    long sum = 0;
    for (long[] cell : cells) {
      sum += (long) COUNT.getAcquire(cell, count);
    }
    return sum;
  }

  /// Part of {@link AllocationSite}: what a sampled resource holds until it is given back.
  public static final class Ticket {
    private final Trace trace;

    private Ticket(AllocationSite site) {
      trace = new Trace(this, site.lost, site.debugging ? new Throwable(site.name) : null);
    }
  }

  /* Outlives its ticket, and is enqueued when that is lost. */
  private static final class Trace extends PhantomReference<Ticket> {
    private final @Nullable Throwable stack;

    private Trace(Ticket ticket, ReferenceQueue<Ticket> lost, @Nullable Throwable stack) {
      super(ticket, lost);
      this.stack = stack;
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BufferPoolTest {
  // @start region="example"
  private static final AllocationSite READ = new AllocationSite("read");

  private static long sumOf(InputStream in, BufferPool pool) throws IOException {
    long sum = 0;
    try (Lease lease = pool.lease(16 << 10, READ)) { // given back at the end, also by an exception
      byte[] bytes = lease.bytes();
      for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
        for (int i = 0; i < n; i++) {
          sum += bytes[i];
        }
      }
    }
    return sum;
  }

  // @end

  @Test
  void showsItsUse() throws IOException {
    var pool = new BufferPool(1 << 20);
    var in = new ByteArrayInputStream(new byte[] {1, 2, 3});
    assertEquals(6, sumOf(in, pool));
    assertEquals(READ.opened(), READ.closed());
  }

  @ParameterizedTest
  @CsvSource({
    "0,256",
    "1,256",
    "255,256",
    "256,256",
    "257,512",
    "1024,1024",
    "1025,2048",
    "16384,16384",
    "16777215,16777216",
    "16777216,16777216",
    "16777217,16777217"
  })
  void lendsTheNextPowerOfTwo(int size, int expected) {
    var pool = new BufferPool(1 << 28);
    for (int i = 0; i < 3; i++) {
      try (Lease lease = pool.lease(size)) {
        assertEquals(size, lease.length());
        assertEquals(expected, lease.bytes().length);
      }
    }
    assertEquals(size > 1 << 24 ? 3 : 1, pool.misses());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, -256, Integer.MIN_VALUE})
  void refusesNegativeSizes(int size) {
    var pool = new BufferPool(1 << 20);
    assertMessage(IllegalArgumentException.class, "size: " + size + ",", () -> pool.lease(size));
    assertMessage(
        IllegalArgumentException.class, "size: " + size + ",", () -> pool.leaseZeroed(size));
    assertEquals(0, pool.site().opened());
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without annotations may do
  void refusesNoSite() {
    var pool = new BufferPool(1 << 20);
    pool.lease(300).close();
    assertThrows(NullPointerException.class, () -> pool.lease(300, null));
    pool.lease(300).close();
    assertEquals(1, pool.misses());
  }

  @Test
  void refusesBadLimits() {
    assertMessage(IllegalArgumentException.class, "maxBytes: 0,", () -> new BufferPool(0));
    assertMessage(
        IllegalArgumentException.class,
        "maxBytes: " + Long.MIN_VALUE + ",",
        () -> new BufferPool(Long.MIN_VALUE));
    assertMessage(
        IllegalArgumentException.class,
        "threadBytes: 1025, limit: 1024",
        () -> new BufferPool(1024, 1025));
    assertMessage(
        IllegalArgumentException.class, "threadBytes: -1,", () -> new BufferPool(1024, -1));
    assertMessage(
        IllegalArgumentException.class,
        "limit: 1073741824",
        () -> new BufferPool(Long.MAX_VALUE, Integer.MAX_VALUE));
    new BufferPool(Long.MAX_VALUE).lease(1000).close();
    new BufferPool(1).lease(1000).close();
  }

  @Test
  void lendsTheSameBufferAgain() {
    var pool = new BufferPool(1 << 20);
    Lease first = pool.lease(1000);
    byte[] bytes = first.bytes();
    bytes[999] = 7;
    first.close();
    try (Lease second = pool.lease(600)) {
      assertSame(bytes, second.bytes());
      assertEquals(7, second.bytes()[999]); // not zeroed
    }
    assertEquals(1, pool.misses());
  }

  @Test
  void zeroesWhatWasAskedFor() {
    var pool = new BufferPool(1 << 20);
    try (Lease lease = pool.lease(1000)) {
      Arrays.fill(lease.bytes(), (byte) 7);
    }
    try (Lease lease = pool.leaseZeroed(600)) {
      for (int i = 0; i < 1024; i++) {
        assertEquals(i < 600 ? 0 : 7, lease.bytes()[i]);
      }
    }
    assertEquals(1, pool.misses());
  }

  @Test
  void refusesAStaleLeaseAndASecondCloseAlsoAfterTheBufferIsLentAgain() {
    var pool = new BufferPool(1 << 20);
    Lease stale = pool.lease(1000);
    byte[] bytes = stale.bytes();
    stale.close();
    assertMessage(IllegalStateException.class, "lease: closed", stale::bytes);
    assertMessage(IllegalStateException.class, "lease: closed", stale::close);
    try (Lease next = pool.lease(1000)) {
      assertSame(bytes, next.bytes());
      assertMessage(IllegalStateException.class, "lease: closed", stale::bytes);
      assertMessage(IllegalStateException.class, "lease: closed", stale::close);
      assertMessage(IllegalStateException.class, "lease: closed", stale::handOver);
      try (Lease other = pool.lease(1000)) { // the second close gave nothing away
        assertNotSame(next.bytes(), other.bytes());
      }
    }
    assertEquals(3, pool.site().opened());
    assertEquals(3, pool.site().closed());
  }

  @Test
  void refusesOtherThreads() throws InterruptedException {
    var pool = new BufferPool(1 << 20);
    Lease lease = pool.lease(1000);
    String owner = Thread.currentThread().toString();
    onThread(
        false,
        () -> {
          String caller = Thread.currentThread().toString();
          String message = "leased by: " + owner + ", caller: " + caller;
          assertMessage(WrongThreadException.class, message, lease::bytes);
          assertMessage(WrongThreadException.class, message, lease::close);
          assertMessage(WrongThreadException.class, message, lease::handOver);
          assertMessage(
              IllegalStateException.class, "not handed over, owner: " + owner, lease::accept);
          assertEquals(1000, lease.length());
        });
    assertEquals(1024, lease.bytes().length);
    lease.close();
    onThread(true, () -> assertMessage(WrongThreadException.class, "leased by: ", lease::close));
  }

  @Test
  void handsOverToAnotherThread() throws InterruptedException {
    var pool = new BufferPool(1 << 20);
    Lease mine = pool.lease(1000);
    byte[] bytes = mine.bytes();
    bytes[0] = 3;
    Lease given = mine.handOver();
    assertMessage(IllegalStateException.class, "lease: handed over", mine::bytes);
    assertMessage(IllegalStateException.class, "lease: handed over", mine::handOver);
    assertMessage(IllegalStateException.class, "lease: handed over", mine::accept);
    mine.close(); // does nothing, so that try-with-resources may stand around a hand-over
    mine.close();
    assertMessage(IllegalStateException.class, "not accepted yet", given::bytes);
    assertMessage(IllegalStateException.class, "not accepted yet", given::close);
    for (boolean virtual : new boolean[] {false, true}) {
      Lease passed = given;
      var back = new AtomicReference<Lease>();
      onThread(
          virtual,
          () -> {
            assertSame(passed, passed.accept());
            assertSame(bytes, passed.bytes());
            assertEquals(3, passed.bytes()[0]);
            assertMessage(IllegalStateException.class, "not handed over, owner: ", passed::accept);
            back.set(passed.handOver());
          });
      assertMessage(IllegalStateException.class, "lease: handed over", passed::accept);
      given = back.get();
    }
    given.accept().close();
    Lease last = given;
    assertMessage(IllegalStateException.class, "lease: closed", last::close);
    assertMessage(IllegalStateException.class, "not handed over, owner: ", last::accept);
    assertEquals(1, pool.site().opened());
    assertEquals(1, pool.site().closed());
    try (Lease again = pool.lease(1000)) {
      assertSame(bytes, again.bytes());
    }
  }

  @Test
  void keepsAtMostItsLimit() {
    var pool = new BufferPool(100_000, 40_000);
    for (int round = 0; round < 3; round++) {
      for (int size : new int[] {256, 30_000, 1000, 16_384, 70_000}) {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          leases.add(pool.lease(size));
        }
        leases.forEach(Lease::close);
        assertTrue(pool.keptBytes() <= 100_000, () -> "kept: " + pool.keptBytes());
        long before = pool.misses();
        pool.lease(size).close(); // something of the size was kept
        assertEquals(before + (size == 70_000 ? 1 : 0), pool.misses());
      }
    }
  }

  @Test
  void keepsBuffersOfASizeThatComesAfterAnother() {
    var pool = new BufferPool(1 << 20, 1 << 16);
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      leases.add(pool.lease(1 << 14));
    }
    leases.forEach(Lease::close);
    pool.lease(1 << 10).close();
    long before = pool.misses();
    for (int i = 0; i < 100; i++) {
      pool.lease(1 << 10).close();
    }
    assertEquals(before, pool.misses());
  }

  @Test
  void trimLetsGoOfWhatIsIdle() throws Exception {
    var pool = new BufferPool(1 << 20);
    Lease lent = pool.lease(5000);
    pool.lease(1000).close();
    var reached = new CountDownLatch(1);
    var trimmed = new CountDownLatch(1);
    var failure = new AtomicReference<Throwable>();
    var other =
        new Thread(() -> {
          try {
            pool.lease(300).close();
            reached.countDown();
            trimmed.await();
            pool.lease(3000).close(); // finds an empty shelf
            assertEquals(4096, pool.keptBytes());
          } catch (Throwable thrown) {
            failure.set(thrown);
          }
        });
    other.start();
    reached.await();
    assertEquals(1024 + 512, pool.keptBytes()); // never closed: the lent one is not known yet
    pool.trim();
    assertEquals(512, pool.keptBytes());
    trimmed.countDown();
    other.join();
    assertNull(failure.get(), () -> String.valueOf(failure.get()));
    pool.trim();
    assertEquals(0, pool.keptBytes());
    lent.bytes()[0] = 1;
    lent.close();
    assertEquals(8192, pool.keptBytes());
  }

  @Test
  void virtualThreadsShareOneDepot() throws InterruptedException {
    var pool = new BufferPool(1 << 20);
    List<Thread> threads = new ArrayList<>();
    var failure = new AtomicReference<Throwable>();
    for (int i = 0; i < 1000; i++) {
      int id = i;
      threads.add(
          Thread.startVirtualThread(() -> {
            try (Lease lease = pool.lease(1000)) {
              lease.bytes()[id] = (byte) id;
              LockSupport.parkNanos(1000);
              assertEquals((byte) id, lease.bytes()[id]);
            } catch (Throwable thrown) {
              failure.set(thrown);
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertNull(failure.get());
    long room = (1 << 20) - (1 << 17); // an eighth is the own cache's
    assertEquals(Math.min(pool.misses() * 1024, room), pool.keptBytes());
    long misses = pool.misses();
    pool.lease(1000).close(); // what they left is for all
    assertEquals(misses, pool.misses());
    assertEquals(1001, pool.site().closed());
  }

  @Test
  void virtualThreadsHaveNoCaches() throws InterruptedException {
    var pool = new BufferPool(1 << 20, 1 << 12);
    var ready = new CountDownLatch(20);
    var done = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            pool.lease(1000).close();
            ready.countDown();
            try {
              done.await(); // alive: what ended threads had is taken over
            } catch (InterruptedException stop) {
              Thread.currentThread().interrupt();
            }
          }));
    }
    ready.await();
    assertEquals(1, pool.threadCaches()); // of the thread that built the pool
    done.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void aPoolBuiltByAVirtualThreadHasNoOwnCache() throws InterruptedException {
    var pool = new AtomicReference<BufferPool>();
    onThread(
        true,
        () -> {
          pool.set(new BufferPool(1 << 20));
          pool.get().lease(1000).close();
        });
    assertEquals(0, pool.get().threadCaches());
    pool.get().lease(1000).close();
    assertEquals(1, pool.get().misses());
  }

  @Test
  void aThreadOfTheCommonPoolHasOneCacheThoughItForgetsItsLocals() throws Exception {
    var pool = new BufferPool(1 << 20);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    threads.add(Thread.currentThread());
    for (int i = 0; i < 20; i++) {
      var done = new CountDownLatch(1);
      ForkJoinPool.commonPool()
          .execute(() -> {
            threads.add(Thread.currentThread());
            pool.lease(1000).close();
            done.countDown();
          });
      done.await();
      Thread.sleep(10); // an idle thread of that pool drops what it has in thread locals
    }
    assertTrue(pool.threadCaches() <= threads.size(), pool.threadCaches() + " of " + threads);
    assertTrue(pool.misses() <= threads.size(), pool.misses() + " of " + threads);
  }

  @Test
  void takesOverWhatEndedThreadsLeft() throws InterruptedException {
    var pool = new BufferPool(1 << 20, 1 << 16);
    for (int i = 0; i < 50; i++) { // more than may have a cache at a time
      onThread(
          false,
          () -> {
            pool.lease(1000).close();
            pool.lease(1000).close();
          });
      assertEquals(1, pool.threadCaches());
    }
    assertEquals(1, pool.misses());
    assertEquals(1024, pool.keptBytes());
  }

  @Test
  void threadsBeyondHalfOfTheLimitGoWithoutACache() throws InterruptedException {
    var pool = new BufferPool(4096, 1024);
    var done = new CountDownLatch(1);
    var ready = new CountDownLatch(4);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                pool.lease(1000).close();
                ready.countDown();
                try {
                  done.await();
                } catch (InterruptedException stop) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    ready.await();
    assertEquals(2, pool.threadCaches());
    assertTrue(pool.keptBytes() <= 4096);
    done.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void noBufferIsInTwoHandsWhenLeasesArePassedOn() throws InterruptedException {
    var pool = new BufferPool(1 << 20);
    var queue = new ArrayBlockingQueue<Lease>(16);
    onThread(
        false,
        () -> {
          var consumer =
              Thread.ofPlatform()
                  .start(() -> {
                    try {
                      for (int i = 0; i < 5000; i++) {
                        queue.take().accept().close();
                      }
                    } catch (InterruptedException stop) {
                      Thread.currentThread().interrupt();
                    }
                  });
          for (int i = 0; i < 5000; i++) {
            try (Lease lease = pool.lease(1000)) {
              lease.bytes()[0] = (byte) i;
              queue.put(lease.handOver());
            }
          }
          consumer.join();
        });
    assertEquals(5000, pool.site().opened());
    assertEquals(5000, pool.site().closed());
    assertTrue(pool.misses() < 1000, () -> "misses: " + pool.misses()); // they came back
  }

  @Test
  void aLeakIsFoundAtItsSite() throws InterruptedException {
    var pool = new BufferPool(1 << 20);
    var good = new AllocationSite("good", 1);
    var bad = AllocationSite.debugging("bad");
    for (int i = 0; i < 10; i++) {
      pool.lease(1000, good).close();
      lose(pool, bad);
    }
    for (int i = 0; i < 200 && bad.leaked() < 10; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertEquals("bad: opened 10, closed 0, leaked 10", bad.toString());
    assertEquals("good: opened 10, closed 10, leaked 0", good.toString());
    for (Throwable stack : bad.leakStacks()) {
      String calls = Arrays.toString(stack.getStackTrace());
      assertTrue(calls.contains("BufferPoolTest.lose("), calls);
    }
    assertEquals(10, bad.leakStacks().size());
  }

  private static void lose(BufferPool pool, AllocationSite site) {
    pool.lease(1000, site).bytes()[0] = 1;
  }

  @Test
  void losesNothingWhenMemoryEnds() throws Exception {
    SmallHeap.run(OutOfMemory.class);
  }

  /** Leases until there is no memory, then looks whether the pool still counts and lends. */
  static final class OutOfMemory {
    public static void main(String[] args) {
      var pool = new BufferPool(64 << 20);
      var leases = new Lease[1000];
      int count = 0;
      try {
        while (true) {
          leases[count] = pool.lease(1 << 20);
          count++;
        }
      } catch (OutOfMemoryError expected) {
        check(count >= 4 && pool.site().opened() - pool.site().closed() == count, "open: " + count);
      }
      try {
        pool.lease(Integer.MAX_VALUE - 8).close();
        check(false, "too much");
      } catch (OutOfMemoryError expected) {
        check(pool.site().opened() - pool.site().closed() == count, "open: " + count);
      }
      long misses = pool.misses();
      for (int i = 0; i < count; i++) {
        leases[i].close();
      }
      for (int i = 0; i < count; i++) {
        leases[i] = pool.lease(1 << 20);
      }
      check(pool.misses() == misses, "misses: " + pool.misses());
      System.out.println("kept");
    }

    private static void check(boolean good, String what) {
      if (!good) {
        throw new AssertionError(what);
      }
    }
  }

  /*
   * What accept sees of the lease and its buffer hangs on this one access. A run cannot tell it
   * from a plain one where the processor keeps the order of stores, so the class file is read.
   */
  @Test
  void handOverPublishesByARelease() throws IOException {
    List<String> stores = new ArrayList<>();
    var file = Objects.requireNonNull(Lease.class.getResourceAsStream("Lease.class"));
    for (MethodModel method : ClassFile.of().parse(file.readAllBytes()).methods()) {
      if (method.methodName().equalsString("handOver")) {
        for (CodeElement element : method.code().orElseThrow()) {
          if (element instanceof FieldInstruction field && field.opcode() == Opcode.PUTFIELD) {
            stores.add(field.name().stringValue());
          } else if (element instanceof InvokeInstruction call
              && call.owner().name().equalsString("java/lang/invoke/VarHandle")) {
            stores.add(call.name() + call.type().stringValue());
          }
        }
      }
    }
    String release = "setRelease(Lcermet/core/memory/Lease;Ljava/lang/Object;)V";
    assertEquals(List.of("bytes", "ticket", "bytes", "owner", release), stores);
  }

  @Test
  void saysWhatTheDesignPageShows() throws Exception {
    var printed = new Printed();
    Thread owner = new Thread(() -> LeaseMisuses.add(printed), "owner");
    owner.start();
    owner.join();
    var site = new AllocationSite("read", 1);
    lose(new BufferPool(1 << 20), site);
    for (int i = 0; i < 200 && site.leaked() < 1; i++) {
      System.gc();
      Thread.sleep(10);
    }
    printed.add("a lease that is lost, by its `AllocationSite`", "–", site.toString());
    printed.assertOn("pooling.md", row -> true);
  }

  private static void onThread(boolean virtual, Executable action) throws InterruptedException {
    var failure = new AtomicReference<Throwable>();
    Runnable run =
        () -> {
          try {
            action.execute();
          } catch (Throwable thrown) {
            failure.set(thrown);
          }
        };
    Thread thread = virtual ? Thread.ofVirtual().start(run) : Thread.ofPlatform().start(run);
    thread.join();
    assertNull(failure.get(), () -> String.valueOf(failure.get()));
  }

  private static <X extends Throwable> void assertMessage(
      Class<X> type, String part, Executable use) {
    String message = String.valueOf(assertThrows(type, use).getMessage());
    assertTrue(message.contains(part), message);
  }
}

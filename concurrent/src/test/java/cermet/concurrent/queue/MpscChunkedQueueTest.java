// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.wait.SpinWait;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MpscChunkedQueueTest extends ObjectQueueContract {
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

  @Override
  Object make(int size, long start) {
    return new MpscChunkedQueue<Object>(size, start);
  }

  @Override
  String noun() {
    return "chunk size";
  }

  @Override
  int[] sizes(int count) {
    return new int[] {1, 3, count - 1, count, count + 1, 10 * count};
  }

  @Override
  BareLoops loops(int size) {
    var queue = new MpscChunkedQueue<Integer>(size);
    Supplier<Integer> one = () -> 1;
    Consumer<Integer> ignore = element -> {};
    var in = new Integer[] {1};
    var out = new Integer[1];
    return end -> {
      switch (end) {
        case OFFERED -> {
          while (!queue.offer(1)) {}
        }
        case OFFERED_RELAXED -> {
          while (!queue.relaxedOffer(1)) {}
        }
        case OFFERED_BELOW_ONE -> {
          while (!queue.offerIfBelowThreshold(1, 1)) {}
        }
        case OFFERED_OF_ARRAY -> {
          while (queue.offerAll(in, 0, 1) == 0) {}
        }
        case FILLED -> {
          while (queue.fill(one, 1) == 0) {}
        }
        case POLLED -> {
          while (queue.poll() == null) {}
        }
        case POLLED_RELAXED -> {
          while (queue.relaxedPoll() == null) {}
        }
        case POLLED_INTO_ARRAY -> {
          while (queue.pollInto(out, 0, 1) == 0) {}
        }
        case DRAINED -> {
          while (queue.drain(ignore) == 0) {}
        }
        case PEEKED -> {
          while (queue.peek() == null) {}
        }
        case PEEKED_RELAXED -> {
          while (queue.relaxedPeek() == null) {}
        }
        case SIZE_NOT_ZERO -> {
          while (queue.size() == 0) {}
        }
        case NOT_EMPTY -> {
          while (queue.isEmpty()) {}
        }
        case SIZE_ZERO -> {
          while (queue.size() != 0) {}
        }
        case EMPTY -> {
          while (!queue.isEmpty()) {}
        }
      }
    };
  }

  @Test
  void handsObjectsToAnotherThread() throws InterruptedException {
    List<String> printed = new ArrayList<>();
    // @start region="example"
    var lines = new MpscChunkedQueue<String>(1024);
    var wait = new SpinWait();
    var printer = new Thread(() -> lines.drain(printed::add, wait::idle, () -> printed.size() < 3));
    printer.start();
    for (String line : List.of("one", "two", "three")) {
      lines.offer(line); // never refused
    }
    // @end
    printer.join(10_000);
    assertFalse(printer.isAlive());
    assertEquals(List.of("one", "two", "three"), printed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 64, 100, 1000})
  void goesFromChunkToChunk(int chunkSize) {
    for (long start : STARTS) {
      var queue = new MpscChunkedQueue<Integer>(chunkSize, start);
      assertEquals(Integer.MAX_VALUE, queue.capacity());
      for (int count : new int[] {0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize}) {
        for (int i = 0; i < count; i++) {
          assertEquals(i, queue.size());
          assertTrue(i % 2 == 0 ? queue.offer(i) : queue.relaxedOffer(i));
        }
        assertEquals(count, queue.size());
        for (int i = 0; i < count; i++) {
          assertFalse(queue.isEmpty());
          assertEquals(i, queue.peek());
          assertEquals(i, queue.relaxedPeek());
          assertEquals(i, i % 2 == 0 ? queue.poll() : queue.relaxedPoll());
        }
        assertNull(queue.peek());
        assertNull(queue.relaxedPeek());
        assertNull(queue.poll());
        assertNull(queue.relaxedPoll());
        assertTrue(queue.isEmpty());
      }
    }
  }

  @Test
  void drainEndsAlthoughItsConsumerOffersAgain() {
    var queue = new MpscChunkedQueue<Integer>(2);
    queue.fill(new Counter(), 5);
    assertEquals(5, queue.drain(queue::offer));
    assertEquals(5, queue.size());
  }

  @Test
  void fillsAChunkOrUpToTheLimit() {
    var queue = new MpscChunkedQueue<Integer>(5);
    var counter = new Counter();
    assertEquals(0, queue.fill(counter, 0));
    assertEquals(2, queue.fill(counter, 2));
    assertEquals(5, queue.fill(counter));
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), List.copyOf(queue.asQueue()));
  }

  @Test
  void fillNeverWaits() {
    var queue = new MpscChunkedQueue<Integer>(2);
    var counter = new Counter();
    List<Integer> idle = new ArrayList<>();
    queue.fill(
        counter,
        i -> {
          idle.add(i);
          return i;
        },
        () -> counter.next < 5);
    assertEquals(List.of(), idle);
    assertEquals(List.of(0, 1, 2, 3, 4), List.copyOf(queue.asQueue()));
  }

  @Test
  void aSupplierMayOfferAndPoll() {
    var queue = new MpscChunkedQueue<Integer>(2);
    var counter = new Counter();
    queue.fill(
        () -> {
          queue.offer(10 + counter.next);
          return counter.get();
        },
        2);
    assertEquals(List.of(10, 0, 11, 1), List.copyOf(queue.asQueue()));
    queue.fill(() -> Objects.requireNonNull(queue.poll()), 4);
    assertEquals(List.of(10, 0, 11, 1), List.copyOf(queue.asQueue()));
  }

  /// Which accesses to what the threads share there are, with their modes and in this order: a
  /// weaker one would not show on this machine.
  @Test
  void ordersTheSidesByTheseAccesses() throws IOException {
    assertEquals(
        """
        <init>: releaseFence
        at: SLOT.getAcquire
        behind: NEXT.getAcquire
        free: []= HEAD.setRelease
        grow: NEXT.getAcquire NEXT.compareAndExchange TAIL_CHUNK.compareAndSet
        isClaimed: NEXT.getVolatile CLAIMED.getVolatile
        leave: NEXT.getAcquire TAIL_CHUNK.getAcquire TAIL_CHUNK.compareAndSet headChunk= \
        NEXT.setRelease
        offer: TAIL_CHUNK.getAcquire CLAIMED.getAndAdd
        offerAll: TAIL_CHUNK.getAcquire CLAIMED.getAndAdd
        offerIfBelowThreshold: TAIL_CHUNK.getAcquire CLAIMED.getAcquire HEAD.getAcquire \
        CLAIMED.weakCompareAndSet
        pollInto: []=
        put: SLOT.setRelease
        size: HEAD.getAcquire HEAD.getAcquire
        tail: TAIL_CHUNK.getAcquire CLAIMED.getVolatile NEXT.getVolatile TAIL_CHUNK.getAcquire
        """
            .strip(),
        Accesses.of(MpscChunkedQueue.class, "", "View$Elements"));
  }

  @Test
  void keepsNoReferenceToWhatHasLeft() {
    var queue = new MpscChunkedQueue<Object>(3);
    var first = queue.headChunk;
    queue.fill(Object::new, 5);
    queue.poll();
    queue.drain(e -> {}, 1);
    queue.pollInto(new Object[1], 0, 1);
    for (Object slot : first.slots) {
      assertNull(slot);
    }
  }

  @Test
  void linksAChunkThatIsLeftToItself() {
    var queue = new MpscChunkedQueue<Integer>(2);
    var first = queue.headChunk;
    queue.fill(new Counter(), 2);
    queue.drain(i -> {});
    assertNull(queue.poll());
    assertSame(first, queue.headChunk); // nothing behind
    queue.offer(2);
    assertNotSame(first, queue.tailChunk);
    assertEquals(2, queue.poll());
    assertNotSame(first, queue.headChunk);
    assertSame(first, first.next);
  }

  /// A producer that has linked a chunk and has not yet moved tailChunk.
  @Test
  void movesATailThatLags() {
    var queue = new MpscChunkedQueue<Integer>(2);
    var first = queue.headChunk;
    queue.fill(new Counter(), 3);
    queue.tailChunk = first;
    assertEquals(3, queue.size());
    assertEquals(List.of(0, 1, 2), List.copyOf(queue.asQueue()));
    queue.offer(3);
    assertNotSame(first, queue.tailChunk);
    queue.tailChunk = first;
    assertEquals(4, queue.drain(i -> {}));
    assertNotSame(first, queue.tailChunk); // the consumer moves it before it leaves the chunk
    assertSame(first, first.next);
    queue.offer(4);
    assertEquals(4, queue.poll());
    assertTrue(queue.isEmpty());
  }

  /// A producer stops after it has claimed a place and before it fills it.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void waitsForAParkedProducerOnlyWhereItIsStrict() throws Exception {
    for (boolean remove : new boolean[] {false, true}) {
      for (int chunkSize : new int[] {1, 2, 8}) {
        var queue = new MpscChunkedQueue<Integer>(chunkSize);
        var chunk = queue.tailChunk;
        chunk.claimed = 1;
        assertEquals(1, queue.size());
        assertFalse(queue.isEmpty());
        assertNull(queue.relaxedPoll());
        assertTrue(queue.offer(2));
        assertEquals(2, queue.size());
        assertNull(queue.relaxedPoll());
        assertNull(queue.relaxedPeek());
        assertEquals(0, queue.drain(i -> {}));
        var iterator = queue.asQueue().iterator();
        assertEquals(2, iterator.next()); // passes over what is not there
        assertFalse(iterator.hasNext());
        List<@Nullable Integer> got = new ArrayList<>();
        var into = new Integer[1];
        var strict =
            new Thread(() -> {
              if (remove) {
                queue.asQueue().remove(Integer.valueOf(2));
              }
              got.add(queue.peek());
              queue.pollInto(into, 0, 1);
            });
        strict.start();
        strict.join(20);
        assertTrue(strict.isAlive());
        SLOT.setRelease(chunk.slots, 0, (Object) 1);
        strict.join(10_000);
        assertEquals(List.of(1), got);
        assertEquals(1, into[0]);
        assertEquals(remove ? null : 2, queue.poll());
        assertNull(queue.poll());
      }
    }
  }

  /// Not made here: it takes 4 GB.
  @Test
  void takesTheLargestChunk() {
    assertEquals(1 << 30, MpscChunkedQueue.checked(1 << 30));
  }

  @Test
  void viewRemovesFromTheMiddle() {
    removesFromTheMiddle();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void viewRemovesFromTheMiddleBesideRunningProducers() throws InterruptedException {
    removesFromTheMiddleBeside(2);
  }

  @Test
  void iteratorsGoThroughChunksThatTheConsumerHasLeft() {
    for (long start : STARTS) {
      for (int chunkSize : new int[] {1, 3, 4, 100}) {
        var queue = new MpscChunkedQueue<Integer>(chunkSize, start);
        queue.fill(new Counter(), 64);
        var iterator = queue.asQueue().iterator();
        assertEquals(0, iterator.next());
        queue.clear();
        queue.offer(64);
        assertEquals(64, iterator.next());
        iterator.remove();
        assertTrue(queue.isEmpty());
        assertFalse(iterator.hasNext());
        queue.offer(65);
        assertEquals(65, queue.asQueue().iterator().next());
        assertEquals(65, queue.poll());
        queue.offer(66);
        assertEquals(66, iterator.next());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1024})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void losesNothingOfManyProducers(int chunkSize) throws InterruptedException {
    losesNothingOfManyProducersAndKeepsTheOrderOfEach(chunkSize);
  }
}

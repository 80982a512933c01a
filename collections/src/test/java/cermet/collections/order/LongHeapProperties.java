// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.collections.Operations;
import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LongHeapProperties {
  @Property
  void behavesLikePriorityQueue(@ForAll Random random, @ForAll @IntRange(max = 40) int capacity) {
    LongHeap heap = new LongHeap(capacity);
    PriorityQueue<Long> model = new PriorityQueue<>();
    for (int step = 0; step < 400; step++) {
      step(random, heap, model);
      assertEquals(model.size(), heap.size());
      assertEquals(model.isEmpty() ? 77L : model.peek(), heap.peekFirst(77));
    }
    assertSame(model, heap);
    LongHeap copy = heap.copy();
    while (!model.isEmpty()) {
      assertEquals(model.remove().longValue(), heap.removeFirst());
      copy.removeFirst();
    }
    assertEquals(0, heap.size());
    assertEquals(0, copy.size());
  }

  @Example
  void behavesLikePriorityQueueForAMillionOperations() {
    Operations.run(random -> {
      behavesLikePriorityQueue(random, random.nextInt(41));
      return 400;
    });
  }

  private static void step(Random random, LongHeap heap, PriorityQueue<Long> model) {
    // Few values, so that there are equal ones; now and then any value, or the last of all.
    long any = random.nextInt(2) == 0 ? random.nextLong() : Long.MAX_VALUE - random.nextInt(2);
    long value = random.nextInt(8) == 0 ? any : random.nextInt(20) - 10;
    switch (random.nextInt(model.isEmpty() ? 6 : 16)) {
      case 0, 1, 2 -> {
        heap.add(value);
        model.add(value);
      }
      case 3 -> {
        long[] values = new long[random.nextInt(30)];
        Arrays.setAll(values, i -> value ^ random.nextInt(16));
        int from = random.nextInt(values.length + 1);
        heap.addAll(values, from, values.length - from);
        for (int i = from; i < values.length; i++) {
          model.add(values[i]);
        }
      }
      case 4 -> {
        heap.reserve(random.nextInt(100));
        heap.trim();
      }
      case 5 -> {
        Long first = model.poll();
        assertEquals(first == null ? value : first, heap.pollFirst(value));
      }
      case 6, 7, 8, 9 -> assertEquals(model.remove().longValue(), heap.removeFirst());
      case 10, 11 -> {
        assertEquals(model.remove().longValue(), heap.replaceFirst(value));
        model.add(value);
      }
      case 12, 13 -> {
        assertEquals(model.contains(value), heap.contains(value));
        assertEquals(model.remove(value), heap.remove(value));
      }
      case 14 -> {
        var seen = new LongHeap();
        heap.forEach(seen::add);
        assertSame(model, seen);
      }
      default -> {
        assertSame(model, LongHeap.of(heap.toArray()));
        if (random.nextInt(4) == 0) {
          heap.clear();
          model.clear();
        }
      }
    }
  }

  private static void assertSame(PriorityQueue<Long> model, LongHeap heap) {
    long[] expected = model.stream().mapToLong(each -> each).sorted().toArray();
    long[] values = heap.toArray();
    Arrays.sort(values);
    assertArrayEquals(expected, values);
  }

  @Property
  void drainsInOrder(@ForAll long[] values) {
    LongHeap heap = LongHeap.of(values);
    long[] drained = new long[values.length];
    for (int i = 0; i < drained.length; i++) {
      drained[i] = heap.removeFirst();
    }
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    assertArrayEquals(sorted, drained);
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.collections.list.LongList;
import cermet.collections.map.IndexMap;
import cermet.collections.map.LongIndexMap;
import cermet.collections.map.LongLongMap;
import cermet.collections.map.LongMap;
import cermet.collections.map.ObjectLongMap;
import cermet.collections.order.LongHeap;
import cermet.collections.order.LongLongTree;
import cermet.collections.order.PairSort;
import cermet.collections.queue.LongDeque;
import it.unimi.dsi.fastutil.longs.Long2LongLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongRBTreeMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayFIFOQueue;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongArrays;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The differences that docs/leave/from-fastutil.md names, on both sides. */
class FastutilTest {
  private static final int MANY = 10_000;

  @Test
  void absenceIsAParameter() {
    var peer = new Long2LongOpenHashMap();
    peer.defaultReturnValue(-1);
    assertEquals(-1, peer.get(5));
    assertEquals(7, peer.getOrDefault(5, 7));
    assertEquals(-1, peer.put(5, 3));
    assertEquals(3, peer.put(5, 4));
    assertEquals(-1, peer.putIfAbsent(6, 1));
    assertEquals(4, peer.replace(5, 2));
    assertEquals(2, peer.remove(5));
    var ours = new LongLongMap();
    assertEquals(-1, ours.get(5, -1));
    assertEquals(7, ours.get(5, 7));
    assertTrue(ours.put(5, 3));
    assertFalse(ours.put(5, 4));
    assertEquals(4, ours.getAndPut(5, 3, -1));
    assertTrue(ours.putIfAbsent(6, 1));
    assertTrue(ours.replace(5, 2));
    assertEquals(2, ours.remove(5, -1));
    assertFalse(ours.remove(5));
  }

  @Test
  void addToReturnsTheNewValueAndStartsAtZero() {
    var peer = new Long2LongOpenHashMap();
    peer.defaultReturnValue(-1);
    assertEquals(-1, peer.addTo(5, 10));
    assertEquals(9, peer.addTo(5, 10));
    assertEquals(19, peer.get(5));
    var ours = new LongLongMap();
    assertEquals(10, ours.addTo(5, 10));
    assertEquals(20, ours.addTo(5, 10));
  }

  @Test
  @SuppressWarnings("NullAway") // null is how a peer's merge removes
  void mergeCannotRemove() {
    var peer = new Long2LongOpenHashMap(new long[] {5}, new long[] {3});
    assertEquals(7, peer.mergeLong(5, 4, Long::sum));
    peer.merge(5, 4, (old, value) -> null);
    assertFalse(peer.containsKey(5));
    var ours = new LongLongMap();
    assertEquals(3, ours.merge(5, 3, Long::sum));
    assertEquals(7, ours.merge(5, 4, Long::sum));
  }

  @Test
  void ordersOfHashMapsAreTheirOwn() {
    assertEquals(order(new Long2LongOpenHashMap()), order(new Long2LongOpenHashMap()));
    assertNotEquals(order(new LongLongMap()), order(new LongLongMap()));
    assertEquals(order(LongLongMap.withSeed(0, 1)), order(LongLongMap.withSeed(0, 1)));
  }

  private static List<Long> order(Long2LongOpenHashMap map) {
    for (int i = 0; i < MANY; i++) {
      map.put(i, i);
    }
    return new ArrayList<>(map.keySet());
  }

  private static List<Long> order(LongLongMap map) {
    for (int i = 0; i < MANY; i++) {
      map.put(i, i);
    }
    return map.keys().boxed().toList();
  }

  @Test
  void iterationsFailFast() {
    var peer = new Long2LongOpenHashMap(new long[] {1, 2, 3}, new long[] {1, 2, 3});
    var entries = peer.long2LongEntrySet().fastIterator();
    entries.next();
    peer.put(4, 4);
    entries.next(); // throws nothing
    assertEquals(4, peer.size());
    var ours = new LongLongMap();
    ours.put(1, 1);
    ours.put(2, 2);
    var cursor = ours.cursor();
    assertTrue(cursor.next());
    ours.put(3, 3);
    assertThrows(ConcurrentModificationException.class, cursor::next);
    assertThrows(
        ConcurrentModificationException.class,
        () -> ours.forEach((key, value) -> ours.put(key + 10, value)));
    var list = new LongArrayList(new long[] {1, 2, 3});
    var numbers = list.iterator();
    list.add(4);
    assertEquals(1, numbers.nextLong());
    LongList own = LongList.of(1, 2, 3);
    var ownNumbers = own.iterator();
    own.add(4);
    assertThrows(ConcurrentModificationException.class, ownNumbers::nextLong);
  }

  /** Its table, which only a subclass sees. */
  private static final class Open extends Long2LongOpenHashMap {
    private static final long serialVersionUID = 1;

    int slots() {
      return n;
    }
  }

  @Test
  void removalNeverShrinks() {
    var peer = new Open();
    for (int i = 0; i < MANY; i++) {
      peer.put(i, i);
    }
    int before = peer.slots();
    for (int i = 0; i < MANY; i++) {
      peer.remove(i);
    }
    assertTrue(peer.slots() < before / 100, () -> "slots: " + peer.slots());
    var queue = new LongArrayFIFOQueue();
    var ours = new LongDeque();
    for (int i = 0; i < MANY; i++) {
      queue.enqueue(i);
      ours.addLast(i);
    }
    int capacity = ours.capacity();
    for (int i = 0; i < MANY; i++) {
      assertEquals(i, queue.dequeueLong());
      assertEquals(i, ours.removeFirst());
    }
    assertTrue(queue.capacity() < 100, () -> "capacity: " + queue.capacity());
    assertEquals(capacity, ours.capacity());
    ours.trim();
    assertEquals(0, ours.capacity());
  }

  @Test
  @SuppressWarnings({"DataFlowIssue", "NullAway"}) // null on purpose
  void nullIsRefused() {
    var peer = new Object2LongOpenHashMap<String>();
    peer.put(null, 1);
    assertEquals(1, peer.getLong(null));
    var values = new Long2ObjectOpenHashMap<String>();
    values.put(1, null);
    assertTrue(values.containsKey(1));
    assertThrows(NullPointerException.class, () -> new ObjectLongMap<String>().put(null, 1));
    assertThrows(NullPointerException.class, () -> new LongMap<String>().put(1, null));
    assertThrows(NullPointerException.class, () -> new IndexMap<String, String>().put(null, ""));
  }

  @Test
  void aMapEqualsItsKindAndItsViewAnyMap() {
    var peer = new Long2LongOpenHashMap(new long[] {1}, new long[] {2});
    assertEquals(peer, Map.of(1L, 2L));
    var ours = new LongLongMap();
    ours.put(1, 2);
    assertNotEquals(ours, (Object) Map.of(1L, 2L));
    assertEquals(ours, ours.copy());
    assertEquals(ours.asMap(), Map.of(1L, 2L));
  }

  @Test
  void entriesInOrderLeaveInOrderOrNot() {
    long[] keys = {4, 2, 3, 1};
    var peer = new Long2LongLinkedOpenHashMap(keys, keys);
    peer.remove(4);
    assertArrayEquals(new long[] {2, 3, 1}, peer.keySet().toLongArray());
    var ours = new LongIndexMap();
    for (long key : keys) {
      ours.put(key, key);
    }
    LongIndexMap swapped = ours.copy();
    assertTrue(ours.remove(4));
    assertArrayEquals(new long[] {2, 3, 1}, ours.keys());
    assertTrue(swapped.swapRemove(4));
    assertArrayEquals(new long[] {1, 2, 3}, swapped.keys());
    assertEquals(2, ours.shiftRemoveAt(0));
    assertEquals(2, peer.removeFirstLong());
  }

  @Test
  void rangesIncludeBothEnds() {
    long[] keys = {1, 2, 3};
    var peer = new Long2LongRBTreeMap(keys, keys);
    assertEquals(2, peer.subMap(1, 3).size());
    LongLongTree ours = LongLongTree.ofSorted(keys, keys);
    int count = 0;
    for (var entry = ours.cursor(1, 3); entry.next(); ) {
      count++;
    }
    assertEquals(3, count);
    assertEquals(2, ours.asNavigableMap().subMap(1L, 3L).size());
  }

  @Test
  void pairsOfEqualKeysStayInTheirOrder() {
    long[] keys = {2, 1, 2, 1};
    long[] values = {9, 8, 7, 6};
    long[] peerKeys = keys.clone();
    long[] peerValues = values.clone();
    LongArrays.radixSort(peerKeys, peerValues);
    assertArrayEquals(new long[] {6, 8, 7, 9}, peerValues);
    PairSort.sort(keys, values);
    assertArrayEquals(peerKeys, keys);
    assertArrayEquals(new long[] {8, 6, 9, 7}, values);
  }

  @Test
  void theLargestFirstByComplements() {
    long[] values = {3, Long.MIN_VALUE, Long.MAX_VALUE, -1};
    var peer = new LongHeapPriorityQueue((a, b) -> Long.compare(b, a));
    var ours = new LongHeap();
    for (long value : values) {
      peer.enqueue(value);
      ours.add(~value);
    }
    while (!ours.isEmpty()) {
      assertEquals(peer.dequeueLong(), ~ours.removeFirst());
    }
    assertTrue(peer.isEmpty());
  }

  @Test
  void listsCopyTheArraysThatTheyAreMadeOf() {
    long[] values = {1, 2};
    LongArrayList.wrap(values).set(0, 5);
    assertEquals(5, values[0]);
    LongList.of(values).set(1, 6);
    assertEquals(2, values[1]);
    assertEquals(0, new LongList().capacity());
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.order;

import static cermet.collections.order.LongTreeBranch.EMPTY;
import static cermet.collections.order.LongTreeBranch.filled;
import static cermet.collections.order.LongTreeBranch.find;
import static cermet.collections.order.LongTreeBranch.forget;
import static cermet.collections.order.LongTreeBranch.move;
import static cermet.collections.order.LongTreeBranch.share;
import static cermet.collections.order.LongTreeBranch.shareLeaves;
import static cermet.collections.order.LongTreeBranch.sum;

import java.util.ConcurrentModificationException;
import java.util.NoSuchElementException;

/// The nodes of a B+tree, of keys with room for values. Part of {@link LongLongTree}.
abstract class LongTreeNodes {
  /*
   *   height 1                        [ 300 | 800 | ]                 root: a branch
   *                                 /       |        \
   *   height 0      [ 90 | 200 | ]    [ 410 | ... ]    [ ... ]        lowest branches: no object is
   *                /      |       \                                   between them and the arrays of
   *   leaves   12 40 90  101 200   233 300   keys                     their leaves
   *             a  b  c    d  e     f   g    values
   *
   * A separator is no less than the keys on its left and less than those on its right, so that a
   * search in a leaf and one in a branch are the same: how many are less than the key. What is
   * behind the last key or separator is FILL, the largest long, one slot more than can be used
   * included; so a search knows no size, takes two steps of seven independent loads each, and no
   * branch. A key of that value is told from the fill by the number of keys.
   *
   * Invariants: counts has the number of keys below each child, hence the size of each leaf; every
   * node has LEAST children or keys at least, but for the root and the nodes on the left and right
   * edge; no leaf is empty but that of an empty tree. New trees share EMPTY, which none writes.
   *
   * A path is the slots from the root to a leaf, six bits each; a spot is a path and an index in
   * that leaf. They serve instead of links to parents and neighbours, which every split and every
   * collection of garbage would have to follow, and a walk along a path searches nothing.
   *
   * Insertion: whoever meets a full leaf splits it and what else is full on the way, from the root
   * down, and starts again. Each split allocates first, and leaves a valid tree. At the edges it
   * leaves the old node full, so that keys that arrive in order fill their leaves.
   * Removal: a leaf below LEAST makes a pass from the root down, in which nodes that have too
   * little join a neighbour or take some of his. Nothing is allocated.
   *
   * root is replaced, and counts, keys and values are written, by this class and its subclasses
   * only; changes counts whatever moves a key.
   */

  static final int SLOTS = LongTreeBranch.SLOTS;
  static final int LEAST = SLOTS / 4;
  static final long FILL = LongTreeBranch.FILL;
  static final long NONE = Long.MIN_VALUE; // no spot, nor the complement of one

  private static final int MAX_SIZE = Integer.MAX_VALUE;
  private static final int JOINED = SLOTS * 3 / 4; // fuller neighbours share: room for both ways
  private static final int SLOT_BITS = 6;
  private static final int INDEX_BITS = 7; // SLOTS itself is an index: behind the last key

  LongTreeBranch root = EMPTY;
  int height; // of the root above the lowest branches
  int size;
  long changes; // cannot wrap

  /// An array for so many values, or NO_VALUES.
  abstract Object valuesOf(int count);

  abstract Object box(Object values, int at);

  abstract void putBoxed(long key, Object value);

  /// {@return the number of keys}
  public int size() {
    return size;
  }

  /// {@return whether there is no key}
  public boolean isEmpty() {
    return size == 0;
  }

  /// Removes every key and gives the memory back.
  public void clear() {
    root = EMPTY;
    height = 0;
    size = 0;
    changes++;
  }

  /// Packs the keys into as few nodes as hold them.
  public void trim() {
    long[] keys = new long[size];
    Object values = valuesOf(size);
    collect(keys, values);
    load(keys, values, 0, size);
  }

  /// {@return the number of keys that are less than `key`}
  ///
  /// @param key any key
  public int rank(long key) {
    LongTreeBranch node = root;
    int slot = find(node.keys, key);
    int rank = sum(node.counts, slot);
    for (int level = height; level > 0; level--) {
      node = node.below[slot];
      slot = find(node.keys, key);
      rank += sum(node.counts, slot);
    }
    return rank + find(node.leaves[slot], key);
  }

  /// The spot of a key, or the complement of the spot it would have.
  final long locate(long key) {
    LongTreeBranch node = root;
    int slot = find(node.keys, key);
    long path = slot;
    for (int level = height; level > 0; level--) {
      node = node.below[slot];
      slot = find(node.keys, key);
      path = path << SLOT_BITS | slot;
    }
    long[] keys = node.leaves[slot];
    int at = find(keys, key);
    long spot = spot(path, at);
    return keys[at] == key && (key != FILL || at < node.counts[slot]) ? spot : ~spot;
  }

  final boolean holds(long key) {
    LongTreeBranch node = root;
    int slot = find(node.keys, key);
    for (int level = height; level > 0; level--) {
      node = node.below[slot];
      slot = find(node.keys, key);
    }
    long[] keys = node.leaves[slot];
    int at = find(keys, key);
    return keys[at] == key && (key != FILL || at < node.counts[slot]);
  }

  /// The spot of the least key that is no less, or greater if `beyond`, or NONE.
  final long above(long key, boolean beyond) {
    long spot = locate(key);
    if (spot >= 0) {
      return beyond ? after(spot) : spot;
    }
    spot = ~spot;
    return index(spot) < count(spot) ? spot : first(nextLeaf(path(spot)));
  }

  /// The spot of the greatest key that is no greater, or less if `beyond`, or NONE.
  final long below(long key, boolean beyond) {
    long spot = locate(key);
    return spot >= 0 && !beyond ? spot : before(spot >= 0 ? spot : ~spot);
  }

  /// The spot behind another, or NONE.
  private long after(long spot) {
    return index(spot) + 1 < count(spot) ? spot + 1 : first(nextLeaf(path(spot)));
  }

  /// The spot before another, or NONE.
  private long before(long spot) {
    return index(spot) > 0 ? spot - 1 : last(previousLeaf(path(spot)));
  }

  private long first(long path) {
    return path == NONE || size == 0 ? NONE : spot(path, 0);
  }

  private long last(long path) {
    return path == NONE || size == 0 ? NONE : spot(path, lowest(path).counts[slot(path)] - 1);
  }

  final long firstSpot() {
    return first(0);
  }

  final long lastSpot() {
    return last(rightmost(root, height, 0));
  }

  /// The spot of the key of a rank.
  final long spotAt(int rank) {
    if (rank < 0 || rank >= size) {
      throw new IndexOutOfBoundsException(text("rank", rank, "size", size));
    }
    int left = rank;
    long path = 0;
    LongTreeBranch node = root;
    for (int level = height; ; level--) {
      int slot = 0;
      while (left >= node.counts[slot]) {
        left -= node.counts[slot++];
      }
      path = path << SLOT_BITS | slot;
      if (level == 0) {
        return spot(path, left);
      }
      node = node.below[slot];
    }
  }

  /// The spot, which must be one.
  final long present(long spot) {
    if (spot == NONE) {
      throw new NoSuchElementException(text("size", size));
    }
    return spot;
  }

  /// The key at a spot, or `absent` for NONE.
  final long key(long spot, long absent) {
    return spot == NONE ? absent : keyAt(spot);
  }

  /// Removes the key at a spot, if it is one.
  final long poll(long spot, long absent) {
    long key = key(spot, absent);
    if (spot != NONE) {
      removeAt(spot);
    }
    return key;
  }

  final long keyAt(long spot) {
    long path = path(spot);
    return lowest(path).leaves[slot(path)][index(spot)];
  }

  final Object valuesAt(long spot) {
    long path = path(spot);
    return lowest(path).values[slot(path)];
  }

  static int index(long spot) {
    return (int) spot & ((1 << INDEX_BITS) - 1);
  }

  static long path(long spot) {
    return spot >> INDEX_BITS;
  }

  static int slot(long path) {
    return (int) path & (SLOTS - 1);
  }

  static long step(long path, int slot) {
    return path << SLOT_BITS | slot;
  }

  static long spot(long path, int at) {
    return path << INDEX_BITS | at;
  }

  private int count(long spot) {
    long path = path(spot);
    return lowest(path).counts[slot(path)];
  }

  /// The lowest branch on a path.
  final LongTreeBranch lowest(long path) {
    LongTreeBranch node = root;
    for (int level = height; level > 0; level--) {
      node = node.below[slot(path >> (level * SLOT_BITS))];
    }
    return node;
  }

  /// The path to the next leaf, or NONE.
  final long nextLeaf(long path) {
    long found = NONE;
    LongTreeBranch node = root;
    for (int level = height; ; level--) {
      int shift = level * SLOT_BITS;
      int slot = slot(path >> shift);
      if (slot + 1 < node.size) {
        found = ((path >> shift) + 1) << shift;
      }
      if (level == 0) {
        return found;
      }
      node = node.below[slot];
    }
  }

  /// The path to the leaf before, or NONE.
  final long previousLeaf(long path) {
    long found = NONE;
    LongTreeBranch beside = root;
    int under = 0;
    LongTreeBranch node = root;
    for (int level = height; ; level--) {
      long above = path >> (level * SLOT_BITS);
      int slot = slot(above);
      if (slot > 0) {
        found = above - 1;
        under = level;
        beside = level == 0 ? node : node.below[slot - 1];
      }
      if (level == 0) {
        return found == NONE || under == 0 ? found : rightmost(beside, under - 1, found);
      }
      node = node.below[slot];
    }
  }

  /// The path to the last leaf under a branch that a path leads to.
  private static long rightmost(LongTreeBranch node, int height, long path) {
    LongTreeBranch at = node;
    long found = step(path, at.size - 1);
    for (int level = height; level > 0; level--) {
      at = at.below[at.size - 1];
      found = step(found, at.size - 1);
    }
    return found;
  }

  /// Puts a key into a leaf that has room; the values are the caller's.
  final void open(long[] keys, int at, int count, long key, long path) {
    System.arraycopy(keys, at, keys, at + 1, count - at);
    keys[at] = key;
    LongTreeBranch node = root;
    for (int level = height; level > 0; level--) {
      int slot = slot(path >> (level * SLOT_BITS));
      node.counts[slot]++;
      node = node.below[slot];
    }
    node.counts[slot(path)]++;
    size++;
    changes++;
  }

  /// Whether a key can be added to a leaf, the lowest branch and its count given, without more.
  final boolean hasRoom(LongTreeBranch node, int count) {
    return count < SLOTS && node != EMPTY && size < MAX_SIZE;
  }

  /// Splits the leaf of a key and what is full above it.
  final void makeRoom(long key) {
    if (size == MAX_SIZE) {
      throw new IllegalStateException(text("size", size, "limit", MAX_SIZE));
    }
    if (root == EMPTY) {
      var fresh = new LongTreeBranch(true);
      fresh.leaves[0] = filled();
      fresh.values[0] = valuesOf(SLOTS);
      fresh.size = 1;
      root = fresh;
      return;
    }
    if (root.size == SLOTS) {
      var above = new LongTreeBranch(false);
      above.below[0] = root;
      above.counts[0] = size;
      above.size = 1;
      split(above, 0, find(root.keys, key), true, true);
      root = above;
      height++;
    }
    LongTreeBranch node = root;
    boolean first = true;
    boolean last = true;
    int slot = find(node.keys, key);
    for (int level = height; level > 0; level--) {
      LongTreeBranch child = node.below[slot];
      if (child.size == SLOTS) {
        split(node, slot, find(child.keys, key), first && slot == 0, last && slot == node.size - 1);
        slot = find(node.keys, key);
        child = node.below[slot];
      }
      first &= slot == 0;
      last &= slot == node.size - 1;
      node = child;
      slot = find(node.keys, key);
    }
    splitLeaf(node, slot, key, first && slot == 0, last && slot == node.size - 1);
  }

  /// Splits a full branch on the way to one of its children.
  private void split(LongTreeBranch parent, int slot, int way, boolean first, boolean last) {
    LongTreeBranch left = parent.below[slot];
    var right = new LongTreeBranch(left.isLowest());
    int cut = last && way == SLOTS - 1 ? SLOTS - 1 : first && way == 0 ? 1 : SLOTS / 2;
    parent.widen(slot);
    parent.below[slot + 1] = right;
    share(parent, slot, cut);
    changes++;
  }

  private void splitLeaf(LongTreeBranch parent, int slot, long key, boolean first, boolean last) {
    long[] keys = parent.leaves[slot];
    long[] right = filled();
    Object values = valuesOf(SLOTS);
    int at = find(keys, key);
    int cut = last && at == SLOTS ? SLOTS : first && at == 0 ? 0 : SLOTS / 2;
    parent.widen(slot);
    parent.leaves[slot + 1] = right;
    parent.values[slot + 1] = values;
    shareLeaves(parent, slot, cut);
    parent.keys[slot] = cut == 0 ? key : keys[cut - 1];
    changes++;
  }

  /// Removes the key at a spot; true if other keys have moved to other leaves.
  final boolean removeAt(long spot) {
    long path = path(spot);
    int at = index(spot);
    LongTreeBranch node = root;
    for (int level = height; level > 0; level--) {
      int slot = slot(path >> (level * SLOT_BITS));
      node.counts[slot]--;
      node = node.below[slot];
    }
    int slot = slot(path);
    int count = --node.counts[slot];
    long[] keys = node.leaves[slot];
    Object values = node.values[slot];
    long key = keys[at];
    move(keys, values, at + 1, keys, values, at, count - at);
    keys[count] = FILL;
    forget(values, count, count + 1);
    size--;
    changes++;
    if (count >= LEAST || (height == 0 && node.size == 1)) {
      return false;
    }
    mend(key);
    return true;
  }

  /// Sees to it that the nodes on the way to a key have enough.
  private void mend(long key) {
    lower();
    LongTreeBranch node = root;
    int slot = find(node.keys, key);
    for (int level = height; level > 0; level--) {
      if (node.below[slot].size <= LEAST) { // it may lose one below
        slot = Math.max(slot - 1, 0);
        int both = node.below[slot].size + node.below[slot + 1].size;
        share(node, slot, both <= JOINED ? both : both / 2);
        if (both <= JOINED) {
          node.close(slot);
        }
        slot = find(node.keys, key);
      }
      node = node.below[slot];
      slot = find(node.keys, key);
    }
    if (node.counts[slot] < LEAST && node.size > 1) {
      slot = Math.max(slot - 1, 0);
      int both = node.counts[slot] + node.counts[slot + 1];
      shareLeaves(node, slot, both <= JOINED ? both : both / 2);
      if (both <= JOINED) {
        node.close(slot);
      }
    }
    lower();
  }

  private void lower() {
    while (height > 0 && root.size == 1) {
      root = root.below[0];
      height--;
    }
  }

  /// Copies the keys and values into arrays.
  final void collect(long[] keys, Object values) {
    int at = 0;
    for (long path = size == 0 ? NONE : 0; path != NONE; path = nextLeaf(path)) {
      LongTreeBranch node = lowest(path);
      int slot = slot(path);
      move(node.leaves[slot], node.values[slot], 0, keys, values, at, node.counts[slot]);
      at += node.counts[slot];
    }
  }

  /// Takes the nodes of another tree, copied.
  final void copyFrom(LongTreeNodes from) {
    root = from.root == EMPTY ? EMPTY : from.root.copy();
    height = from.height;
    size = from.size;
    changes++;
  }

  /// Builds the tree anew from keys that ascend: full leaves, or all about equally full.
  final void load(long[] keys, Object values, int from, int count) {
    if (count == 0) {
      clear();
      return;
    }
    int leaves = (count - 1) / SLOTS + 1;
    LongTreeBranch[] nodes = new LongTreeBranch[(leaves - 1) / SLOTS + 1];
    long[] last = new long[nodes.length];
    int at = from;
    int leaf = 0;
    for (int i = 0; i < nodes.length; i++) {
      var node = new LongTreeBranch(true);
      for (int end = part(leaves, i + 1, nodes.length); leaf < end; leaf++) {
        int moved = from + part(count, leaf + 1, leaves) - at;
        node.leaves[node.size] = filled();
        node.values[node.size] = valuesOf(SLOTS);
        move(keys, values, at, node.leaves[node.size], node.values[node.size], 0, moved);
        at += moved;
        node.add(moved, keys[at - 1]);
      }
      last[i] = node.end();
      nodes[i] = node;
    }
    int above = 0;
    while (nodes.length > 1) {
      LongTreeBranch[] next = new LongTreeBranch[(nodes.length - 1) / SLOTS + 1];
      int child = 0;
      for (int i = 0; i < next.length; i++) {
        var node = new LongTreeBranch(false);
        for (int end = part(nodes.length, i + 1, next.length); child < end; child++) {
          node.below[node.size] = nodes[child];
          node.add(sum(nodes[child].counts, nodes[child].size), last[child]);
        }
        last[i] = node.end();
        next[i] = node;
      }
      nodes = next;
      above++;
    }
    root = nodes[0];
    height = above;
    size = count;
    changes++;
  }

  /// Where a part ends of so many things in equal parts.
  private static int part(int things, int part, int parts) {
    return (int) ((long) things * part / parts);
  }

  /// What a message says of a value.
  static String text(String name, long value) {
    return name + ": " + value;
  }

  /// What a message says of two values.
  static String text(String name, long value, String other, long limit) {
    return name + ": " + value + ", " + other + ": " + limit;
  }

  static void requireAscending(long[] keys, int from, int count) {
    for (int i = from + 1; i < from + count; i++) {
      if (keys[i - 1] >= keys[i]) {
        throw new IllegalArgumentException(
            "keys[" + i + "]: " + keys[i] + ", after: " + keys[i - 1]);
      }
    }
  }

  final void check(long expected) {
    if (changes != expected) {
      throw new ConcurrentModificationException(text("size", size));
    }
  }
}

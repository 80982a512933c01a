// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Every arena against a list of what it must hold. */
abstract class ArenaModel {
  /** Where a block lies: in which chunk, from where to where. */
  record Place(Object chunk, long from, long to) {}

  abstract HandleArena arena(long chunkBytes, long maxBytes);

  /** Overwrites a block without a handle, which must not reach another. */
  abstract void scribble(HandleArena arena, int size, long align);

  abstract Place place(HandleArena arena, long handle);

  /* A block as the model knows it: its handle and what it must hold. */
  private record Block(long handle, ByteBuffer content, long align) {}

  /* What was live when a mark or scope was made. */
  private record Point(int blocks, long mark, HandleArena.@Nullable OpenScope scope) {}

  @Property(tries = 300)
  void behavesLikeAListOfBlocks(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int chunkBytes) {
    var random = new Random(seed);
    try (var arena = arena(chunkBytes, Long.MAX_VALUE)) {
      var live = new ArrayList<Block>();
      var dead = new ArrayList<Long>();
      Deque<Point> points = new ArrayDeque<>();
      for (int step = 0; step < 200; step++) {
        switch (random.nextInt(12)) {
          case 0, 1, 2, 3 -> live.add(allocate(arena, random));
          case 4 -> scribble(arena, random.nextInt(100), 1L << random.nextInt(8));
          case 5, 6 -> write(arena, live, random);
          case 7 -> points.push(new Point(live.size(), arena.mark(), null));
          case 8 -> points.push(new Point(live.size(), 0, arena.scope()));
          case 9 -> end(arena, live, dead, points, random);
          case 10 -> {
            if (random.nextInt(4) == 0) {
              arena.reset();
              free(live, dead, 0);
              points.forEach(point -> dead.add(point.mark()));
              points.clear();
            }
          }
          default -> {
            if (random.nextInt(4) == 0) {
              arena.trim();
            }
          }
        }
        check(arena, live, dead, random);
      }
    }
  }

  private static Block allocate(HandleArena arena, Random random) {
    int size = random.nextInt(random.nextInt(10) == 0 ? 1000 : 50);
    long align = 1L << random.nextInt(8);
    var content = new byte[size];
    random.nextBytes(content);
    var buffer = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
    var block = new Block(arena.allocateHandle(size, align), buffer, align);
    arena.setBytes(block.handle(), 0, content, 0, size);
    return block;
  }

  private static void write(HandleArena arena, List<Block> live, Random random) {
    if (live.isEmpty()) {
      return;
    }
    Block block = live.get(random.nextInt(live.size()));
    ByteBuffer content = block.content();
    if (content.capacity() >= Long.BYTES) {
      int offset = random.nextInt(content.capacity() - 7);
      content.putLong(offset, random.nextLong());
      arena.setLong(block.handle(), offset, content.getLong(offset));
    } else if (content.capacity() > 0) {
      int offset = random.nextInt(content.capacity());
      content.put(offset, (byte) random.nextInt());
      arena.setByte(block.handle(), offset, content.get(offset));
    }
  }

  /* Ends the innermost mark or scope, sometimes by an older mark that ends it too. */
  private static void end(
      HandleArena arena, List<Block> live, List<Long> dead, Deque<Point> points, Random random) {
    if (points.isEmpty()) {
      return;
    }
    Point point = points.pop();
    HandleArena.OpenScope scope = point.scope();
    boolean scopeWithin = scope != null;
    while (random.nextInt(3) == 0 && !points.isEmpty()) {
      HandleArena.OpenScope outer = points.peek().scope();
      if (outer != null && scopeWithin) {
        assertThrows(IllegalStateException.class, outer::close);
        break;
      }
      dead.add(point.mark());
      point = points.pop();
      scope = outer;
      scopeWithin |= outer != null;
    }
    if (scope == null) {
      arena.rewind(point.mark());
      dead.add(point.mark());
    } else {
      scope.close();
    }
    free(live, dead, point.blocks());
  }

  private static void free(List<Block> live, List<Long> dead, int keep) {
    while (live.size() > keep) {
      dead.add(live.removeLast().handle());
    }
  }

  private void check(HandleArena arena, List<Block> live, List<Long> dead, Random random) {
    var ends = new IdentityHashMap<Object, TreeMap<Long, Long>>();
    for (Block block : live) {
      byte[] content = block.content().array();
      assertTrue(arena.isLive(block.handle()));
      assertEquals(content.length, arena.size(block.handle()));
      var into = new byte[content.length];
      arena.getBytes(block.handle(), 0, into, 0, into.length);
      assertArrayEquals(content, into);
      if (content.length > 0) {
        int offset = random.nextInt(content.length);
        assertEquals(content[offset], arena.getByte(block.handle(), offset));
        Place place = place(arena, block.handle());
        assertEquals(content.length, place.to() - place.from());
        assertEquals(0, place.from() % block.align());
        ends.computeIfAbsent(place.chunk(), chunk -> new TreeMap<>()).put(place.from(), place.to());
      }
    }
    for (var chunk : ends.values()) {
      long end = 0;
      for (var block : chunk.entrySet()) {
        assertTrue(block.getKey() >= end, "blocks overlap");
        end = block.getValue();
      }
    }
    if (!live.isEmpty()) {
      Block block = live.get(random.nextInt(live.size()));
      int size = block.content().capacity();
      assertThrows(IndexOutOfBoundsException.class, () -> arena.getByte(block.handle(), size));
      assertThrows(
          IndexOutOfBoundsException.class, () -> arena.setLong(block.handle(), size - 7, 0));
    }
    Collections.shuffle(dead, random);
    for (long handle : dead.subList(0, Math.min(3, dead.size()))) {
      assertFalse(arena.isLive(handle));
      if (handle > 0) {
        assertThrows(IllegalStateException.class, () -> arena.getByte(handle, 0));
        assertThrows(IllegalStateException.class, () -> arena.setLong(handle, 0, -1));
      } else if (handle < 0) {
        assertThrows(IllegalStateException.class, () -> arena.rewind(handle));
      }
    }
    assertTrue(arena.allocatedBytes() <= arena.reservedBytes());
  }

  @Property(tries = 200)
  void neverPassesItsLimit(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 100) int chunkBytes,
      @ForAll @IntRange(min = 0, max = 1000) int more) {
    var random = new Random(seed);
    long maxBytes = (long) chunkBytes + more;
    try (var arena = arena(chunkBytes, maxBytes)) {
      for (int step = 0; step < 100; step++) {
        long before = arena.allocatedBytes();
        long size = random.nextInt(200);
        try {
          arena.allocateHandle(size, 1);
          assertTrue(arena.allocatedBytes() >= before + size);
        } catch (IllegalStateException full) {
          assertTrue(String.valueOf(full.getMessage()).startsWith("limit: " + maxBytes));
          assertEquals(before, arena.allocatedBytes());
          if (random.nextBoolean()) {
            arena.reset();
          }
        }
        assertTrue(arena.reservedBytes() <= maxBytes);
      }
    }
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Slice;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/// A stream of any of the hashes, fed beside a copy of all bytes that the one-shot form hashes.
abstract class Feed {
  private final ToLongFunction<byte[]> model;

  Feed(ToLongFunction<byte[]> model) {
    this.model = model;
  }

  abstract void add(byte[] bytes);

  abstract void add(byte[] bytes, int from, int to);

  abstract void add(Slice slice);

  abstract void addByte(byte value);

  abstract void addInt(int value);

  abstract void addLong(long value);

  abstract long hash();

  abstract void reset();

  /// Adds each part in a way drawn at random, and compares after each.
  final void checkParts(List<byte[]> parts, long seed) {
    var random = new SplittableRandom(seed);
    var all = new ByteArrayOutputStream();
    reset();
    compare(all);
    for (byte[] part : parts) {
      all.writeBytes(part);
      ByteBuffer rest = ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN);
      while (rest.hasRemaining()) {
        byte[] around = Arrays.copyOf(part, part.length + 9);
        int from = rest.position();
        int to = random.nextInt(from, part.length + 1);
        int way = random.nextInt(6);
        switch (way) {
          case 0 -> add(Arrays.copyOfRange(part, from, to));
          case 1 -> add(around, from, to);
          case 2 -> add(new Slice(around, from, to));
          case 3 -> addByte(rest.get());
          case 4 -> {
            if (rest.remaining() >= 4) {
              addInt(rest.getInt());
            }
          }
          default -> {
            if (rest.remaining() >= 8) {
              addLong(rest.getLong());
            }
          }
        }
        if (way < 3) {
          rest.position(to);
        }
      }
      compare(all);
    }
    compare(all); // asking changes nothing
  }

  private void compare(ByteArrayOutputStream all) {
    assertEquals(model.applyAsLong(all.toByteArray()), hash(), all.size() + " bytes");
  }

  /// Cuts each beginning of some bytes once at every place.
  final void checkCuts(byte[] bytes) {
    for (int length = 0; length <= bytes.length; length++) {
      long expected = model.applyAsLong(Arrays.copyOf(bytes, length));
      for (int cut = 0; cut <= length; cut++) {
        reset();
        add(bytes, 0, cut);
        add(bytes, cut, length);
        assertEquals(expected, hash(), length + " bytes cut at " + cut);
      }
    }
  }

  /// Refused parts leave what was added before.
  @SuppressWarnings("NullAway") // null is the point
  final void checkRefusals() {
    byte[] bytes = new byte[10];
    reset();
    add(bytes, 2, 9);
    long before = hash();
    assertThrows(NullPointerException.class, () -> add((byte[]) null));
    assertThrows(NullPointerException.class, () -> add(null, 0, 0));
    assertThrows(NullPointerException.class, () -> add((Slice) null));
    for (int[] range : new int[][] {{-1, 3}, {4, 3}, {0, 11}, {11, 11}, {3, -1}, {-9, -1}}) {
      var error =
          assertThrows(IndexOutOfBoundsException.class, () -> add(bytes, range[0], range[1]));
      assertTrue(error.toString().contains("[" + range[0] + ", " + range[1]), error.toString());
      assertTrue(error.toString().contains("10"), error.toString());
    }
    assertEquals(before, hash());
    add(bytes, 10, 10);
    assertEquals(before, hash());
  }

  static Feed of(RapidHash hash) {
    RapidHash.Stream stream = hash.stream();
    return new Feed(hash::hash) {
      @Override
      void add(byte[] bytes) {
        stream.add(bytes);
      }

      @Override
      void add(byte[] bytes, int from, int to) {
        stream.add(bytes, from, to);
      }

      @Override
      void add(Slice slice) {
        stream.add(slice);
      }

      @Override
      void addByte(byte value) {
        stream.addByte(value);
      }

      @Override
      void addInt(int value) {
        stream.addInt(value);
      }

      @Override
      void addLong(long value) {
        stream.addLong(value);
      }

      @Override
      long hash() {
        return stream.hash();
      }

      @Override
      void reset() {
        stream.reset();
      }
    };
  }

  static Feed of(SipHash hash) {
    SipHash.Stream stream = hash.stream();
    return new Feed(hash::hash) {
      @Override
      void add(byte[] bytes) {
        stream.add(bytes);
      }

      @Override
      void add(byte[] bytes, int from, int to) {
        stream.add(bytes, from, to);
      }

      @Override
      void add(Slice slice) {
        stream.add(slice);
      }

      @Override
      void addByte(byte value) {
        stream.addByte(value);
      }

      @Override
      void addInt(int value) {
        stream.addInt(value);
      }

      @Override
      void addLong(long value) {
        stream.addLong(value);
      }

      @Override
      long hash() {
        return stream.hash();
      }

      @Override
      void reset() {
        stream.reset();
      }
    };
  }

  static Feed of(FxHash hash) {
    FxHash.Stream stream = hash.stream();
    return new Feed(hash::hash) {
      @Override
      void add(byte[] bytes) {
        stream.add(bytes);
      }

      @Override
      void add(byte[] bytes, int from, int to) {
        stream.add(bytes, from, to);
      }

      @Override
      void add(Slice slice) {
        stream.add(slice);
      }

      @Override
      void addByte(byte value) {
        stream.addByte(value);
      }

      @Override
      void addInt(int value) {
        stream.addInt(value);
      }

      @Override
      void addLong(long value) {
        stream.addLong(value);
      }

      @Override
      long hash() {
        return stream.hash();
      }

      @Override
      void reset() {
        stream.reset();
      }
    };
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// Channels as the tests want them, and a look at those that sleep on them.
final class Channels {
  /// Around the places where an int, a long index, or its number in steps of four wraps.
  static final long[] STARTS = {
    0,
    Integer.MAX_VALUE - 3L,
    (1L << 32) - 3,
    (1L << 61) - 3,
    (1L << 62) - 3,
    Long.MAX_VALUE - 3,
    -3
  };

  private Channels() {}

  /// A channel whose threads park without spinning first.
  static <E> Channel<E> parking(int capacity) {
    return new Channel<>(capacity, null, 0, Long.MAX_VALUE - 5);
  }

  /// How many are in the list of a side.
  static int listed(ChannelWaiters side) {
    side.lock.lock();
    try {
      return side.size();
    } finally {
      side.lock.unlock();
    }
  }

  static void awaitListed(ChannelWaiters side, int count) {
    Party.until(count + " wait", () -> listed(side) >= count);
  }

  static void assertNobodyWaits(Channel<?> channel) {
    assertEquals(0, listed(channel.takers), "takers in the list");
    assertEquals(0, listed(channel.putters), "putters in the list");
  }
}

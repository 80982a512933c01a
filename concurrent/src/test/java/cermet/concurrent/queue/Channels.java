// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cermet.concurrent.wait.BackoffWait;
import cermet.concurrent.wait.ParkWait;
import cermet.concurrent.wait.SpinWait;
import cermet.concurrent.wait.WaitStrategy;
import cermet.concurrent.wait.YieldWait;

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

  private static final long LONG = 50_000_000_000L; // nanoseconds: beyond the limit of any test

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

  /// The ways in which threads wait for each other on a channel.
  enum Way {
    SPIN_THEN_PARK,
    PARK,
    BY_SPIN_WAIT,
    BY_YIELD_WAIT,
    BY_BACKOFF_WAIT,
    BY_LONG_BACKOFF_WAIT, // which nobody wakes
    BY_PARK_WAIT,
    BY_LONGEST_PARK_WAIT;

    <E> Channel<E> channel(int capacity) {
      WaitStrategy strategy =
          switch (this) {
            case SPIN_THEN_PARK, PARK -> null;
            case BY_SPIN_WAIT -> new SpinWait();
            case BY_YIELD_WAIT -> new YieldWait();
            case BY_BACKOFF_WAIT -> new BackoffWait();
            case BY_LONG_BACKOFF_WAIT -> new BackoffWait(0, 0, LONG, LONG);
            case BY_PARK_WAIT -> new ParkWait(1_000_000);
            case BY_LONGEST_PARK_WAIT -> new ParkWait(Long.MAX_VALUE);
          };
      int spins = this == SPIN_THEN_PARK ? 256 : 0;
      return new Channel<>(capacity, strategy, spins, Long.MAX_VALUE - 5);
    }
  }
}

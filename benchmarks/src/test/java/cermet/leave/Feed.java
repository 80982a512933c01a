// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Messages of a market, one behind the other: length and type, both of four bytes, then what the
 * type says.
 *
 * <pre>
 * OPEN    id 8, instrument 4, quantity 4, price 8
 * CANCEL  id 8
 * TRADE   id 8, quantity 4
 * </pre>
 */
final class Feed {
  static final int OPEN = 1;
  static final int CANCEL = 2;
  static final int TRADE = 3;

  private Feed() {}

  static byte[] of(long seed, int messages) {
    var random = new SplittableRandom(seed);
    var into = ByteBuffer.allocate(messages * 32).order(ByteOrder.LITTLE_ENDIAN);
    var open = new long[messages];
    var left = new int[messages];
    int count = 0;
    for (int i = 0; i < messages; i++) {
      int kind = count == 0 ? OPEN : random.nextInt(5);
      int at = count == 0 ? 0 : random.nextInt(count);
      if (kind == CANCEL) {
        into.putInt(Long.BYTES).putInt(CANCEL).putLong(open[at]);
        left[at] = 0;
      } else if (kind == TRADE) {
        int quantity = random.nextInt(1, Math.max(2, left[at] + 1));
        into.putInt(Long.BYTES + Integer.BYTES).putInt(TRADE).putLong(open[at]).putInt(quantity);
        left[at] -= quantity;
      } else {
        open[count] = (long) i << 20 | random.nextInt(1 << 20);
        left[count] = random.nextInt(1, 1000);
        into.putInt(3 * Long.BYTES).putInt(OPEN).putLong(open[count]);
        into.putInt(random.nextInt(20)).putInt(left[count]);
        into.putLong(10_000 + random.nextInt(-50, 50));
        at = count++;
      }
      if (left[at] <= 0 && random.nextInt(8) != 0) { // else something comes for it once more
        count--;
        open[at] = open[count];
        left[at] = left[count];
      }
    }
    var bytes = new byte[into.position()];
    into.get(0, bytes);
    return bytes;
  }
}

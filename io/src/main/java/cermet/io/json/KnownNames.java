// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.io.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Part of {@link JsonWriter}: short names as they are written, with quotes and a colon.
final class KnownNames {
  /*
   * A program names the members of its objects by constants: a name that comes again is the same
   * object, and needs no look at its chars. The first name of a slot stays, so that names made anew
   * each time cost a miss and no store.
   */

  /// The bytes that a name may take.
  static final int LONGEST = 2 * Long.BYTES;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
          .withInvokeExactBehavior();

  private static final int SLOTS = 64; // arbitrary
  private static final int MOST = LONGEST - 3; // chars, since the marks around take three

  private final @Nullable String[] names = new String[SLOTS];
  private final long[] words = new long[2 * SLOTS];
  private final byte[] lengths = new byte[SLOTS];

  /// The slot of a name, or -1.
  @SuppressWarnings("ReferenceEquality") // another object of the same chars is written anew
  int find(String name) {
    int slot = slot(name);
    return names[slot] == name ? slot : -1;
  }

  /// Writes LONGEST bytes, and returns where those of the name end.
  int write(int slot, byte[] into, int at) {
    LONGS.set(into, at, words[2 * slot]);
    LONGS.set(into, at + Long.BYTES, words[2 * slot + 1]);
    return at + lengths[slot];
  }

  /// Keeps a name that was written, if there is room for it.
  void keep(String name, byte[] bytes, int from, int to) {
    int slot = slot(name);
    if (names[slot] != null || to - from > LONGEST || name.length() > MOST) {
      return;
    }
    for (int i = from; i < to; i++) {
      int word = 2 * slot + ((i - from) >>> 3);
      words[word] |= (bytes[i] & 0xFFL) << ((i - from) << 3);
    }
    lengths[slot] = (byte) (to - from);
    names[slot] = name;
  }

  private static int slot(String name) {
    return name.length() <= MOST ? name.hashCode() & (SLOTS - 1) : 0;
  }
}

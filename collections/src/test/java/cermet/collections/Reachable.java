// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.WeakReference;
import java.util.List;

/** How many of some objects a collection still holds, after the collector has had its time. */
public final class Reachable {
  private static final int PATIENCE = 100; // collections, 10 ms apart

  private Reachable() {}

  /** Fails unless exactly so many of the objects stay reachable. */
  public static void assertHeld(int expected, List<? extends WeakReference<?>> references)
      throws InterruptedException {
    long held = references.size();
    for (int i = 0; i < PATIENCE && held > expected; i++) {
      System.gc();
      Thread.sleep(10);
      held = references.stream().filter(reference -> reference.get() != null).count();
    }
    assertEquals(expected, held);
  }
}

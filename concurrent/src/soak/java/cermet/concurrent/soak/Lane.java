// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// The verbs that all queues have, for elements that are numbers of 0 or more.
interface Lane {
  /// What stands for no element.
  long NOTHING = -1;

  boolean offer(long item);

  boolean relaxedOffer(long item);

  int offerAll(long[] items, int from, int count);

  int fill(LongSupplier supplier, int limit);

  long poll();

  long relaxedPoll();

  long peek();

  int pollInto(long[] into, int from, int count);

  int drain(LongConsumer consumer, int limit);

  int size();

  int capacity();
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

/// The fields of [SpscLongQueue], [MpscLongQueue] and [MpmcLongQueue] in three groups, apart from
/// each other and from neighbouring objects by two cache lines, which are fetched in pairs.
class LongQueueFields extends LongQueueHead {
  long d0, d1, d2, d3, d4, d5, d6, d7, d8, d9, da, db, dc, dd, de, df;

  LongQueueFields(long[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The padding before the fields: an int for the gap after the header, which the JVM would fill
/// with one of the fields, and two lines.
class LongQueueBeforeSlots {
  int gap;
  long a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, aa, ab, ac, ad, ae, af;
}

/// What all threads read and nobody writes after construction.
class LongQueueSlots extends LongQueueBeforeSlots {
  final long[] slots;
  final int capacity;

  LongQueueSlots(long[] slots, int capacity) {
    this.slots = slots;
    this.capacity = capacity;
  }
}

/// The padding before the producers' fields.
class LongQueueBeforeTail extends LongQueueSlots {
  long b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, ba, bb, bc, bd, be, bf;

  LongQueueBeforeTail(long[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The producers' fields: whoever reads the limit, which has no use with many consumers, is about
/// to write the tail.
class LongQueueTail extends LongQueueBeforeTail {
  long tail;
  long limit;

  LongQueueTail(long[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The padding before the consumers' field.
class LongQueueBeforeHead extends LongQueueTail {
  long c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ca, cb, cc, cd, ce, cf;

  LongQueueBeforeHead(long[] slots, int capacity) {
    super(slots, capacity);
  }
}

/// The consumers' field.
class LongQueueHead extends LongQueueBeforeHead {
  long head;

  LongQueueHead(long[] slots, int capacity) {
    super(slots, capacity);
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Numbers and references that several threads write, without their cache lines getting in each
/// other's way.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.concurrent.counter.Counter] | each thread that counts lives long and can keep a handle | threads come and go, or cannot be told apart: then `StripedCounter` |
/// | [cermet.concurrent.counter.StripedCounter] | any thread may count, virtual ones too, and sums are read seldom | each addition needs the sum: then `PaddedLong` |
/// | [cermet.concurrent.counter.MaxCounter] | a high-water mark, or a low one, of what many threads see | nearly each number is a new mark |
/// | [cermet.concurrent.counter.PaddedLong] | an index, a flag or a sequence with all access modes | cells are many and seldom written: then `java.util.concurrent.atomic.AtomicLong` |
/// | [cermet.concurrent.counter.PaddedReference] | the same for a reference | the same: then `java.util.concurrent.atomic.AtomicReference` |
///
/// {@snippet file="cermet/concurrent/counter/CounterTest.java" region="example"}
///
/// {@snippet file="cermet/concurrent/counter/StripedCounterTest.java" region="example"}
@NullMarked
package cermet.concurrent.counter;

import org.jspecify.annotations.NullMarked;

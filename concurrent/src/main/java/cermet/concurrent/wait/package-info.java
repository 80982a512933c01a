// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// What a thread does while it finds nothing to do.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.concurrent.wait.SpinWait] | the next element is less than a microsecond away and the thread has a core of its own | there are fewer cores than spinning threads |
/// | [cermet.concurrent.wait.YieldWait] | as above, but other threads may want the core | the core should idle, or stay cool |
/// | [cermet.concurrent.wait.BackoffWait] | nothing is known about when the next element comes, and nobody can call `wake` | up to a longest park of delay is too much |
/// | [cermet.concurrent.wait.ParkWait] | waits are long, and whoever brings work can call `wake` | waits are mostly shorter than a park and an unpark take |
///
/// A thread that waits for a condition under a lock is right with the JDK's own `ReentrantLock` and
/// `Condition`, one that waits for an element with [cermet.concurrent.queue.Channel]: these
/// strategies are for loops that poll.
@NullMarked
package cermet.concurrent.wait;

import org.jspecify.annotations.NullMarked;

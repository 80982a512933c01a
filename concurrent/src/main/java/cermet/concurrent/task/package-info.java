// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Work spread over threads and joined before the call returns.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.concurrent.task.Scope] | a handful of tasks that block, each its own thread: all results, or the first failure with the others cancelled | there is an element for each of thousands of tasks: then `Bounded`; the first success shall win |
/// | [cermet.concurrent.task.Bounded] | a function that blocks is called for each element of a source, with a bound on the calls at once; results as they come or in order | the function computes: then `Chunks` |
/// | [cermet.concurrent.task.Chunks] | a range of indices or of records is worked through by processors, with a scratch state for each thread | the work takes less than some 0.1 ms, or blocks: then virtual threads |
/// | [cermet.concurrent.task.LongChunks], [cermet.concurrent.task.DoubleChunks] | an array of numbers is folded, mapped, filtered or sorted by processors | it has fewer than some 100,000 elements; one body over `Chunks` does several of these at once |
///
/// Bindings of a `ScopedValue` are not inherited by the threads of any of them: only the JDK's own
/// structured scope can do that. Bind them anew in the task.
@NullMarked
package cermet.concurrent.task;

import org.jspecify.annotations.NullMarked;

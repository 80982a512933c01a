// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Work spread over threads and joined before the call returns.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.concurrent.task.Chunks] | a range of indices is worked through by processors, with a scratch state for each thread | the work takes less than some 0.1 ms, or blocks: then virtual threads |
package cermet.concurrent.task;

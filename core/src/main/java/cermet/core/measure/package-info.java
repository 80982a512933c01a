// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Measuring, and what a measured ratio means for a program.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.core.measure.AllocationMeter] | a test must show what a piece of code allocates, to the byte | the code allocates on other threads or outside the Java heap |
/// | [cermet.core.measure.Amdahl] | a ratio of one part, or a number of threads, must be turned into the gain of the whole, or back | the parts overlap in time or change each other: measure the whole |
///
/// {@snippet class="cermet.core.measure.AmdahlTest" region="example"}
@NullMarked
package cermet.core.measure;

import org.jspecify.annotations.NullMarked;

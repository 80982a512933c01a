// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Measuring instruments for tests.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.core.measure.AllocationMeter] | a test must show what a piece of code allocates, to the byte | the code allocates on other threads or outside the Java heap |
package cermet.core.measure;

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Memory whose end the program decides.
///
/// | you have | take | because |
/// |---|---|---|
/// | many small native blocks that end together | [cermet.core.memory.BumpArena] | an allocation is an addition, freeing all of them is one too |
/// | blocks to pass to code that wants a `MemorySegment` | [cermet.core.memory.BumpArena], `allocate` | one object a segment, memory used again and not zeroed |
/// | one native block for a long time | `Arena.ofConfined()` | nothing to win |
/// | native blocks that other threads touch | `Arena.ofShared()`, kept | closing one stops every thread: never one a request |
/// | small objects, or arrays below 256 bytes | `new` | the thread's allocation buffer is as fast, and the collector frees |
///
/// {@snippet file="cermet/core/memory/BumpArenaTest.java" region="example"}
package cermet.core.memory;

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Memory whose end the program decides.
///
/// | you have | take | because |
/// |---|---|---|
/// | many small native blocks that end together | [cermet.core.memory.BumpArena] | an allocation is an addition, freeing all of them is one too |
/// | blocks to pass to code that wants a `MemorySegment` | [cermet.core.memory.BumpArena], `allocate` | one object a segment, memory used again and not zeroed |
/// | many small records or byte strings on the heap that end together | [cermet.core.memory.HeapArena] | the same over `byte[]`; hands out `Slice`s |
/// | buffers of 1 KiB and more, each for a moment | [cermet.core.memory.BufferPool] | no zeroing, no garbage; a [cermet.core.memory.Lease] that is used too late is refused |
/// | something of your own that must be closed | [cermet.core.memory.AllocationSite] | counts what is open, and finds what was lost |
/// | one native block for a long time | `Arena.ofConfined()` | nothing to win |
/// | native blocks that other threads touch | `Arena.ofShared()`, kept | closing one stops every thread: never one a request |
/// | small objects, or arrays below 256 bytes | `new` | the thread's allocation buffer is as fast, and the collector frees |
///
/// {@snippet file="cermet/core/memory/BumpArenaTest.java" region="example"}
///
/// {@snippet file="cermet/core/memory/BufferPoolTest.java" region="example"}
///
/// {@snippet file="cermet/core/memory/AllocationSiteTest.java" region="example"}
@NullMarked
package cermet.core.memory;

import org.jspecify.annotations.NullMarked;

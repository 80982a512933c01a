// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Buffers: bytes on the heap, outside it or in a file, read and written at any index, always
/// checked.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.core.buffer.HeapBuffer] | always, to begin with; messages that grow as they are written; many fields in one method | several threads order their accesses; more than 2 GiB; I/O without a copy |
/// | [cermet.core.buffer.NativeBuffer] | acquire, release, compare-and-set; I/O without a copy; more than 2 GiB | a `byte[]` will do |
/// | [cermet.core.buffer.MappedBuffer] | random access to a large file; memory shared between processes | a file is read once from start to end |
/// | [cermet.core.buffer.Buffer] | code that is not hot takes any of them | a loop that has seen all three: name the class |
///
/// | access | heap | native, mapped |
/// |---|---|---|
/// | plain, all primitives, both byte orders, any address | yes | yes |
/// | opaque, acquire, release, volatile, compare-and-set, get-and-set, get-and-add of int and long, little-endian | `UnsupportedOperationException` | at addresses that their size divides; else `IllegalArgumentException` |
@NullMarked
package cermet.core.buffer;

import org.jspecify.annotations.NullMarked;

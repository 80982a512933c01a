// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

/// Where the bytes of a parser come from, and where those of a writer go.
///
/// | take | when | not when |
/// |---|---|---|
/// | [cermet.io.source.ByteSource] | a parser that works in place, over a file, a stream, a channel or an array | the whole input is wanted as one array: `Files.readAllBytes`; random access: `FileChannel` |
/// | [cermet.io.source.ByteSink] | records, lines or messages are written as bytes, numbers among them | one text is put together in memory: `TextBuilder`; a file is copied: `Files` |
/// | [cermet.io.source.Windows] | several threads parse one file of records that end with a certain byte | that byte may stand inside a record; one thread: `ByteSource.file` |
///
/// | window | what it costs |
/// |---|---|
/// | 64 KiB to 256 KiB | few system calls, and the data is still in the core's cache when it is parsed: the default choice |
/// | smaller | more system calls; records must still fit |
/// | larger | only for longer records: a read takes at most 256 KiB in any case |
///
/// Writing lines:
///
/// {@snippet class="cermet.io.source.ByteSinkTest" region="lines"}
@NullMarked
package cermet.io.source;

import org.jspecify.annotations.NullMarked;

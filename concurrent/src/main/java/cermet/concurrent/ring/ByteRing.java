// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import java.lang.foreign.MemorySegment;

/// Messages of bytes, each with a number for its type, on their way to one consumer through memory
/// of a fixed size: the verbs of [SpscByteRing] and [MpscByteRing].
///
/// A message lies in one piece. Both sides may work on it where it lies: a producer between
/// `tryClaim` and `commit`, the consumer in its handler, each at the offset that it is given, in
/// [#memory]. An offset is never 0.
///
/// @param <M> the memory: `byte[]` or [MemorySegment]
public interface ByteRing<M> {
  /// What [#tryClaim] returns when there is no room; the name and the value are Agrona's.
  int INSUFFICIENT_CAPACITY = -2;

  /// Writes a message unless there is no room; a producer's.
  ///
  /// @param typeId any number
  /// @param source the array that holds the message
  /// @param offset the index of its first byte
  /// @param length its number of bytes: 0 to [#maxMessageLength]
  /// @return false if there is no room
  boolean write(int typeId, byte[] source, int offset, int length);

  /// Writes a message unless there is no room; a producer's.
  ///
  /// @param typeId any number
  /// @param source the segment that holds the message
  /// @param offset the offset of its first byte
  /// @param length its number of bytes: 0 to [#maxMessageLength]
  /// @return false if there is no room
  boolean write(int typeId, MemorySegment source, long offset, int length);

  /// Makes room for a message, which the caller writes and then commits or aborts; a producer's.
  ///
  /// @param typeId any number
  /// @param length its number of bytes: 0 to [#maxMessageLength]
  /// @return where its first byte goes, or [#INSUFFICIENT_CAPACITY]
  int tryClaim(int typeId, int length);

  /// Hands a claimed message to the consumer.
  ///
  /// @param offset what [#tryClaim] returned
  void commit(int offset);

  /// Gives up a claimed message: the consumer passes over it.
  ///
  /// @param offset what [#tryClaim] returned
  void abort(int offset);

  /// Reads messages until there is none; the consumer's.
  ///
  /// @param handler receives each message
  /// @return how many it received
  default int read(Handler<? super M> handler) {
    return read(handler, Integer.MAX_VALUE);
  }

  /// Reads messages until there is none or the limit is reached; the consumer's. Their room is
  /// given back when the call ends, also of the message whose handler threw.
  ///
  /// @param handler receives each message; it must not read from this ring
  /// @param limit how many messages at most
  /// @return how many it received
  int read(Handler<? super M> handler, int limit);

  /// Reads messages until there is none or the handler ends it; the consumer's.
  ///
  /// @param handler receives each message, and says how to go on
  /// @return how many it received and kept
  default int controlledRead(ControlledHandler<? super M> handler) {
    return controlledRead(handler, Integer.MAX_VALUE);
  }

  /// Reads messages until there is none, the limit is reached or the handler ends it; the
  /// consumer's. A message whose handler threw counts as read.
  ///
  /// @param handler receives each message, and says how to go on; it must not read from this ring
  /// @param limit how many messages at most
  /// @return how many it received, without the one that it aborted
  int controlledRead(ControlledHandler<? super M> handler, int limit);

  /// Gives up a claim that a dead producer left open and that keeps later messages from the
  /// consumer; by whom and when, says the class.
  ///
  /// @return false if no such claim is open
  boolean unblock();

  /// Returns how many bytes are in use, headers and gaps included; what calls in flight on other
  /// threads add or free may be missed or still be counted.
  ///
  /// @return 0 to [#capacity]
  int size();

  /// Returns how many bytes there are for messages, their headers and gaps.
  ///
  /// @return the capacity
  int capacity();

  /// Returns the length of the longest message: one that an empty ring takes wherever it stands.
  ///
  /// @return the number of bytes
  int maxMessageLength();

  /// Returns the memory in which the messages lie, at the offsets that [#tryClaim] returns and
  /// handlers receive; to write elsewhere destroys messages.
  ///
  /// @return the array or segment, always the same
  M memory();

  /// Receives messages.
  ///
  /// @param <M> the memory: `byte[]` or [MemorySegment]
  @FunctionalInterface
  interface Handler<M> {
    /// Receives a message, which must not be touched after the return.
    ///
    /// @param typeId the number that came with it
    /// @param memory the ring's
    /// @param offset where its first byte is
    /// @param length its number of bytes
    void onMessage(int typeId, M memory, int offset, int length);
  }

  /// Receives messages, and says after each how to go on.
  ///
  /// @param <M> the memory: `byte[]` or [MemorySegment]
  @FunctionalInterface
  interface ControlledHandler<M> {
    /// Receives a message, which must not be touched after the return.
    ///
    /// @param typeId the number that came with it
    /// @param memory the ring's
    /// @param offset where its first byte is
    /// @param length its number of bytes
    /// @return how to go on
    Action onMessage(int typeId, M memory, int offset, int length);
  }

  /// How a controlled read goes on after a message; the names are Agrona's.
  enum Action {
    /// End; the message stays, and comes again in the next read.
    ABORT,
    /// End; the message has been read.
    BREAK,
    /// Go on; give back the room of all that has been read at once.
    COMMIT,
    /// Go on.
    CONTINUE
  }
}

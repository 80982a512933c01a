// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.concurrent.ring.ByteRing.Action;
import cermet.concurrent.ring.ByteRing.ControlledHandler;
import cermet.concurrent.ring.ByteRingContract.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/// What a ring is on one thread: a deque of records, and the room that they take as the class doc
/// says. Each step is done on both, and the results are compared.
final class RingModel {
  enum Verb {
    WRITE,
    CLAIM,
    COMMIT,
    ABORT,
    READ,
    CONTROLLED_READ,
    UNBLOCK
  }

  record Step(Verb verb, int number) {}

  enum State {
    OPEN,
    CLOSED,
    PASSED_OVER
  }

  static final class Entry {
    final Message message;
    final int room;
    State state;
    int offset;

    Entry(Message message, int room, State state) {
      this.message = message;
      this.room = room;
      this.state = state;
    }
  }

  private final ByteRing<?> ring;
  private final int capacity;
  private final int header;
  private final int granule;
  private final boolean single;
  private final ArrayDeque<Entry> records = new ArrayDeque<>();
  private final List<Entry> claims = new ArrayList<>();
  private int place; // of the next record
  private int used; // by all records
  private int visible; // how many records a single producer has handed over
  private int number;

  /// Makes the model of an empty ring.
  ///
  /// @param start where its first record stands
  /// @param header what each record takes beside its message
  /// @param granule what its room is a multiple of
  /// @param single whether a claim holds back all that comes later from the size, and unblock gives
  ///   up all claims
  RingModel(ByteRing<?> ring, int start, int header, int granule, boolean single) {
    this.ring = ring;
    this.capacity = ring.capacity();
    this.header = header;
    this.granule = granule;
    this.single = single;
    place = start;
  }

  static Arbitrary<List<Step>> steps() {
    var verbs =
        Arbitraries.frequency(
            Tuple.of(8, Verb.WRITE),
            Tuple.of(4, Verb.CLAIM),
            Tuple.of(3, Verb.COMMIT),
            Tuple.of(2, Verb.ABORT),
            Tuple.of(4, Verb.READ),
            Tuple.of(3, Verb.CONTROLLED_READ),
            Tuple.of(1, Verb.UNBLOCK));
    return verbs
        .flatMap(v -> Arbitraries.integers().between(0, 600).map(n -> new Step(v, n)))
        .list()
        .ofMaxSize(150);
  }

  void check(List<Step> steps) {
    for (Step step : steps) {
      int n = step.number;
      number++;
      switch (step.verb) {
        case WRITE -> write(n % (ring.maxMessageLength() + 1));
        case CLAIM -> claim(n % (ring.maxMessageLength() + 1));
        case COMMIT -> close(n, State.CLOSED);
        case ABORT -> close(n, State.PASSED_OVER);
        case READ -> assertEquals(take(n % 5, -1), ByteRingContract.read(ring, n % 5));
        case CONTROLLED_READ -> controlledRead(n % 7, n / 7 % 5);
        case UNBLOCK -> unblock();
      }
      assertEquals(size(), ring.size());
    }
    while (!claims.isEmpty()) {
      close(0, State.CLOSED);
    }
    assertEquals(take(Integer.MAX_VALUE, -1), ByteRingContract.readAll(ring));
    assertEquals(0, ring.size());
  }

  private void write(int length) {
    var message = new Message(number, ByteRingContract.text(length, number));
    boolean room = add(message, State.CLOSED);
    assertEquals(room, ByteRingContract.write(ring, number, message.text()));
    if (room && claims.isEmpty()) {
      publish();
    }
  }

  private void claim(int length) {
    var message = new Message(number, ByteRingContract.text(length, number));
    boolean room = add(message, State.OPEN);
    int offset = ByteRingContract.claim(ring, number, message.text());
    assertEquals(room, offset > 0);
    if (room) {
      Entry entry = records.getLast();
      entry.offset = offset;
      claims.add(entry);
    } else {
      assertEquals(ByteRing.INSUFFICIENT_CAPACITY, offset);
    }
  }

  private boolean add(Message message, State state) {
    int length = message.text().length();
    int room = Math.max(granule, (length + header + granule - 1) / granule * granule);
    int gap = capacity - place;
    if (room <= gap) {
      gap = 0;
    }
    if (used + gap + room > capacity) {
      return false;
    }
    if (gap > 0) {
      records.add(new Entry(message, gap, State.PASSED_OVER));
    }
    records.add(new Entry(message, room, state));
    place = (place + gap + room) % capacity;
    used += gap + room;
    return true;
  }

  private void close(int which, State state) {
    if (claims.isEmpty()) {
      return;
    }
    Entry entry = claims.remove(which % claims.size());
    entry.state = state;
    if (state == State.CLOSED) {
      ring.commit(entry.offset);
    } else {
      ring.abort(entry.offset);
    }
    assertThrows(IllegalStateException.class, () -> ring.commit(entry.offset));
    publish();
  }

  /// A single producer hands over all records before the first that is open.
  private void publish() {
    visible = 0;
    for (Entry entry : records) {
      if (entry.state == State.OPEN) {
        break;
      }
      visible++;
    }
  }

  private int size() {
    if (!single) {
      return used;
    }
    int size = 0;
    int count = 0;
    for (Entry entry : records) {
      if (count++ == visible) {
        break;
      }
      size += entry.room;
    }
    return size;
  }

  /// Reads up to a limit, and ends before the message of that number, if there is one.
  private List<Message> take(int limit, int before) {
    List<Message> messages = new ArrayList<>();
    while (messages.size() < limit) {
      Entry entry = records.peek();
      if (entry == null || entry.state == State.OPEN || (single && visible == 0)) {
        break;
      }
      if (entry.state == State.CLOSED) {
        if (messages.size() == before) {
          break;
        }
        messages.add(entry.message);
      }
      records.remove();
      used -= entry.room;
      visible--;
    }
    return messages;
  }

  private void controlledRead(int limit, int last) {
    List<Message> got = new ArrayList<>();
    boolean abort = number % 2 == 0;
    ControlledHandler<Object> handler =
        (typeId, memory, offset, length) -> {
          if (abort && got.size() == last) {
            return Action.ABORT;
          }
          got.add(new Message(typeId, ByteRingContract.get(memory, offset, length)));
          if (!abort && got.size() == last) {
            return Action.BREAK;
          }
          return typeId % 3 == 0 ? Action.COMMIT : Action.CONTINUE;
        };
    int count = ring.controlledRead(handler, limit);
    assertEquals(
        abort ? take(limit, last) : take(last == 0 ? limit : Math.min(limit, last), -1), got);
    assertEquals(count, got.size());
  }

  private void unblock() {
    boolean any = false;
    for (Entry entry : records) {
      if (entry.state == State.OPEN) {
        entry.state = State.PASSED_OVER;
        claims.remove(entry);
        if (!any) {
          assertTrue(ring.unblock());
        }
        any = true;
        assertThrows(IllegalStateException.class, () -> ring.commit(entry.offset));
      }
      if (!single) {
        break; // only the first record can be what blocks
      }
    }
    assertFalse(ring.unblock());
    publish();
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import cermet.proof.Burst;
import cermet.proof.Seed;
import java.io.IOException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The elements of the proofs of queues of objects, and the two sides between which they are sent.
@State(Scope.Thread)
public abstract class ObjectSides implements Burst.Pipe {
  static final int CAPACITY = 1024;
  static final int BATCH = 512;
  static final int BULK = 64;

  final Object[] elements = new Object[BATCH];
  final Object[] out = new Object[BULK];
  int next;
  long sum;

  private Burst burst;

  /// Makes the elements in random order of value.
  @Setup(Level.Trial)
  public void make() {
    for (int i = 0; i < BATCH; i++) {
      elements[i] = (int) Seed.fresh();
    }
  }

  /// Ends the bursts, if there were any.
  @TearDown(Level.Trial)
  public void end() throws InterruptedException, IOException {
    if (burst != null) {
      burst.end();
    }
  }

  /// As take, but null may also mean that the oldest element is not yet written.
  Object relaxedTake() {
    throw new UnsupportedOperationException();
  }

  int moveBursts() {
    if (burst == null) {
      burst = new Burst(this);
    }
    return burst.run(elements);
  }

  int moveRelaxedBursts() {
    if (burst == null) {
      burst =
          new Burst(
              new Burst.Pipe() {
                @Override
                public boolean put(Object element) {
                  return ObjectSides.this.put(element);
                }

                @Override
                public Object take() {
                  return relaxedTake();
                }
              });
    }
    return burst.run(elements);
  }

  /// A part of the array in, and out into the other, by a peer that has no call for many.
  Object moveOneByOne() {
    int start = bulkStart();
    for (int i = 0; i < BULK; i++) {
      put(elements[start + i]);
    }
    for (int i = 0; i < BULK; i++) {
      out[i] = take();
    }
    return out[BULK - 1];
  }

  Object one() {
    return elements[next++ & (BATCH - 1)];
  }

  int bulkStart() {
    next = (next + BULK) & (BATCH - 1);
    return next;
  }
}

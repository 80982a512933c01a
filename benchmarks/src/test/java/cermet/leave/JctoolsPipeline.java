// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jctools.counters.Counter;
import org.jctools.counters.CountersFactory;
import org.jctools.queues.MessagePassingQueue.WaitStrategy;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jctools.queues.SpscArrayQueue;

/** Several threads log, one sorts by level, and two write: as one does it with JCTools. */
final class JctoolsPipeline {
  private final MpscArrayQueue<Event> inbox = new MpscArrayQueue<>(1024);
  private final SpscArrayQueue<Event> alerts = new SpscArrayQueue<>(256);
  private final SpscArrayQueue<Event> archive = new SpscArrayQueue<>(1024);
  private final MpscUnboundedArrayQueue<String> complaints = new MpscUnboundedArrayQueue<>(64);
  private final Counter accepted = CountersFactory.createFixedSizeStripedCounter(4);
  private final Counter characters = CountersFactory.createFixedSizeStripedCounter(4);
  private final WaitStrategy wait = JctoolsPipeline::pause;
  private volatile boolean offered;
  private volatile boolean sorted;

  static String run(List<Event[]> sources) throws InterruptedException {
    return new JctoolsPipeline().work(sources);
  }

  private String work(List<Event[]> sources) throws InterruptedException {
    var alerting = new Writer(sources.size());
    var archiving = new Writer(sources.size());
    var producers = new ArrayList<Thread>();
    for (Event[] events : sources) {
      producers.add(Thread.ofPlatform().start(() -> log(events)));
    }
    Thread sorter = Thread.ofPlatform().start(this::sort);
    Thread first = Thread.ofPlatform().start(() -> write(alerts, alerting));
    Thread second = Thread.ofPlatform().start(() -> write(archive, archiving));
    for (Thread producer : producers) {
      producer.join();
    }
    offered = true;
    sorter.join();
    sorted = true;
    first.join();
    second.join();
    var lines = new ArrayList<String>();
    complaints.drain(lines::add);
    Collections.sort(lines);
    long rejected = lines.size();
    return "accepted %d, %d characters, rejected %d%nalerts %s%narchive %s%n%s%n"
        .formatted(accepted.get(), characters.get(), rejected, alerting, archiving, lines);
  }

  private void log(Event[] events) {
    for (int i = 0; i < events.length; i++) {
      Event event = events[i];
      if (event.text().isEmpty()) {
        complaints.offer("source " + event.source() + " says nothing at " + i);
        continue;
      }
      offer(inbox, event);
      accepted.inc();
      characters.inc(event.text().length());
    }
  }

  private void sort() {
    inbox.drain(this::send, wait, () -> !offered || !inbox.isEmpty());
  }

  private void send(Event event) {
    SpscArrayQueue<Event> lane = event.level() >= 3 ? alerts : archive;
    for (int idle = 0; !lane.offer(event); ) {
      idle = wait.idle(idle);
    }
  }

  private void write(SpscArrayQueue<Event> lane, Writer writer) {
    int idle = 0;
    boolean last = false; // all was there before this look
    for (int taken = 1; taken > 0 || !last; ) {
      last = sorted;
      taken = lane.drain(writer::write, 256);
      idle = taken > 0 ? 0 : wait.idle(idle);
    }
  }

  private void offer(MpscArrayQueue<Event> queue, Event event) {
    for (int idle = 0; !queue.offer(event); ) {
      idle = wait.idle(idle);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // to yield is all that a platform thread can do
  private static int pause(int idle) {
    if (idle < 10) {
      Thread.onSpinWait();
    } else if (idle < 20) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(1_000L << Math.min(idle - 20, 10));
    }
    return idle + 1;
  }

  /** Keeps what tells the order of each source's events. */
  private static final class Writer {
    private final long[] hashes;
    private long written;

    Writer(int sources) {
      hashes = new long[sources];
    }

    void write(Event event) {
      hashes[event.source()] = 31 * hashes[event.source()] + event.text().hashCode();
      written++;
    }

    @Override
    public String toString() {
      return written + " " + Arrays.toString(hashes);
    }
  }
}

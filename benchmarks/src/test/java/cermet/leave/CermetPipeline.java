// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import cermet.concurrent.counter.StripedCounter;
import cermet.concurrent.queue.MpscChunkedQueue;
import cermet.concurrent.queue.MpscQueue;
import cermet.concurrent.queue.SpscQueue;
import cermet.concurrent.wait.BackoffWait;
import cermet.concurrent.wait.WaitStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Several threads log, one sorts by level, and two write: moved to Cermet. */
final class CermetPipeline {
  private final MpscQueue<Event> inbox = new MpscQueue<>(1024);
  private final SpscQueue<Event> alerts = new SpscQueue<>(256);
  private final SpscQueue<Event> archive = new SpscQueue<>(1024);
  private final MpscChunkedQueue<String> complaints = new MpscChunkedQueue<>(64);
  private final StripedCounter accepted = new StripedCounter();
  private final StripedCounter characters = new StripedCounter();
  private final WaitStrategy wait = new BackoffWait();
  private volatile boolean offered;
  private volatile boolean sorted;

  static String run(List<Event[]> sources) throws InterruptedException {
    return new CermetPipeline().work(sources);
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
        .formatted(accepted.sum(), characters.sum(), rejected, alerting, archiving, lines);
  }

  private void log(Event[] events) {
    for (int i = 0; i < events.length; i++) {
      Event event = events[i];
      if (event.text().isEmpty()) {
        complaints.offer("source " + event.source() + " says nothing at " + i);
        continue;
      }
      offer(inbox, event);
      accepted.increment();
      characters.add(event.text().length());
    }
  }

  private void sort() {
    inbox.drain(this::send, wait::idle, () -> !offered || !inbox.isEmpty());
  }

  private void send(Event event) {
    SpscQueue<Event> lane = event.level() >= 3 ? alerts : archive;
    for (int idle = 0; !lane.offer(event); ) {
      idle = wait.idle(idle);
    }
  }

  private void write(SpscQueue<Event> lane, Writer writer) {
    int idle = 0;
    boolean last = false; // all was there before this look
    for (int taken = 1; taken > 0 || !last; ) {
      last = sorted;
      taken = lane.drain(writer::write, 256);
      idle = taken > 0 ? 0 : wait.idle(idle);
    }
  }

  private void offer(MpscQueue<Event> queue, Event event) {
    for (int idle = 0; !queue.offer(event); ) {
      idle = wait.idle(idle);
    }
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

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;

/// Bursts through a queue at a fixed rate, from a spinning producer to a spinning consumer; each
/// counts from when it was due until its last element was taken.
public final class Burst {
  /*
   *   due      0         100 us    200 us    300 us
   *   sent     ################....................     SIZE elements each, as fast as they go
   *   taken     ################
   *             ^ this minus due is one event
   *
   * When a burst is due is fixed before the first one is sent: a consumer that stalls, or a full
   * queue that holds up the producer, makes every burst late that was due meanwhile, and each of
   * them counts. The clock is read once a burst, after its last element, since a reading takes
   * longer than most queues need for an element.
   *
   * One call of run is one schedule, and JMH calls it once a turn. The producer is JMH's thread; the
   * consumer sleeps between schedules, for the other fork then needs both cores. The bursts of a
   * turn go into a histogram of its own, made beforehand: nothing is allocated while turns run.
   *
   *   start          written by the producer before it raises begun
   *   begun, ended   schedules; written by the producer, by the consumer
   */

  /// The queue that is measured, and only it: both calls are made in a loop until they succeed.
  public interface Pipe {
    /// Gives an element to the queue; false: it is full.
    boolean put(Object element);

    /// Takes an element; null: there is none.
    Object take();
  }

  /// Elements in a burst: a sixteenth of the queues' capacity, so that a late consumer holds up
  /// nobody for 1.6 ms.
  public static final int SIZE = 64;

  /// Elements in a schedule.
  public static final int ELEMENTS = SIZE * Burst.BURSTS;

  static final int BURSTS = 4096; // 409.6 ms, what Kind.BURST calls a turn
  // The slowest peer, a queue with a lock, needs up to 450 ns an element when both sides spin, 29
  // microseconds a burst: every peer is idle for two thirds of the time, so none falls behind for
  // good.
  static final long PERIOD_NANOS = 100_000;
  static final long LEAD_NANOS = 1_000_000; // for the consumer to wake up; arbitrary

  private static final String FILE = "cermet.proof.burst";
  private static final long MAX_NANOS = 60_000_000_000L; // what is later counts as this
  private static final int DIGITS = 3;

  private final Pipe pipe;
  private final LongSupplier clock;
  private final Histogram[] turns;
  private final Thread consumer = new Thread(this::consume, "consumer");
  private long start;
  private volatile int begun;
  private volatile int ended;
  private volatile boolean stop;

  /// Creates the two sides of a queue; the consumer starts with the first schedule.
  public Burst(Pipe pipe) {
    this(pipe, System::nanoTime);
  }

  Burst(Pipe pipe, LongSupplier clock) {
    this.pipe = pipe;
    this.clock = clock;
    turns = new Histogram[Kind.BURST.pace(0).all()];
    for (int i = 0; i < turns.length; i++) {
      turns[i] = new Histogram(MAX_NANOS, DIGITS);
    }
    consumer.setDaemon(true);
  }

  /// Sends one schedule of bursts, and waits until all has been taken.
  ///
  /// @param elements what is sent, in turns: a multiple of [#SIZE]
  /// @return how many schedules have ended
  public int run(Object[] elements) {
    if (elements.length % SIZE != 0) {
      throw new IllegalArgumentException("elements: " + elements.length + ", not n * " + SIZE);
    }
    int turn = begun;
    if (turn == turns.length) {
      throw new IllegalStateException("more schedules than turns: " + turn);
    }
    if (turn == 0) {
      consumer.start();
    }
    start = clock.getAsLong() + LEAD_NANOS;
    begun = turn + 1;
    LockSupport.unpark(consumer);
    send(elements, start);
    while (ended <= turn) {
      Thread.onSpinWait();
    }
    return turn + 1;
  }

  void send(Object[] elements, long start) {
    int next = 0;
    for (int burst = 0; burst < BURSTS; burst++) {
      long due = start + burst * PERIOD_NANOS;
      while (clock.getAsLong() - due < 0) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < SIZE; i++) {
        while (!pipe.put(elements[next + i])) {
          Thread.onSpinWait();
        }
      }
      next = next + SIZE == elements.length ? 0 : next + SIZE;
    }
  }

  void receive(Histogram events, long start) {
    for (int burst = 0; burst < BURSTS; burst++) {
      for (int i = 0; i < SIZE; i++) {
        while (pipe.take() == null) {
          Thread.onSpinWait();
        }
      }
      long late = clock.getAsLong() - (start + burst * PERIOD_NANOS);
      events.recordValue(Math.clamp(late, 0, MAX_NANOS));
    }
  }

  private void consume() {
    for (int turn = 0; turn < turns.length; turn++) {
      while (begun <= turn) { // pairs with the write in run, which start precedes
        if (stop) {
          return;
        }
        LockSupport.park(this);
      }
      receive(turns[turn], start);
      ended = turn + 1;
    }
  }

  /// Ends the consumer, and writes the histograms where the proof runner wants them.
  public void end() throws InterruptedException, FileNotFoundException {
    stop = true;
    LockSupport.unpark(consumer);
    consumer.join(10_000); // it hangs only if a producer has failed amid a schedule
    String file = System.getProperty(FILE);
    if (file != null && begun > 0) {
      write(Path.of(file));
    }
  }

  void write(Path file) throws FileNotFoundException {
    var log = new HistogramLogWriter(file.toFile());
    for (int turn = 0; turn < ended; turn++) {
      turns[turn].setStartTimeStamp(turn);
      turns[turn].setEndTimeStamp(turn + 1L);
      log.outputIntervalHistogram(turns[turn]);
    }
    log.close();
  }

  /// The flag that tells a fork where to write.
  static String flag(Path file) {
    return "-D" + FILE + "=" + file;
  }

  /// Reads what a fork wrote: a histogram a turn, the warm-up's first.
  static List<Histogram> read(Path file) throws FileNotFoundException {
    List<Histogram> turns = new ArrayList<>();
    try (var log = new HistogramLogReader(file.toFile())) {
      for (var next = log.nextIntervalHistogram();
          next != null;
          next = log.nextIntervalHistogram()) {
        turns.add((Histogram) next);
      }
    }
    return turns;
  }

  /// The events of all these turns in one histogram.
  static Histogram merge(List<Histogram> turns) {
    var all = new Histogram(MAX_NANOS, DIGITS);
    turns.forEach(all::add);
    return all;
  }

  static double median(Histogram events) {
    return events.getValueAtPercentile(50);
  }

  static Evidence.Percentiles percentiles(Histogram events) {
    return new Evidence.Percentiles(
        events.getValueAtPercentile(25),
        events.getValueAtPercentile(50),
        events.getValueAtPercentile(99),
        events.getValueAtPercentile(99.9));
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.soak;

import cermet.concurrent.queue.MpmcLongQueue;
import cermet.concurrent.queue.MpmcQueue;
import cermet.concurrent.queue.MpscChunkedQueue;
import cermet.concurrent.queue.MpscLongQueue;
import cermet.concurrent.queue.MpscQueue;
import cermet.concurrent.queue.SpscLongQueue;
import cermet.concurrent.queue.SpscQueue;
import cermet.concurrent.ring.MpscByteRing;
import cermet.concurrent.ring.SpscByteRing;
import cermet.concurrent.wait.ParkWait;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Hammers every class of this module that threads share, in rounds, one class after the other,
/// until the time is over; fails if an element was lost, came twice or out of order, or if a thread
/// does not come to its end.
///
/// All choices of a round come from one seed, which is printed: the same seed makes the same
/// rounds, though not the same interleavings.
final class Soak {
  private static final int MOST = 5; // threads on a side; with one core a thread it would be tame
  private static final long SHORTEST = 50; // milliseconds of a class's turn; arbitrary
  private static final long LONGEST = 500; // milliseconds of a class's turn; arbitrary
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60); // for threads to end

  private final Map<String, Drill> drills;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final SplittableRandom random;

  Soak(Map<String, Drill> drills, long seed) {
    this.drills = drills;
    this.random = new SplittableRandom(seed);
  }

  /// What is done to each class.
  static Map<String, Drill> drills() {
    Map<String, Drill> drills = new LinkedHashMap<>();
    drills.put("SpscQueue", new QueueDrill(1, 1, n -> ObjectLane.of(new SpscQueue<>(n))));
    drills.put("MpscQueue", new QueueDrill(MOST, 1, n -> ObjectLane.of(new MpscQueue<>(n))));
    drills.put("MpmcQueue", new QueueDrill(MOST, MOST, n -> ObjectLane.of(new MpmcQueue<>(n))));
    drills.put(
        "MpscChunkedQueue", new QueueDrill(MOST, 1, n -> ObjectLane.of(new MpscChunkedQueue<>(n))));
    drills.put("SpscLongQueue", new QueueDrill(1, 1, n -> LongLane.of(new SpscLongQueue(n))));
    drills.put("MpscLongQueue", new QueueDrill(MOST, 1, n -> LongLane.of(new MpscLongQueue(n))));
    drills.put("MpmcLongQueue", new QueueDrill(MOST, MOST, n -> LongLane.of(new MpmcLongQueue(n))));
    drills.put("Channel", new ChannelDrill());
    drills.put("SpscByteRing", new RingDrill(1, SpscByteRing::allocate, SpscByteRing::allocate));
    drills.put("MpscByteRing", new RingDrill(MOST, MpscByteRing::allocate, MpscByteRing::allocate));
    drills.put("Counter", CounterDrills::counter);
    drills.put("StripedCounter", CounterDrills::stripedCounter);
    drills.put("MaxCounter", CounterDrills::maxCounter);
    drills.put("PaddedLong", CellDrills::paddedLong);
    drills.put("PaddedReference", CellDrills::paddedReference);
    drills.put("ParkWait", new WaitDrill(() -> new ParkWait(Long.MAX_VALUE)));
    drills.put("Scope", ScopeDrills::scope);
    drills.put("Bounded", ScopeDrills::bounded);
    drills.put("Chunks", ChunksDrills::indices);
    drills.put("LongChunks", ChunksDrills::longs);
    drills.put("DoubleChunks", ChunksDrills::doubles);
    return drills;
  }

  /// One round of one class.
  Tally round(String name, long millis, long patience) throws Exception {
    Drill drill = drills.get(name);
    if (drill == null) {
      throw new IllegalArgumentException("no drill: " + name);
    }
    Tally tally = tallies.computeIfAbsent(name, Tally::new);
    drill.run(new Round(tally, random.nextLong(), TimeUnit.MILLISECONDS.toNanos(millis), patience));
    return tally;
  }

  /// Goes through all classes until the time is over, each at least once, or until one has failed.
  boolean run(long seconds) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<String> names = new ArrayList<>(drills.keySet());
    do {
      for (String name : names) {
        if (!turn(name, random.nextLong(SHORTEST, LONGEST))) {
          return false;
        }
      }
    } while (System.nanoTime() - end < 0);
    return true;
  }

  /// Rounds of one class for so long: some end early.
  private boolean turn(String name, long millis) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (left > 0) {
      if (!round(name, left, PATIENCE).isClean()) {
        return false;
      }
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    return true;
  }

  String report() {
    var lines = new StringBuilder(Tally.HEAD);
    tallies.values().forEach(tally -> lines.append('\n').append(tally));
    return lines.toString();
  }

  /// Soaks all classes or some, and exits with 1 if something was found.
  ///
  /// @param args for how many seconds, the seed or 0, and which classes if not all
  public static void main(String[] args) throws Exception {
    long seconds = Long.parseLong(args[0]);
    long given = args.length > 1 ? Long.parseLong(args[1]) : 0;
    long seed = given != 0 ? given : System.nanoTime();
    Map<String, Drill> drills = drills();
    if (args.length > 2) {
      drills.keySet().retainAll(List.of(args).subList(2, args.length));
    }
    System.out.printf("soak: %d seconds, seed %d, %s%n", seconds, seed, drills.keySet());
    var soak = new Soak(drills, seed);
    boolean clean = soak.run(seconds);
    System.out.println(soak.report());
    System.out.println(clean ? "soak: clean" : "soak: FAILED");
    System.exit(clean ? 0 : 1);
  }
}

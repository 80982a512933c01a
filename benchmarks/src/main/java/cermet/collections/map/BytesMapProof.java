// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections.map;

import static java.nio.charset.StandardCharsets.UTF_8;

import cermet.proof.Case;
import cermet.proof.Kind;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.SplittableRandom;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Counters of names in a read buffer, found by the bytes of the names, or by new strings.
public class BytesMapProof {
  private static final int ROWS = 1 << 20;
  private static final int BYTES = 100; // about, of a name in the larger map, JDK's
  private static final int BATCH = 1 << 12;

  /// A buffer of names in random order, as a file of measurements has them, and as many rows with
  /// names that are not in the map.
  @State(Scope.Thread)
  public abstract static class Rows {
    /// How many names there are: the short list of the challenge, its limit, beyond the caches.
    @Param({"413", "10000", "1000000"})
    public int names;

    byte[] bytes = {};
    byte[] missing = {};
    int[] from = {};
    int[] missingFrom = {};
    private int row;

    @Setup(Level.Trial)
    public void setUp() {
      var random = new SplittableRandom(Seed.fresh());
      byte[][] all = names(random, 2 * names);
      from = new int[ROWS + 1];
      bytes = rows(random, all, 0, from);
      missingFrom = new int[ROWS + 1];
      missing = rows(random, all, names, missingFrom);
      for (int i = 0; i < names; i++) {
        add(all[i]);
      }
    }

    abstract void add(byte[] name);

    /// The first row of the next batch.
    int next() {
      row = (row + BATCH) & (ROWS - 1);
      return row;
    }

    private byte[] rows(SplittableRandom random, byte[][] all, int first, int[] from) {
      byte[][] rows = new byte[ROWS][];
      for (int i = 0; i < ROWS; i++) {
        rows[i] = all[first + random.nextInt(names)];
        from[i + 1] = from[i] + rows[i].length;
      }
      byte[] bytes = new byte[from[ROWS] + 64]; // a reader's window has such padding
      for (int i = 0; i < ROWS; i++) {
        System.arraycopy(rows[i], 0, bytes, from[i], rows[i].length);
      }
      return bytes;
    }

    private static byte[][] names(SplittableRandom random, int count) {
      var names = new LinkedHashSet<String>();
      while (names.size() < count) {
        // 4 to 26 bytes, the smaller of two lengths: most are short, as the names of cities are.
        int length = Math.min(random.nextInt(4, 27), random.nextInt(4, 27));
        var name = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
          name.append((char) ((i == 0 ? 'A' : 'a') + random.nextInt(26)));
        }
        names.add(name.toString());
      }
      return names.stream().map(name -> name.getBytes(UTF_8)).toArray(byte[][]::new);
    }
  }

  /// Ours.
  @State(Scope.Thread)
  public static class Cermet extends Rows {
    private final BytesMap<long[]> map = BytesMap.withSeed(0, Seed.fresh());

    @Override
    void add(byte[] name) {
      map.put(name, 0, name.length, new long[] {1});
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(
        workingSet = BYTES,
        elements = "names",
        headline = "Jdk",
        params = {"names=413"})
    public long count() {
      long sum = 0;
      int first = next();
      for (int i = first; i < first + BATCH; i++) {
        sum += ++map.computeIfAbsent(bytes, from[i], from[i + 1], name -> new long[1])[0];
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES, elements = "names")
    public long hit() {
      return sum(bytes, from);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Case(kind = Kind.MEMORY, workingSet = BYTES, elements = "names")
    public long miss() {
      return sum(missing, missingFrom);
    }

    private long sum(byte[] bytes, int[] from) {
      long sum = 0;
      int first = next();
      for (int i = first; i < first + BATCH; i++) {
        long[] value = map.get(bytes, from[i], from[i + 1]);
        sum += value == null ? -1 : value[0];
      }
      return sum;
    }
  }

  /// A hash map with a new string for each look-up, and a value that can be changed in place.
  @Peer("jdk")
  @State(Scope.Thread)
  public static class Jdk extends Rows {
    private final HashMap<String, long[]> map = new HashMap<>();

    @Override
    void add(byte[] name) {
      map.put(new String(name, UTF_8), new long[] {1});
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long count() {
      long sum = 0;
      int first = next();
      for (int i = first; i < first + BATCH; i++) {
        String name = new String(bytes, from[i], from[i + 1] - from[i], UTF_8);
        long[] value = map.get(name);
        if (value == null) {
          value = new long[1];
          map.put(name, value);
        }
        sum += ++value[0];
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit() {
      return sum(bytes, from);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss() {
      return sum(missing, missingFrom);
    }

    private long sum(byte[] bytes, int[] from) {
      long sum = 0;
      int first = next();
      for (int i = first; i < first + BATCH; i++) {
        long[] value = map.get(new String(bytes, from[i], from[i + 1] - from[i], UTF_8));
        sum += value == null ? -1 : value[0];
      }
      return sum;
    }
  }

  /// Lucene's table of byte strings, whose numbers index an array of values.
  @Peer("org.apache.lucene:lucene-core")
  @State(Scope.Thread)
  public static class Lucene extends Rows {
    private final BytesRefHash hash = new BytesRefHash();
    private final BytesRef key = new BytesRef();
    private long[][] values = new long[1024][];

    @Override
    void add(byte[] name) {
      setKey(name, 0, name.length);
      int number = number();
      values[number] = new long[] {1};
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long count() {
      long sum = 0;
      int first = next();
      for (int i = first; i < first + BATCH; i++) {
        setKey(bytes, from[i], from[i + 1]);
        int number = number();
        if (values[number] == null) {
          values[number] = new long[1];
        }
        sum += ++values[number][0];
      }
      return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long hit() {
      return sum(bytes, from);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long miss() {
      return sum(missing, missingFrom);
    }

    private long sum(byte[] bytes, int[] from) {
      long sum = 0;
      int first = next();
      for (int i = first; i < first + BATCH; i++) {
        setKey(bytes, from[i], from[i + 1]);
        int number = hash.find(key);
        sum += number < 0 ? -1 : values[number][0];
      }
      return sum;
    }

    private int number() {
      int number = hash.add(key);
      if (number < 0) {
        return -number - 1;
      }
      if (number == values.length) {
        values = Arrays.copyOf(values, 2 * number);
      }
      return number;
    }

    private void setKey(byte[] bytes, int from, int to) {
      key.bytes = bytes;
      key.offset = from;
      key.length = to - from;
    }
  }
}

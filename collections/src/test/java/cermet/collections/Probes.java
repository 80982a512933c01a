// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.collections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import java.util.function.UnaryOperator;

/**
 * Counts the probes of a hash-based collection: how many slots, words or groups a search reads.
 *
 * <p>For each shape of keys a hundred collections are made, each with a seed of its own and no room
 * made before, and filled up to the last key before they would grow; then every key is looked for.
 * Asserted are the mean over the hundred seeds, the worst of their hundred means, and that no
 * single search is longer than the bound at which the collection takes a new seed. Copies in
 * iteration order are counted like that, too, and a loop also on its way, where the target is
 * smaller than the source.
 *
 * <p>{@code -Dcermet.print} prints what was counted, a line for each class and shape.
 *
 * @param <K> the type of the keys
 * @param <C> the type of the collection
 */
public final class Probes<K, C> {
  private static final int SEEDS = 100;
  private static final int SLOTS = 512; // times 1, 2, 4, 8, 16 in turn: factors have bad sizes
  private static final int LARGEST = SLOTS << 4;
  private static final double MEAN = 3;
  private static final double WORST = 20;

  private final String name;
  private final double load;
  private final int bound;
  private final Keys<K> keys;
  private final Maker<C> maker;
  private final BiConsumer<C, K> add;
  private final ToIntBiFunction<C, K> probes;
  private final UnaryOperator<C> copy;
  private final BiConsumer<C, C> addAll;
  private final Function<C, Collection<K>> all;
  private final Map<KeyShape, Double> limits = new EnumMap<>(KeyShape.class);
  private double limitOnTheWay = MEAN;
  private final List<String> tooMany = new ArrayList<>();

  /**
   * Says what is counted.
   *
   * @param name stands in what is printed
   * @param load how much of its slots the collection fills before it grows
   * @param bound the most probes of a search, where a new seed is taken in time
   * @param keys makes the key of a number
   * @param maker makes an empty collection
   * @param add adds a key
   * @param probes how many a search takes, for a key that is here and any other
   * @param copy copies as it is
   * @param addAll adds all keys of the second one to the first
   * @param all the keys in iteration order
   */
  public Probes(
      String name,
      double load,
      int bound,
      Keys<K> keys,
      Maker<C> maker,
      BiConsumer<C, K> add,
      ToIntBiFunction<C, K> probes,
      UnaryOperator<C> copy,
      BiConsumer<C, C> addAll,
      Function<C, Collection<K>> all) {
    this.name = name;
    this.load = load;
    this.bound = bound;
    this.keys = keys;
    this.maker = maker;
    this.add = add;
    this.probes = probes;
    this.copy = copy;
    this.addAll = addAll;
    this.all = all;
  }

  /** Says for which shapes the mean is not below 3, and what it is below. */
  public Probes<K, C> dear(double limit, KeyShape... shapes) {
    for (KeyShape shape : shapes) {
      limits.put(shape, limit);
    }
    return this;
  }

  /** Says that the mean on the way of a loop is not below 3, and what it is below. */
  public Probes<K, C> dearOnTheWay(double limit) {
    limitOnTheWay = limit;
    return this;
  }

  /** Counts all, and fails where there are too many. */
  public void assertFew() {
    double sum = 0;
    for (KeyShape shape : KeyShape.values()) {
      sum += meanOf(shape);
    }
    double mean = sum / KeyShape.values().length;
    countCopies();
    assertEquals(List.of(), tooMany);
    assertTrue(mean < MEAN, name + ": " + mean);
  }

  private double meanOf(KeyShape shape) {
    var tally = new Tally();
    var random = new Random(shape.name().hashCode());
    List<K> list = keys(shape, 2 * LARGEST);
    for (int i = 0; i < SEEDS; i++) {
      int size = (int) ((SLOTS << (i % 5)) * load);
      C filled = filled(random.nextLong(), list.subList(0, size));
      assertEquals(size, all.apply(filled).size(), "the keys differ");
      tally.hit(filled, list.subList(0, size));
      tally.miss(filled, list.subList(size, 2 * size));
    }
    return tally.check(shape.name(), limits.getOrDefault(shape, MEAN));
  }

  /** At the worst load, in iteration order, between collections of one seed and of two. */
  private void countCopies() {
    List<K> list = keys(KeyShape.RANDOM, (int) (LARGEST * load));
    var copies = new Tally();
    for (boolean same : new boolean[] {true, false}) {
      var random = new Random(7);
      var bulk = new Tally();
      var loop = new Tally();
      for (int i = 0; i < SEEDS; i++) {
        long seed = random.nextLong();
        long other = same ? seed : random.nextLong();
        C source = filled(seed, list);
        if (same) {
          copies.hit(copy.apply(source), list);
        }
        C target = maker.make(0, other);
        addAll.accept(target, source);
        bulk.hit(target, list);
        target = maker.make(0, other);
        for (K key : all.apply(source)) {
          loop.onTheWay(target, key);
          add.accept(target, key);
        }
        loop.hit(target, list);
      }
      bulk.check(same ? "added at once, one seed" : "added at once, two seeds", MEAN);
      loop.check(same ? "added in a loop, one seed" : "added in a loop, two seeds", MEAN);
    }
    copies.check("copied as it is", MEAN);
  }

  private List<K> keys(KeyShape shape, int count) {
    List<K> list = new ArrayList<>(count);
    for (int i = 1; i <= count; i++) {
      list.add(keys.key(shape, i));
    }
    return list;
  }

  private C filled(long seed, List<K> list) {
    C filled = maker.make(0, seed);
    for (K key : list) {
      add.accept(filled, key);
    }
    return filled;
  }

  /** Makes the key of a number. */
  @FunctionalInterface
  public interface Keys<K> {
    K key(KeyShape shape, int i);
  }

  /** Makes an empty collection. */
  @FunctionalInterface
  public interface Maker<C> {
    C make(int expectedSize, Number seed);
  }

  /** What was counted in a hundred collections. */
  private final class Tally {
    private int collections;
    private double means; // their sum
    private double worst; // mean of one collection
    private int longest; // search for a key that is here
    private double misses; // the sum of their means
    private int steps;
    private double onTheWay;

    void hit(C in, List<K> list) {
      long sum = 0;
      for (K key : list) {
        int count = probes.applyAsInt(in, key);
        sum += count;
        longest = Math.max(longest, count);
      }
      double mean = (double) sum / list.size();
      means += mean;
      worst = Math.max(worst, mean);
      collections++;
    }

    void miss(C in, List<K> list) {
      long sum = 0;
      for (K key : list) {
        sum += probes.applyAsInt(in, key);
      }
      misses += (double) sum / list.size();
    }

    void onTheWay(C in, K key) {
      onTheWay += probes.applyAsInt(in, key);
      steps++;
    }

    double check(String what, double limit) {
      assertEquals(SEEDS, collections);
      double mean = means / SEEDS;
      double before = onTheWay / Math.max(1, steps);
      String found =
          String.format(
              Locale.ROOT,
              "%s | %s | mean %.2f, worst %.2f, longest %d, misses %.2f, on the way %.2f",
              name,
              what,
              mean,
              worst,
              longest,
              misses / SEEDS,
              before);
      if (System.getProperty("cermet.print") != null) {
        System.out.println(found);
      }
      if (mean >= limit || worst >= WORST || longest > bound || before >= limitOnTheWay) {
        tooMany.add(found);
      }
      return mean;
    }
  }
}

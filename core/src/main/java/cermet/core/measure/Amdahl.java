// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.measure;

/// Amdahl's law: what a program gains as a whole when a part of its time becomes faster.
///
/// - **Use** to see what a ratio of a benchmark means for a program, before spending work on it.
/// - **Avoid** where the parts overlap in time or change each other, as through a shared cache.
/// - **Cost** `speedup(double, double)`, `limit`, `factorFor`, `partFor`, `threads`, `serialFor`,
///   `scaled` O(1), at most three divisions; `speedup(double[], double[])` O(parts).
/// - **Allocation** none, errors aside.
/// - **Threads** stateless.
/// - **Errors** a share that is NaN, below 0 or above 1, a factor, speed-up or number of threads
///   that is NaN, infinite, 0 or negative, parts whose sum, rounded to a double, is above 1, or
///   arrays of different lengths: `IllegalArgumentException` with the value and its limits; null:
///   `NullPointerException`; a question without an answer: NaN.
/// - **Source** Amdahl, AFIPS 1967; Gustafson, CACM 1988; Karp and Flatt, CACM 1990.
/// - **Copies with** nothing.
public final class Amdahl {
  /*
   *   before  |---- rest: 1 - part ----|-------- part --------|      1
   *   after   |---- rest: 1 - part ----|- part / factor -|           1 / speedup
   *
   * A part is a share of the time before, 0 to 1; a factor says how many times faster that part
   * becomes, below 1 slower; a speed-up is how many times faster the whole becomes.
   *
   * Every result is within 2^-50 of the law's, relative, as long as nothing overflows or
   * underflows; of many parts, each costs 2^-53 more. The forms below subtract only arguments from
   * one another or from 1, or round a sum once by a fused multiply-add, so that nothing cancels. The
   * sign of such a sum is exact too, and with it the answer that there is none.
   */

  /// Half the distance from 1 to the next double: what shares written as decimals may exceed 1 by.
  private static final double SLACK = 0x1p-53;

  private Amdahl() {}

  /// Returns how many times faster the whole becomes when a part becomes `factor` times faster.
  ///
  /// @param part the part's share of the time before, 0 to 1
  /// @param factor how many times faster the part becomes; below 1: slower
  /// @return the speed-up of the whole
  public static double speedup(double part, double factor) {
    checkShare("part", part);
    checkPositive("factor", factor);
    return factor / Math.fma(factor, 1 - part, part);
  }

  /// Returns how many times faster the whole becomes when several parts become faster at once.
  ///
  /// @param parts the shares of parts that do not overlap; the rest stays as it is
  /// @param factors how many times faster each becomes
  /// @return the speed-up of the whole
  public static double speedup(double[] parts, double[] factors) {
    if (parts.length != factors.length) {
      throw new IllegalArgumentException(
          "factors: " + factors.length + ", not one for each of " + parts.length + " parts");
    }
    double rest = 1;
    double lost = 0; // by rest, in rounding: decimals that add up to 1 must not fail by it
    double time = 0;
    for (int i = 0; i < parts.length; i++) {
      double part = parts[i];
      double factor = factors[i];
      if (!(part >= 0 && part <= 1) || !(factor > 0 && factor <= Double.MAX_VALUE)) {
        throw refused(i, part, factor);
      }
      double less = rest - part;
      lost += rest - less - part; // exact: Dekker's sum of two, unless the parts exceed 1 by far
      rest = less;
      time += part / factor;
    }
    rest += lost;
    if (rest < -SLACK) {
      throw new IllegalArgumentException("parts: sum " + (1 - rest) + ", not from 0 to 1");
    }
    return 1 / (Math.max(0, rest) + time);
  }

  /// Returns the bound that no factor of this part lets the whole reach.
  ///
  /// @param part the part's share of the time before, 0 to 1
  /// @return the limit of the speed-up; infinity if the part is all of the time
  public static double limit(double part) {
    checkShare("part", part);
    return 1 / (1 - part);
  }

  /// Returns how many times faster a part must become for the whole to gain `speedup`.
  ///
  /// @param part the part's share of the time before, 0 to 1
  /// @param speedup the wanted speed-up of the whole; below 1: the loss allowed
  /// @return the factor; NaN if no factor will do: the speed-up is not below the limit, or the part
  ///   is 0 and the speed-up is not 1
  public static double factorFor(double part, double speedup) {
    checkShare("part", part);
    checkPositive("speedup", speedup);
    if (speedup == 1) {
      return 1;
    }
    // 1 - speedup * (1 - part): up to 2, 1 - speedup is exact or nothing cancels; beyond 2, a part
    // that will do is above a half, and 1 - part is exact.
    double divisor =
        speedup <= 2 ? Math.fma(speedup, part, 1 - speedup) : Math.fma(-speedup, 1 - part, 1);
    return part > 0 && divisor > 0 ? part * (speedup / divisor) : Double.NaN;
  }

  /// Returns which share of the time a part must have for the whole to gain `speedup` by `factor`.
  ///
  /// @param factor how many times faster the part becomes; below 1: slower
  /// @param speedup the wanted speed-up of the whole; below 1: the loss allowed
  /// @return the share, 0 to 1; NaN if the whole would not be enough
  public static double partFor(double factor, double speedup) {
    checkPositive("factor", factor);
    checkPositive("speedup", speedup);
    if (speedup == 1) {
      return 0;
    }
    if (speedup > 1) {
      return speedup <= factor
          ? Math.min(1, (speedup - 1) / speedup / ((factor - 1) / factor)) // 1 is lost above 2^53
          : Double.NaN;
    }
    return speedup >= factor ? (1 - speedup) / (1 - factor) * (factor / speedup) : Double.NaN;
  }

  /// Returns how many times faster threads make a program of fixed size: Amdahl's own question.
  ///
  /// @param serial the share of the time on one thread that cannot be spread, 0 to 1
  /// @param threads how many threads share the rest
  /// @return the speed-up over one thread; its limit is `limit(1 - serial)`
  public static double threads(double serial, int threads) {
    checkShare("serial", serial);
    checkThreads(threads);
    return threads / Math.fma(serial, threads - 1.0, 1);
  }

  /// Returns the serial share that explains a speed-up measured with threads: Karp and Flatt's
  /// metric.
  ///
  /// @param threads how many threads ran
  /// @param speedup the measured speed-up over one thread
  /// @return the share, 0 to 1; 1 for one thread; NaN if the speed-up is below 1 or above the
  ///   number of threads
  public static double serialFor(int threads, double speedup) {
    checkThreads(threads);
    checkPositive("speedup", speedup);
    if (speedup < 1 || speedup > threads) {
      return Double.NaN;
    }
    return speedup == 1 ? 1 : (threads - speedup) / (speedup * (threads - 1.0));
  }

  /// Returns how many times more work threads do in the same time when only the parallel part grows
  /// with them: Gustafson's law.
  ///
  /// @param serial the share of the time on `threads` threads that is not spread, 0 to 1
  /// @param threads how many threads share the rest
  /// @return the scaled speed-up, from 1 to `threads`
  public static double scaled(double serial, int threads) {
    checkShare("serial", serial);
    checkThreads(threads);
    return Math.fma(serial, 1.0 - threads, threads);
  }

  private static void checkShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) { // NaN compares false
      throw new IllegalArgumentException(name + ": " + share + ", not from 0 to 1");
    }
  }

  private static void checkPositive(String name, double value) {
    if (!(value > 0 && value <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(name + ": " + value + ", not positive and finite");
    }
  }

  private static void checkThreads(int threads) {
    if (threads <= 0) {
      throw new IllegalArgumentException("threads: " + threads + ", not positive");
    }
  }

  private static IllegalArgumentException refused(int i, double part, double factor) {
    boolean share = part >= 0 && part <= 1;
    return new IllegalArgumentException(
        share
            ? "factors[" + i + "]: " + factor + ", not positive and finite"
            : "parts[" + i + "]: " + part + ", not from 0 to 1");
  }
}

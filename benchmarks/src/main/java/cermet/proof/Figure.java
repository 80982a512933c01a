// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// Figures as they are shown: three significant digits, and a dash for what was not measured.
final class Figure {
  static final String NONE = "–";

  private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);
  private static final String[] TIMES = {"ns", "µs", "ms", "s"};
  private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB"};

  private Figure() {}

  /// `0.852`, `4.00`, `57.1`, `1,230`.
  static String number(Double value) {
    if (value == null || value.isNaN() || value.isInfinite()) {
      return NONE;
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS);
    int exponent = rounded.precision() - rounded.scale() - 1;
    int decimals = Math.max(0, DIGITS.getPrecision() - 1 - exponent);
    return String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
  }

  /// Both ends of an interval.
  static String span(Double low, Double high) {
    return low == null || high == null ? NONE : number(low) + "–" + number(high);
  }

  static String time(Double nanos) {
    return scaled(nanos, TIMES);
  }

  static String bytes(Double bytes) {
    return scaled(bytes, BYTES);
  }

  /// What a factor is away from 1: `1.031` is `±3.1 %`.
  static String percent(double factor) {
    return String.format(Locale.ROOT, "±%.1f %%", (factor - 1) * 100);
  }

  private static String scaled(Double value, String[] units) {
    if (value == null || value.isNaN() || value.isInfinite()) {
      return NONE;
    }
    int unit = 0;
    double rest = value;
    while (unit + 1 < units.length && BigDecimal.valueOf(rest).round(DIGITS).doubleValue() >= 1e3) {
      rest /= 1e3;
      unit++;
    }
    return number(rest) + " " + units[unit];
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.List;

/// Evidence that no machine gave.
final class Samples {
  static final String DATE = "2020-01-02T03:04Z";

  private Samples() {}

  static Evidence.Machine machine(String cpu) {
    return new Evidence.Machine(cpu, 2, "os", "jdk", "G1", "-Xmx2g");
  }

  static Evidence evidence(String primitive, Evidence.Row... rows) {
    return evidence(primitive, "cermet.core.text", machine("cpu"), rows);
  }

  static Evidence evidence(
      String primitive, String packageName, Evidence.Machine machine, Evidence.Row... rows) {
    return new Evidence(
        primitive,
        packageName,
        "1",
        "abc",
        false,
        DATE,
        "hash",
        machine,
        new Evidence.Instrument("3.19", "25", "avx2"),
        1.02,
        List.of(rows));
  }

  /// A row with every field that a run on a bare machine gives.
  static Evidence.Row row(String name, String peer, double ratio, String verdict) {
    return new Evidence.Row(
        name,
        "full",
        peer,
        "9",
        ratio,
        ratio * 0.9,
        ratio * 1.1,
        8,
        5.0,
        5.0,
        6.0,
        5 * ratio,
        0.0,
        null,
        null,
        null,
        verdict,
        DATE,
        "abc",
        5 * ratio,
        6 * ratio,
        1.02,
        new Evidence.Span(ratio, ratio * 0.8, ratio * 1.2),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /// A row with every field there is.
  static Evidence.Row rich(String name, String peer, double ratio, String verdict) {
    return new Evidence.Row(
        name,
        "full",
        peer,
        "9",
        ratio,
        ratio * 0.9,
        ratio * 1.1,
        8,
        5.0,
        5.5,
        6.5,
        5 * ratio,
        24.0,
        48.0,
        17.0,
        41.0,
        verdict,
        DATE,
        "abc",
        5.5 * ratio,
        6.5 * ratio,
        1.05,
        new Evidence.Span(ratio * 1.5, ratio, ratio * 2),
        new Evidence.Counts(
            0.0, 19.0, 0.51, 0.125, 3.0, 1.99, List.of("LongLongMap.get", "Mixer.mix")),
        new Evidence.Counts(0.0, 52.0, 1.25, 0.25, 3.0, 2.0, List.of("Peer.get")),
        new Evidence.Percentiles(120, 180, 950, 4_200),
        new Evidence.Percentiles(220, 310, 81_000, 1_250_000),
        "a new loop",
        null);
  }

  /// A row that could not be measured on this machine.
  static Evidence.Row unmeasured(String name, String peer) {
    return new Evidence.Row(
        name,
        "full",
        peer,
        "9",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Evidence.NOT_MEASURED,
        DATE,
        "abc",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        "wants four cores",
        null);
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.Collections;
import java.util.List;
import java.util.Map;

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

  /// These rows, measured on code of this hash.
  static Evidence of(String sources, Evidence evidence) {
    return new Evidence(
        evidence.primitive(),
        evidence.packageName(),
        evidence.version(),
        evidence.commit(),
        evidence.dirty(),
        evidence.date(),
        sources,
        evidence.machine(),
        evidence.instrument(),
        evidence.floor(),
        evidence.cases());
  }

  /// Three sizes of two operations, the middle one full; the peer lacks the largest.
  static Growth growth(String primitive, String packageName) {
    return new Growth(
        primitive,
        packageName,
        "1",
        "abc",
        false,
        DATE,
        "hash",
        machine("cpu"),
        3,
        List.of(10, 100, 1_000),
        List.of(
            new Growth.Line(
                "hit", "Cermet", "", List.of(point(10, 2), point(100, 4), point(1_000, 8))),
            new Growth.Line("hit", "B", "9", List.of(point(10, 4), point(60, 5), point(100, 3))),
            new Growth.Line("put", "Cermet", "", List.of(point(10, 20), point(1_000, 80)))));
  }

  static Growth.Point point(int size, double nanos) {
    return new Growth.Point(size, nanos / 2, nanos, nanos * 2, 7);
  }

  /// A row with every field that a run on a bare machine gives.
  static Evidence.Row row(String name, String peer, double ratio, String verdict) {
    return unmeasured(name, peer)
        .with(
            Map.ofEntries(
                Map.entry("ratio", ratio),
                Map.entry("low", ratio * 0.9),
                Map.entry("high", ratio * 1.1),
                Map.entry("pairs", 8),
                Map.entry("nanos", 5.0),
                Map.entry("p50", 5.0),
                Map.entry("p95", 6.0),
                Map.entry("peerNanos", 5 * ratio),
                Map.entry("peerP50", 5 * ratio),
                Map.entry("peerP95", 6 * ratio),
                Map.entry("bytes", 0.0),
                Map.entry("verdict", verdict),
                Map.entry("floor", 1.02),
                Map.entry("total", new Evidence.Span(ratio, ratio * 0.8, ratio * 1.2))))
        .with(Collections.singletonMap("reason", null));
  }

  /// A row with every field there is.
  static Evidence.Row rich(String name, String peer, double ratio, String verdict) {
    return row(name, peer, ratio, verdict)
        .with(
            Map.ofEntries(
                Map.entry("p50", 5.5),
                Map.entry("p95", 6.5),
                Map.entry("peerP50", 5.5 * ratio),
                Map.entry("peerP95", 6.5 * ratio),
                Map.entry("bytes", 24.0),
                Map.entry("peerBytes", 48.0),
                Map.entry("instructions", 17.0),
                Map.entry("peerInstructions", 41.0),
                Map.entry("floor", 1.05),
                Map.entry("total", new Evidence.Span(ratio * 1.5, ratio, ratio * 2)),
                Map.entry(
                    "counts",
                    new Evidence.Counts(
                        0.0,
                        19.0,
                        0.51,
                        0.125,
                        3.0,
                        1.99,
                        List.of("LongLongMap.get", "Mixer.mix"),
                        2048)),
                Map.entry(
                    "peerCounts",
                    new Evidence.Counts(
                        0.0, 52.0, 1.25, 0.25, 3.0, 2.0, List.of("Peer.get"), 1024)),
                Map.entry("ours", new Evidence.Percentiles(120, 180, 950, 4_200)),
                Map.entry("theirs", new Evidence.Percentiles(220, 310, 81_000, 1_250_000)),
                Map.entry("reason", "a new loop"),
                Map.entry("gap", 1.25)));
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
        null,
        null,
        null);
  }
}

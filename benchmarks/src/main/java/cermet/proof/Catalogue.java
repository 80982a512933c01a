// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/// All cases on the class path: methods of `<Primitive>Proof.Cermet` beside those of its peers. In
/// a project of one's own the side that is proved may have any name: it is the one without [Peer].
final class Catalogue {
  /// One case against one peer.
  record Entry(
      String primitive,
      String packageName,
      String method,
      Map<String, String> params,
      Class<?> ours,
      Class<?> peer,
      Kind kind,
      Kind.Pace pace,
      boolean headline) {

    String name() {
      var name = new StringBuilder(method);
      params.forEach((key, value) -> name.append(' ').append(key).append('=').append(value));
      return name.toString();
    }

    boolean isPickedBy(String pick) {
      return Pick.names(pick, primitive, name(), peerName());
    }

    /// Whether a machine with so many cores can show what the case is about.
    boolean fits(int cores) {
      return kind != Kind.SCALING
          || (cores > 2 && Integer.parseInt(params.getOrDefault("threads", "1")) <= cores);
    }

    String peerName() {
      return peer.getSimpleName();
    }

    @Override
    public String toString() {
      return primitive + " " + name() + " against " + peerName();
    }
  }

  private static final String OURS = "Cermet";
  private static final String PROOF = "Proof";

  private final List<Entry> entries = new ArrayList<>();

  /// Reads JMH's list; an inconsistent proof is refused with its name.
  Catalogue() {
    var byProof = new TreeMap<String, Map<String, List<BenchmarkListEntry>>>();
    var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
    for (var entry : BenchmarkList.defaultList().getAll(silent, List.of())) {
      String type = entry.getUserClassQName();
      int dot = type.lastIndexOf('.');
      byProof
          .computeIfAbsent(type.substring(0, dot), key -> new TreeMap<>())
          .computeIfAbsent(type.substring(dot + 1), key -> new ArrayList<>())
          .add(entry);
    }
    if (byProof.isEmpty()) {
      throw new IllegalStateException("JMH lists no benchmark: was its annotation processor run?");
    }
    byProof.forEach(this::add);
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  private void add(String proof, Map<String, List<BenchmarkListEntry>> contenders) {
    String simple = proof.substring(proof.lastIndexOf('.') + 1);
    String packageName = proof.substring(0, proof.lastIndexOf('.'));
    String proved = contenders.containsKey(OURS) ? OURS : withoutPeer(proof, contenders.keySet());
    if (!simple.endsWith(PROOF) || proved.isEmpty() || contenders.size() < 2) {
      throw new IllegalStateException(
          proof + ": no nested class Cermet, or one without @Peer, beside a peer");
    }
    int headlines = 0;
    Class<?> ours = load(proof, proved);
    for (var benchmark : contenders.get(proved)) {
      String method = simpleName(benchmark);
      Case annotation = annotation(ours, method);
      for (var peer : contenders.entrySet()) {
        if (peer.getKey().equals(proved)
            || peer.getValue().stream().noneMatch(b -> simpleName(b).equals(method))) {
          continue; // a peer that cannot do this case
        }
        Class<?> peerClass = load(proof, peer.getKey());
        if (peerClass.getAnnotation(Peer.class) == null) {
          throw new IllegalStateException(peerClass + ": no @Peer");
        }
        for (var params : combinations(benchmark)) {
          boolean headline =
              annotation != null
                  && annotation.headline().equals(peer.getKey())
                  && Arrays.stream(annotation.params())
                      .allMatch(p -> params.entrySet().stream().anyMatch(e -> p.equals(e + "")));
          headlines += headline ? 1 : 0;
          Kind kind = annotation == null ? Kind.SHORT : annotation.kind();
          long workingSet =
              annotation == null
                  ? 0
                  : annotation.workingSet()
                      * Long.parseLong(params.getOrDefault(annotation.elements(), "1"));
          entries.add(
              new Entry(
                  simple.substring(0, simple.length() - PROOF.length()),
                  packageName,
                  method,
                  params,
                  ours,
                  peerClass,
                  kind,
                  kind.pace(workingSet),
                  headline));
        }
      }
    }
    if (headlines != 1) {
      throw new IllegalStateException(proof + ": " + headlines + " headline cases instead of one");
    }
  }

  /// The only nested class that is no peer; empty if there is none, or more than one.
  private static String withoutPeer(String proof, Set<String> nested) {
    var bare = nested.stream().filter(n -> load(proof, n).getAnnotation(Peer.class) == null);
    List<String> names = bare.toList();
    return names.size() == 1 ? names.getFirst() : "";
  }

  private static String simpleName(BenchmarkListEntry benchmark) {
    String name = benchmark.getUsername();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static Class<?> load(String proof, String nested) {
    try {
      return Class.forName(proof + "$" + nested);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(proof + "$" + nested, e);
    }
  }

  private static Case annotation(Class<?> type, String method) {
    return Arrays.stream(type.getMethods())
        .filter(m -> m.getName().equals(method))
        .min(Comparator.comparing(Method::isBridge))
        .map(m -> m.getAnnotation(Case.class))
        .orElse(null);
  }

  private static List<Map<String, String>> combinations(BenchmarkListEntry benchmark) {
    List<Map<String, String>> all = new ArrayList<>();
    all.add(Map.of());
    for (var param : benchmark.getParams().orElse(Map.of()).entrySet()) {
      List<Map<String, String>> next = new ArrayList<>();
      for (var one : all) {
        for (String value : param.getValue()) {
          var more = new LinkedHashMap<>(one);
          more.put(param.getKey(), value);
          next.add(more);
        }
      }
      all = next;
    }
    return all;
  }
}

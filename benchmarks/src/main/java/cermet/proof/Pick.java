// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.util.Arrays;
import java.util.List;

/// How a command names rows.
final class Pick {
  private Pick() {}

  /// Whether `pick` names this row: `all`, a primitive, one method of its proof, `LongLongMap.hit`,
  /// or only some rows of these, by peer or parameter: `LongLongMap.hit/Hppc/size=1000`.
  ///
  /// @param caseName the method and its parameters: `hit size=1000`
  static boolean names(String pick, String primitive, String caseName, String peer) {
    String[] picked = pick.split("/", -1);
    List<String> words = List.of(caseName.split(" "));
    return List.of("all", primitive, primitive + "." + words.getFirst()).contains(picked[0])
        && Arrays.stream(picked)
            .skip(1)
            .allMatch(word -> word.equals(peer) || words.lastIndexOf(word) > 0);
  }
}

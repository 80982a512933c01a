// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PickTest {
  private static boolean names(String pick) {
    return Pick.names(pick, "Mine", "mix size=10 keys=few", "Own");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"all", "Mine", "Mine.mix", "Mine/Own", "Mine.mix/size=10", "all/keys=few/Own"})
  void namesTheRow(String pick) {
    assertTrue(names(pick));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "mix",
        "Mine.mi",
        "Mine.size=10",
        "Yours",
        "Mine/Other",
        "Mine/mix",
        "Mine/size=1",
        "Mine/Own/keys=all",
        "Own"
      })
  void namesOtherRows(String pick) {
    assertFalse(names(pick));
  }
}

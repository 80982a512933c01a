// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What the pipelines log; level 3 and above is an alert. */
record Event(int source, int level, String text) {
  /** The events of each source, about one in 500 without a text. */
  static List<Event[]> of(long seed, int sources, int each) {
    var random = new SplittableRandom(seed);
    var all = new ArrayList<Event[]>();
    for (int source = 0; source < sources; source++) {
      var events = new Event[each];
      for (int i = 0; i < each; i++) {
        int length = random.nextInt(500) == 0 ? 0 : random.nextInt(1, 12);
        var text = new StringBuilder();
        for (int at = 0; at < length; at++) {
          text.append((char) random.nextInt('a', 'z' + 1));
        }
        events[i] = new Event(source, random.nextInt(5), text.toString());
      }
      all.add(events);
    }
    return all;
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package example

import cermet.collections.map.LongMap

/** Wrong by what the annotations say; ExamplesIT knows which lines the compiler refuses. */
fun wrong(names: LongMap<String>) {
  names.put(7, null)
  names.get(7).length
  LongMap<String>().putAll(null)
}

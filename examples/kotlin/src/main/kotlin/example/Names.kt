// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package example

import cermet.collections.map.LongMap

/** Names by number; what is not there is null, and the compiler knows. */
fun main() {
  val names = LongMap<String>()
  names.put(7, "seven")
  val known: Int = names.get(7)?.length ?: 0
  val unknown: String = names.get(8) ?: "nobody"
  println("7 has $known letters, 8 is $unknown")
}

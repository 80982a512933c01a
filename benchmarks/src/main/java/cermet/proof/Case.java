// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says how one of our benchmark methods is measured; a method without it is a short case.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Case {
  /// The kind, which fixes the length of a turn and the number of fork pairs.
  Kind kind() default Kind.SHORT;

  /// Bytes that operations pick from at random, on the larger side; turns are long enough to bring
  /// them back into the caches. 0: few.
  int workingSet() default 0;

  /// The parameter that multiplies the working set; empty: none.
  String elements() default "";

  /// The nested class of the peer in the short run; empty: this method is not the headline.
  String headline() default "";

  /// The parameters of the headline, `name=value` each.
  String[] params() default {};
}

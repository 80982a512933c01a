// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.proof;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names what a proof's nested class measures: an incumbent, the JDK, or nothing (an empty twin).
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Peer {
  /// `group:artifact` of the incumbent, `jdk`, or `none`.
  String value();

  /// JVM flags that the incumbent cannot start without, or beside `none` the case; both forks of a
  /// pair get them.
  String[] jvmArgs() default {};
}

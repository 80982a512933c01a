// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.Objects;

/// Runs something in a class initialiser, where a virtual thread keeps its carrier while it blocks:
/// each time in that of a new class, since a class is initialised once.
public final class Pinned {
  private static final ThreadLocal<Body> BODY = new ThreadLocal<>();

  private Pinned() {}

  /// What is run.
  @FunctionalInterface
  public interface Body {
    /// Runs.
    ///
    /// @throws Exception to fail
    void run() throws Exception;
  }

  /// Runs it, on this thread.
  ///
  /// @param body what is run; what it throws is the cause of an error
  public static void run(Body body) {
    BODY.set(body);
    try (var in = Initialised.class.getResourceAsStream("Pinned$Initialised.class")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      Class<?> ignored = MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
    } catch (IOException | IllegalAccessException e) {
      throw new AssertionError(e);
    } finally {
      BODY.remove();
    }
  }

  /// What the hidden copies of the class below call.
  static void runBody() {
    try {
      Objects.requireNonNull(BODY.get()).run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// Its file is what is copied; it is never initialised itself.
  static final class Initialised {
    static {
      runBody();
    }

    private Initialised() {}
  }
}

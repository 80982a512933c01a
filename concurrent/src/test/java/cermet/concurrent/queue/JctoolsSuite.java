// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.MpqSanityTest;
import org.jctools.queues.QueueSanityTest;
import org.jctools.queues.spec.ConcurrentQueueSpec;
import org.jctools.queues.spec.Ordering;
import org.jctools.queues.spec.Preference;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.Result;
import org.junit.runner.RunWith;
import org.junit.runner.Runner;
import org.junit.runners.Parameterized;
import org.junit.runners.model.InitializationError;
import org.junit.runners.model.TestClass;
import org.junit.runners.parameterized.BlockJUnit4ClassRunnerWithParameters;
import org.junit.runners.parameterized.TestWithParameters;

/// The tests that JCTools asks its own queues, asked of ours.
@SuppressWarnings("deprecation") // what their tests take
final class JctoolsSuite {
  static final int MANY = 0; // as JCTools says it
  static final int UNBOUNDED = 0;
  static final int LARGE = QueueSanityTest.SIZE;

  static { // before their classes read them; a test of theirs takes ten seconds by itself
    System.setProperty("org.jctools.concTestThreads", "4");
    System.setProperty("org.jctools.concTestDurationMs", "20");
  }

  private JctoolsSuite() {}

  /// `QueueSanityTest` with a view.
  @RunWith(Parameterized.class)
  public static final class OfQueue extends QueueSanityTest {
    public OfQueue(ConcurrentQueueSpec spec, Queue<Integer> queue) {
      super(spec, queue);
    }
  }

  /// `MpqSanityTest` with the verbs.
  @RunWith(Parameterized.class)
  public static final class OfVerbs extends MpqSanityTest {
    public OfVerbs(ConcurrentQueueSpec spec, MessagePassingQueue<Integer> queue) {
      super(spec, queue);
    }
  }

  /// Both classes of tests for one queue.
  ///
  /// @param producers 1 or [#MANY]
  /// @param consumers 1 or [#MANY]
  /// @param capacity a power of two, or [#UNBOUNDED]
  static DynamicNode tests(int producers, int consumers, int capacity, MessagePassing queue)
      throws Exception {
    var spec =
        new ConcurrentQueueSpec(producers, consumers, capacity, Ordering.FIFO, Preference.NONE);
    String of = capacity == UNBOUNDED ? ", unbounded" : ", capacity " + capacity;
    return dynamicContainer(
        "JCTools" + of,
        List.of(
            node("QueueSanityTest", OfQueue.class, List.of(spec, queue.queue().asQueue())),
            node("MpqSanityTest", OfVerbs.class, List.of(spec, queue))));
  }

  private static DynamicNode node(String name, Class<?> tests, List<Object> arguments)
      throws Exception {
    List<DynamicNode> nodes = new ArrayList<>();
    for (Description test : runner(name, tests, arguments).getDescription().getChildren()) {
      nodes.add(dynamicTest(test.getMethodName(), () -> run(runner(name, tests, arguments), test)));
    }
    return dynamicContainer(name, nodes);
  }

  private static Runner runner(String name, Class<?> tests, List<Object> arguments)
      throws InitializationError {
    return new BlockJUnit4ClassRunnerWithParameters(
        new TestWithParameters(name, new TestClass(tests), arguments));
  }

  private static void run(Runner runner, Description test) throws Throwable {
    Result result = new JUnitCore().run(Request.runner(runner).filterWith(test));
    if (!result.getFailures().isEmpty()) {
      throw result.getFailures().getFirst().getException();
    }
    Assumptions.assumeTrue(result.getAssumptionFailureCount() == 0, "not for such a queue");
  }
}

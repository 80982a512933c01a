// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.concurrent.queue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The verbs that all queues of objects have, each with one name, one form and one meaning.
interface ObjectQueue<E> {
  boolean offer(E element);

  boolean relaxedOffer(E element);

  boolean offerIfBelowThreshold(E element, int threshold);

  @Nullable E poll();

  @Nullable E relaxedPoll();

  @Nullable E peek();

  @Nullable E relaxedPeek();

  int drain(Consumer<? super E> consumer);

  int drain(Consumer<? super E> consumer, int limit);

  void drain(Consumer<? super E> consumer, IntUnaryOperator wait, BooleanSupplier running);

  int fill(Supplier<? extends E> supplier);

  int fill(Supplier<? extends E> supplier, int limit);

  void fill(Supplier<? extends E> supplier, IntUnaryOperator wait, BooleanSupplier running);

  int offerAll(E[] elements, int from, int count);

  int pollInto(E[] into, int from, int count);

  int size();

  boolean isEmpty();

  int capacity();

  void clear();

  Queue<E> asQueue();

  /// Finds the verbs on a queue that does not know of this interface.
  ///
  /// @throws AssertionError if one of them is missing
  @SuppressWarnings("unchecked") // a proxy of this interface, whose verbs erase to the queue's
  static <E> ObjectQueue<E> of(Object queue) {
    Map<Method, Method> verbs = new HashMap<>();
    for (Method verb : ObjectQueue.class.getMethods()) {
      if (Modifier.isStatic(verb.getModifiers())) {
        continue; // this one
      }
      try {
        verbs.put(verb, queue.getClass().getMethod(verb.getName(), verb.getParameterTypes()));
      } catch (NoSuchMethodException e) {
        throw new AssertionError(queue.getClass() + " lacks " + verb, e);
      }
    }
    return (ObjectQueue<E>)
        Proxy.newProxyInstance(
            ObjectQueue.class.getClassLoader(),
            new Class<?>[] {ObjectQueue.class},
            (proxy, verb, arguments) -> {
              try {
                return verbs.getOrDefault(verb, verb).invoke(queue, arguments);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }
}

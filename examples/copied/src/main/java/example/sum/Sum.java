// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package example.sum;

/// One thread counts, the other adds up; between them is a file that was copied.
public final class Sum {
  public static void main(String[] args) throws InterruptedException {
    var queue = new SpscQueue<Integer>(64);
    Thread counter =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 1; i <= 1000; i++) {
                while (!queue.offer(i)) {
                  Thread.onSpinWait();
                }
              }
            });
    int sum = 0;
    for (int taken = 0; taken < 1000; ) {
      Integer next = queue.poll();
      if (next == null) {
        Thread.onSpinWait();
      } else {
        sum += next;
        taken++;
      }
    }
    counter.join();
    System.out.println("1 + 2 + ... + 1000 = " + sum);
  }
}

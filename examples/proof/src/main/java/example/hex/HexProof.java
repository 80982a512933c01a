// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package example.hex;

import cermet.proof.Case;
import cermet.proof.Peer;
import cermet.proof.Seed;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Our parser against that of the JDK, on the same texts.
public class HexProof {
  @State(Scope.Thread)
  public abstract static class Input {
    private final String[] texts = new String[1024];
    private int at;

    @Setup
    public void fill() {
      var random = new SplittableRandom(Seed.fresh());
      for (int i = 0; i < texts.length; i++) {
        texts[i] = Integer.toHexString(random.nextInt());
      }
    }

    String next() {
      return texts[at++ & 1023];
    }
  }

  public static class Ours extends Input {
    @Benchmark
    @Case(headline = "Jdk")
    public int parse() {
      return Hex.parse(next());
    }
  }

  @Peer("jdk")
  public static class Jdk extends Input {
    @Benchmark
    public int parse() {
      return HexFormat.fromHexDigits(next());
    }
  }
}

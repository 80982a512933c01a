// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.core.text.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SipHashTest {
  /// The key 00 01 .. 0F of the paper's appendix and of the reference implementation.
  private static final long KEY0 = 0x0706_0504_0302_0100L;

  private static final long KEY1 = 0x0F0E_0D0C_0B0A_0908L;

  /// What the reference implementation publishes for the messages 00 01 .. of 0 to 63 bytes.
  private static final long[] TWO_FOUR = {
    0x726fdb47dd0e0e31L, 0x74f839c593dc67fdL, 0x0d6c8009d9a94f5aL, 0x85676696d7fb7e2dL,
    0xcf2794e0277187b7L, 0x18765564cd99a68dL, 0xcbc9466e58fee3ceL, 0xab0200f58b01d137L,
    0x93f5f5799a932462L, 0x9e0082df0ba9e4b0L, 0x7a5dbbc594ddb9f3L, 0xf4b32f46226bada7L,
    0x751e8fbc860ee5fbL, 0x14ea5627c0843d90L, 0xf723ca908e7af2eeL, 0xa129ca6149be45e5L,
    0x3f2acc7f57c29bdbL, 0x699ae9f52cbe4794L, 0x4bc1b3f0968dd39cL, 0xbb6dc91da77961bdL,
    0xbed65cf21aa2ee98L, 0xd0f2cbb02e3b67c7L, 0x93536795e3a33e88L, 0xa80c038ccd5ccec8L,
    0xb8ad50c6f649af94L, 0xbce192de8a85b8eaL, 0x17d835b85bbb15f3L, 0x2f2e6163076bcfadL,
    0xde4daaaca71dc9a5L, 0xa6a2506687956571L, 0xad87a3535c49ef28L, 0x32d892fad841c342L,
    0x7127512f72f27cceL, 0xa7f32346f95978e3L, 0x12e0b01abb051238L, 0x15e034d40fa197aeL,
    0x314dffbe0815a3b4L, 0x027990f029623981L, 0xcadcd4e59ef40c4dL, 0x9abfd8766a33735cL,
    0x0e3ea96b5304a7d0L, 0xad0c42d6fc585992L, 0x187306c89bc215a9L, 0xd4a60abcf3792b95L,
    0xf935451de4f21df2L, 0xa9538f0419755787L, 0xdb9acddff56ca510L, 0xd06c98cd5c0975ebL,
    0xe612a3cb9ecba951L, 0xc766e62cfcadaf96L, 0xee64435a9752fe72L, 0xa192d576b245165aL,
    0x0a8787bf8ecb74b2L, 0x81b3e73d20b49b6fL, 0x7fa8220ba3b2eceaL, 0x245731c13ca42499L,
    0xb78dbfaf3a8d83bdL, 0xea1ad565322a1a0bL, 0x60e61c23a3795013L, 0x6606d7e446282b93L,
    0x6ca4ecb15c5f91e1L, 0x9f626da15c9625f3L, 0xe51b38608ef25f57L, 0x958a324ceb064572L,
  };

  /// The same for 1-3, as published with the hashes of Rust and of Swift.
  private static final long[] ONE_THREE = {
    0xabac0158050fc4dcL, 0xc9f49bf37d57ca93L, 0x82cb9b024dc7d44dL, 0x8bf80ab8e7ddf7fbL,
    0xcf75576088d38328L, 0xdef9d52f49533b67L, 0xc50d2b50c59f22a7L, 0xd3927d989bb11140L,
    0x369095118d299a8eL, 0x25a48eb36c063de4L, 0x79de85ee92ff097fL, 0x70c118c1f94dc352L,
    0x78a384b157b4d9a2L, 0x306f760c1229ffa7L, 0x605aa111c0f95d34L, 0xd320d86d2a519956L,
    0xcc4fdd1a7d908b66L, 0x9cf2689063dbd80cL, 0x8ffc389cb473e63eL, 0xf21f9de58d297d1cL,
    0xc0dc2f46a6cce040L, 0xb992abfe2b45f844L, 0x7ffe7b9ba320872eL, 0x525a0e7fdae6c123L,
    0xf464aeb267349c8cL, 0x45cd5928705b0979L, 0x3a3e35e3ca9913a5L, 0xa91dc74e4ade3b35L,
    0xfb0bed02ef6cd00dL, 0x88d93cb44ab1e1f4L, 0x540f11d643c5e663L, 0x2370dd1f8c21d1bcL,
    0x81157b6c16a7b60dL, 0x4d54b9e57a8ff9bfL, 0x759f12781f2a753eL, 0xcea1a3bebf186b91L,
    0x2cf508d3ada26206L, 0xb6101c2da3c33057L, 0xb3f47496ae3a36a1L, 0x626b57547b108392L,
    0xc1d2363299e41531L, 0x667cc1923f1ad944L, 0x65704ffec8138825L, 0x24f280d1c28949a6L,
    0xc2ca1cedfaf8876bL, 0xc2164bfc9f042196L, 0xa16e9c9368b1d623L, 0x49fb169c8b5114fdL,
    0x9f3143f8df074c46L, 0xc6fdaf2412cc86b3L, 0x7eaf49d10a52098fL, 0x1cf313559d292f9aL,
    0xc44a30dda2f41f12L, 0x36fae98943a71ed0L, 0x318fb34c73f0bce6L, 0xa27abf3670a7e980L,
    0xb4bcc0db243c6d75L, 0x23f8d852fdb71513L, 0x8f035f4da67d8a08L, 0xd89cd0e5b7e8f148L,
    0xf6f4e6bcf7a644eeL, 0xaec59ad80f1837f2L, 0xc3b2f6154b6694e0L, 0x9d199062b7bbb3a8L,
  };

  private final SplittableRandom random = new SplittableRandom();

  private SipHash[] both() {
    long key0 = random.nextLong();
    long key1 = random.nextLong();
    return new SipHash[] {SipHash.oneThree(key0, key1), SipHash.twoFour(key0, key1)};
  }

  /// Appendix A: fifteen bytes, every step of which is printed there.
  @Test
  void hashesThePapersExample() {
    byte[] message = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    assertEquals(0xA129_CA61_49BE_45E5L, SipHash.twoFour(KEY0, KEY1).hash(message));
  }

  @Test
  void hashesThePublishedVectors() {
    byte[] message = new byte[64];
    for (int i = 0; i < 64; i++) {
      message[i] = (byte) i;
    }
    SipHash twoFour = SipHash.twoFour(KEY0, KEY1);
    SipHash oneThree = SipHash.oneThree(KEY0, KEY1);
    SipHash.Stream twoFourStream = twoFour.stream();
    SipHash.Stream oneThreeStream = oneThree.stream();
    for (int length = 0; length < 64; length++) {
      assertEquals(TWO_FOUR[length], twoFour.hash(message, 0, length), "2-4, length " + length);
      assertEquals(ONE_THREE[length], oneThree.hash(message, 0, length), "1-3, length " + length);
      assertEquals(TWO_FOUR[length], twoFourStream.hash(), "2-4 stream, length " + length);
      assertEquals(ONE_THREE[length], oneThreeStream.hash(), "1-3 stream, length " + length);
      twoFourStream.addByte(message[length]);
      oneThreeStream.addByte(message[length]);
    }
    assertEquals(TWO_FOUR[8], twoFour.hash(KEY0)); // the message 00 .. 07
    assertEquals(ONE_THREE[8], oneThree.hash(KEY0));
  }

  @Test
  void hashesEveryLengthAndOffsetLikeACopy() {
    byte[] bytes = new byte[100];
    random.nextBytes(bytes);
    for (SipHash hash : both()) {
      for (int length = 0; length <= bytes.length; length++) {
        long expected = hash.hash(Arrays.copyOf(bytes, length));
        for (int at = 0; at <= 20; at++) {
          byte[] around = new byte[at + length + (at & 8)];
          random.nextBytes(around);
          System.arraycopy(bytes, 0, around, at, length);
          assertEquals(expected, hash.hash(around, at, at + length), "length " + length);
          assertEquals(expected, hash.hash(new Slice(around, at, at + length)));
        }
      }
    }
  }

  @Test
  void aLongHashesLikeItsBytes() {
    for (int i = 0; i < 1000; i++) {
      long value = i == 0 ? 0 : random.nextLong();
      byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
      for (SipHash hash : both()) {
        assertEquals(hash.hash(bytes), hash.hash(value));
      }
    }
  }

  @Test
  void zerosOfEveryLengthDiffer() {
    byte[] bytes = new byte[1000];
    for (SipHash hash : both()) {
      Set<Long> seen = new HashSet<>();
      for (int length = 0; length <= bytes.length; length++) {
        assertTrue(seen.add(hash.hash(bytes, 0, length)), "length " + length);
      }
    }
  }

  @Test
  void streamsCutAnywhereHashLikeOneRange() {
    byte[] bytes = new byte[100];
    random.nextBytes(bytes);
    for (SipHash hash : both()) {
      Feed.of(hash).checkCuts(bytes);
    }
  }

  @Test
  void avalanches() {
    int[] lengths = {1, 3, 4, 7, 8, 9, 15, 16, 33};
    Avalanche.check(() -> SipHash.random()::hash, 1_000, lengths);
    Avalanche.check(
        () -> SipHash.twoFour(random.nextLong(), random.nextLong())::hash, 1_000, lengths);
  }

  /// Every bit of the key reaches every bit of the hash.
  @Test
  void keysAvalancheToo() {
    for (boolean strong : new boolean[] {false, true}) {
      Avalanche.check(
          () -> {
            byte[] message = new byte[random.nextInt(20)];
            random.nextBytes(message);
            return key -> {
              ByteBuffer words = ByteBuffer.wrap(key);
              long key0 = words.getLong();
              long key1 = words.getLong();
              return (strong ? SipHash.twoFour(key0, key1) : SipHash.oneThree(key0, key1))
                  .hash(message);
            };
          },
          1_000,
          16);
    }
  }

  /// The keys that all collide in FxHash, whatever its seed, do not here.
  @Test
  void collisionsOfFxHashDoNotHold() {
    byte[][] keys = FxHashTest.oneHash(16);
    for (SipHash hash : both()) {
      Set<Long> seen = new HashSet<>();
      for (byte[] key : keys) {
        assertTrue(seen.add(hash.hash(key)));
      }
    }
  }

  @Test
  @SuppressWarnings("NullAway") // null is the point
  void refusesNullAndRangesOutside() {
    SipHash hash = SipHash.random();
    byte[] bytes = new byte[10];
    assertThrows(NullPointerException.class, () -> hash.hash((byte[]) null));
    assertThrows(NullPointerException.class, () -> hash.hash((Slice) null));
    assertThrows(NullPointerException.class, () -> hash.hash(null, 0, 0));
    for (int[] range : new int[][] {{-1, 3}, {4, 3}, {0, 11}, {11, 11}, {3, -1}, {-9, -1}}) {
      var error =
          assertThrows(IndexOutOfBoundsException.class, () -> hash.hash(bytes, range[0], range[1]));
      assertTrue(error.toString().contains("[" + range[0] + ", " + range[1]), error.toString());
    }
    assertEquals(hash.hash(new byte[0]), hash.hash(bytes, 10, 10));
    for (SipHash each : both()) {
      Feed.of(each).checkRefusals();
    }
  }

  @Test
  void everyHashHasItsKey() {
    assertEquals(SipHash.oneThree(1, 2).hash(7), SipHash.oneThree(1, 2).hash(7));
    assertNotEquals(SipHash.oneThree(1, 2).hash(7), SipHash.oneThree(2, 1).hash(7));
    assertNotEquals(SipHash.oneThree(1, 2).hash(7), SipHash.twoFour(1, 2).hash(7));
    assertNotEquals(SipHash.random().hash(7), SipHash.random().hash(7));
  }
}

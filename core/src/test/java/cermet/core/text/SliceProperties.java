// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// The model is a String of Latin-1 characters, one for each byte.
class SliceProperties {
  /// Few letters and short, so that equal and overlapping contents are common; somewhere in an
  /// array.
  @Provide
  Arbitrary<Slice> slices() {
    Arbitrary<byte[]> content =
        Arbitraries.bytes()
            .map(b -> b % 5 == 0 ? b : (byte) "ab \n\0".charAt((b & 0xFF) % 5))
            .array(byte[].class)
            .ofMaxSize(24);
    return Combinators.combine(
            content,
            Arbitraries.integers().between(0, 10),
            Arbitraries.integers().between(0, 10),
            Arbitraries.bytes())
        .as((bytes, before, after, fill) -> {
          byte[] around = new byte[before + bytes.length + after];
          Arrays.fill(around, fill);
          System.arraycopy(bytes, 0, around, before, bytes.length);
          return new Slice(around, before, before + bytes.length);
        });
  }

  private static String model(Slice slice) {
    return new String(slice.bytes(), slice.from(), slice.length(), StandardCharsets.ISO_8859_1);
  }

  @Property
  void comparesAsItsModel(
      @ForAll("slices") Slice one, @ForAll("slices") Slice other, @ForAll("slices") Slice third) {
    String a = model(one);
    String b = model(other);
    assertEquals(a.equals(b), one.equals(other));
    assertEquals(Integer.signum(a.compareTo(b)), Integer.signum(one.compareTo(other)));
    assertEquals(a.startsWith(b), one.startsWith(other));
    assertEquals(a.endsWith(b), one.endsWith(other));
    var sorted = new TreeSet<Slice>(List.of(one, third));
    sorted.add(other);
    var models = new TreeSet<String>(Arrays.asList(a, b, model(third)));
    assertEquals(List.copyOf(models), sorted.stream().map(SliceProperties::model).toList());
  }

  @Property
  void equalContentsHaveEqualHashCodes(@ForAll("slices") Slice slice) {
    Slice copy = slice.copy();
    assertEquals(slice, copy);
    assertEquals(slice.hashCode(), copy.hashCode());
    assertEquals(0, slice.compareTo(copy));
    var set = new HashSet<Slice>();
    set.add(slice);
    assertEquals(false, set.add(copy));
  }

  @Property
  void findsAsItsModel(@ForAll("slices") Slice slice, @ForAll byte value, @ForAll int index) {
    String model = model(slice);
    byte wanted =
        slice.isEmpty() || value % 2 == 0 ? value : slice.byteAt((value & 0xFF) % slice.length());
    assertEquals(model.indexOf((char) (wanted & 0xFF)), slice.indexOf(wanted));
    int from = Math.floorMod(index, slice.length() + 1);
    assertEquals(model.indexOf((char) (wanted & 0xFF), from), slice.indexOf(wanted, from));
  }

  @Property
  void findsAnotherAsItsModel(
      @ForAll("slices") Slice slice,
      @ForAll("slices") Slice other,
      @ForAll int index,
      @ForAll int end) {
    String model = model(slice);
    int from = Math.floorMod(index, slice.length() + 1);
    int to = from + Math.floorMod(end, slice.length() - from + 1);
    for (Slice part : List.of(other, slice.slice(from, to))) {
      assertEquals(model.indexOf(model(part)), slice.indexOf(part));
      assertEquals(model.indexOf(model(part), from), slice.indexOf(part, from));
    }
    if (!slice.isEmpty()) {
      byte wanted = slice.byteAt((index & 0xFFFF) % slice.length());
      assertEquals(model.lastIndexOf((char) (wanted & 0xFF)), slice.lastIndexOf(wanted));
    }
  }

  @Property
  void splitsAsItsModel(
      @ForAll("slices") Slice slice, @ForAll @IntRange(min = 1, max = 9) int room) {
    String model = model(slice);
    byte delimiter = slice.isEmpty() ? 0 : slice.byteAt(slice.length() / 2);
    String quoted = Pattern.quote(String.valueOf((char) (delimiter & 0xFF)));
    String[] parts = model.split(quoted, room);
    int[] ends = new int[room];
    assertEquals(parts.length, slice.split(delimiter, ends));
    int from = 0;
    for (int i = 0; i < parts.length; i++) {
      assertEquals(parts[i], model.substring(from, ends[i]));
      from = ends[i] + 1;
    }
  }

  @Property
  void ignoresCaseAsItsModel(@ForAll("slices") Slice slice, @ForAll int flips, @ForAll byte other) {
    byte[] bytes = slice.copy().bytes();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= (byte) ((flips >>> (i & 31) & 1) << 5);
    }
    if (bytes.length > 0 && other < 0) {
      bytes[(flips & 0xFFFF) % bytes.length] = other;
    }
    boolean expected = true;
    for (int i = 0; i < bytes.length; i++) {
      expected &= lower(bytes[i]) == lower(slice.byteAt(i));
    }
    assertEquals(expected, slice.equalsIgnoreCase(Slice.of(bytes)));
  }

  private static int lower(byte value) {
    return value >= 'A' && value <= 'Z' ? Character.toLowerCase(value) : value;
  }

  @Property
  void cutsAsItsModel(@ForAll("slices") Slice slice, @ForAll int one, @ForAll int other) {
    String model = model(slice);
    assertEquals(model.length(), slice.length());
    assertEquals(model.isEmpty(), slice.isEmpty());
    assertEquals(model.trim(), model(slice.trim()));
    int from = Math.floorMod(one, slice.length() + 1);
    int to = Math.floorMod(other, slice.length() + 1);
    if (from > to) {
      assertThrows(IndexOutOfBoundsException.class, () -> slice.slice(from, to));
      return;
    }
    Slice part = slice.slice(from, to);
    assertEquals(model.substring(from, to), model(part));
    assertEquals(slice.bytes(), part.bytes());
    for (int i = 0; i < part.length(); i++) {
      assertEquals((byte) model.charAt(from + i), part.byteAt(i));
    }
  }

  @Property
  void textGoesInAndOut(@ForAll String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    assertEquals(new String(encoded, StandardCharsets.UTF_8), Slice.of(text).toString());
  }
}

// Copyright the Cermet authors.
// SPDX-License-Identifier: Apache-2.0 OR MIT

package cermet.leave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cermet.leave.Migrations.Before;
import cermet.leave.Migrations.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/leave/from-jctools.md and from-agrona.md say is so. */
class MigrationsTest {
  private static final Path ROOT = Path.of(System.getProperty("cermet.root"));
  private static final String DENY = "--sun-misc-unsafe-memory-access=deny";
  private static final List<Integer> SIZES = List.of(0, 1, 1000, 10_000);

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void theProgramOfJctoolsGivesTheSameAnswerWithCermet() throws Exception {
    assertSameAnswers("jctools", List.of(Child.UNSAFE));
  }

  @Test
  @Timeout(300)
  void theProgramOfAgronaGivesTheSameAnswerWithCermet() throws Exception {
    assertSameAnswers("agrona", List.of(Child.OPENS));
  }

  /** The program after runs here, where Unsafe is denied. */
  private void assertSameAnswers(String peer, List<String> flags) throws Exception {
    var args = new ArrayList<>(List.of(peer));
    var after = new StringBuilder();
    for (int size : SIZES) {
      for (long seed = 1; seed <= 2; seed++) {
        args.add(Long.toString(seed));
        args.add(Integer.toString(size));
        after.append(Pair.of(peer, seed, size).after().run()).append(System.lineSeparator());
      }
    }
    Child before = Child.run(folder, flags, Before.class, args.toArray(String[]::new));
    assertEquals("", before.errors());
    assertEquals(0, before.code());
    assertEquals(before.out(), after.toString());
    assertTrue(after.length() > 1000, after::toString);
  }

  @Test
  void jctoolsWarnsWithoutAFlagAndFailsWhereUnsafeIsDenied() throws Exception {
    Child bare = Child.run(folder, List.of(), Before.class, "jctools", "1", "10");
    assertEquals(0, bare.code(), bare.errors());
    assertTrue(bare.errors().contains("sun.misc.Unsafe"), bare.errors());
    assertEquals(4, bare.errors().lines().count(), bare.errors());
    Child denied = Child.run(folder, List.of(DENY), Before.class, "jctools", "1", "10");
    assertNotEquals(0, denied.code());
    assertEquals("", denied.out());
  }

  @Test
  void agronaFailsUnlessAPackageIsOpened() throws Exception {
    Child bare = Child.run(folder, List.of(), Before.class, "agrona", "1", "10");
    assertNotEquals(0, bare.code());
    assertTrue(bare.errors().contains("IllegalAccessError"), bare.errors());
    Child opened = Child.run(folder, List.of(DENY, Child.OPENS), Before.class, "agrona", "1", "10");
    assertEquals(0, opened.code(), opened.errors());
    assertEquals("", opened.errors());
  }

  @Test
  @Timeout(200)
  void theDifferencesInMeaningAreThoseOfThePages() throws Exception {
    Child child = Child.run(folder, List.of(Child.UNSAFE, Child.OPENS), Differences.class);
    assertEquals("", child.errors());
    assertEquals(0, child.code());
    assertEquals("kept", child.out().strip());
  }

  @Test
  void thePagesNameTheSizeOfTheChange() throws IOException {
    assertPageNames("from-jctools", "JctoolsPipeline", "CermetPipeline");
    assertPageNames("from-agrona", "AgronaBook", "CermetBook");
  }

  private static void assertPageNames(String page, String before, String after) throws IOException {
    String text = Files.readString(ROOT.resolve("docs/leave/" + page + ".md"));
    List<String> old = lines(before);
    List<String> now = lines(after);
    int kept = common(old, now);
    String size =
        "%d of %d lines go, %d come".formatted(old.size() - kept, old.size(), now.size() - kept);
    assertTrue(text.contains(size), size);
  }

  private static List<String> lines(String program) throws IOException {
    Path folder = ROOT.resolve("benchmarks/src/test/java/cermet/leave");
    return Files.readAllLines(folder.resolve(program + ".java"));
  }

  /** How many lines the longest common subsequence has. */
  private static int common(List<String> first, List<String> second) {
    var longest = new int[first.size() + 1][second.size() + 1];
    for (int i = 0; i < first.size(); i++) {
      for (int j = 0; j < second.size(); j++) {
        longest[i + 1][j + 1] =
            first.get(i).equals(second.get(j))
                ? longest[i][j] + 1
                : Math.max(longest[i][j + 1], longest[i + 1][j]);
      }
    }
    return longest[first.size()][second.size()];
  }
}

package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.read.tree.FeatureFiles;
import org.transferability.read.tree.FeatureTree;
import org.transferability.read.tree.ListedFolders;
import org.transferability.read.tree.PartitionNames;
import org.transferability.read.tree.TargetFiles;
import org.transferability.read.tree.TargetTree;
import org.transferability.study.InputException;

/** Trees with links, with tables of a table format, with files that are still being written. */
final class OddTreesTest {
  private static final String FILE = "source=m/dataset=d/part-0.parquet";

  @TempDir Path root;

  private final ListedFolders folders = new ListedFolders();

  /** Local files, once listed as local ones and once, as a store, by the whole tree in one call. */
  private static List<Configuration> fileSystems() {
    Configuration store = new Configuration(false);
    store.set("fs.file.impl", RawLocalFileSystem.class.getName());
    store.set("fs.file.impl.disable.cache", "true");
    return List.of(ParquetFixture.CONF, store);
  }

  private void touch(String... files) throws IOException {
    for (String file : files) {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "x");
    }
  }

  private List<FeatureFiles> list() {
    return FeatureTree.list(ParquetFixture.CONF, root.toString(), folders);
  }

  private static String error(org.junit.jupiter.api.function.Executable action) {
    return assertThrows(InputException.class, action).getMessage();
  }

  private static void assertContains(String text, String... parts) {
    for (String part : parts) {
      assertTrue(text.contains(part), () -> "expected '" + part + "' in: " + text);
    }
  }

  @Test
  void aFolderLinkedIntoTheTreeTwiceCountsOnce() throws IOException {
    touch("v1/" + FILE);
    Files.createSymbolicLink(root.resolve("current"), Path.of("v1"));
    List<FeatureFiles> sets = list();
    assertEquals(1, sets.size());
    assertEquals(1, sets.get(0).files().size());
    assertTrue(sets.get(0).files().get(0).path().endsWith("/v1/" + FILE));
    assertEquals(1, folders.warnings().size());
    assertContains(
        folders.warnings().get(0),
        "source 'm'",
        "/v1/" + FILE,
        "/current/" + FILE,
        "the same file");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileUnderTwoNamesCountsOnce(boolean symbolic) throws IOException {
    touch("dataset=d/part-1.parquet");
    Path copy = root.resolve("dataset=d/part-0.parquet");
    Path file = root.resolve("dataset=d/part-1.parquet");
    if (symbolic) {
      Files.createSymbolicLink(copy, file);
    } else {
      Files.createLink(copy, file);
    }
    List<TargetFiles> targets = TargetTree.list(ParquetFixture.CONF, root.toString(), folders);
    assertEquals(1, targets.get(0).files().size());
    assertContains(folders.warnings().get(0), "labels of d", "part-0.parquet", "part-1.parquet");
  }

  @Test
  void explicitPathsToOneFileCountOnce() throws IOException {
    touch("a/part-0.parquet");
    Files.createSymbolicLink(root.resolve("b"), Path.of("a"));
    List<String> paths = List.of(root.resolve("b").toString(), root.resolve("a").toString());
    FeatureFiles set = FeatureTree.of(ParquetFixture.CONF, "s", "d", paths, folders);
    assertEquals(1, set.files().size());
    assertContains(folders.warnings().get(0), "/a/part-0.parquet", "/b/part-0.parquet");
  }

  @Test
  void aSecondSourceMayBeALinkToTheFirst() throws IOException {
    touch(FILE);
    Files.createSymbolicLink(root.resolve("source=alias"), Path.of("source=m"));
    assertEquals(List.of("alias", "m"), list().stream().map(FeatureFiles::source).toList());
    assertEquals(List.of(), folders.warnings());
  }

  @Test
  void aTreeOfLinksAloneIsListed() throws IOException {
    touch("stored/a.parquet", "tree/source=m/dataset=d/README");
    Files.delete(root.resolve("tree/source=m/dataset=d/README"));
    Files.createSymbolicLink(
        root.resolve("tree/source=m/dataset=d/a.parquet"), root.resolve("stored/a.parquet"));
    String tree = root.resolve("tree").toString();
    assertEquals(1, FeatureTree.list(ParquetFixture.CONF, tree, folders).get(0).files().size());
    assertEquals(List.of(), folders.warnings());
  }

  @Test
  void linksThatLeadNowhereAreNamed() throws IOException {
    touch(FILE);
    Files.createSymbolicLink(root.resolve("source=m/dataset=e"), Path.of("/no/such/folder"));
    assertContains(error(this::list), "a link to nothing", "source=m/dataset=e -> /no/such/folder");
    Files.delete(root.resolve("source=m/dataset=e"));
    Files.createSymbolicLink(
        root.resolve("source=m/dataset=d/part-1.parquet"), Path.of("gone.parquet"));
    assertContains(error(this::list), "a link to nothing", "part-1.parquet -> gone.parquet");
  }

  @Test
  void linksInACircleAreNamed() throws IOException {
    touch(FILE);
    Files.createSymbolicLink(root.resolve("source=m/again"), Path.of(".."));
    assertContains(error(this::list), "a folder that contains it", "source=m/again -> ");
  }

  @Test
  void aPartitionNamedTwiceInAPath() throws IOException {
    touch(FILE, "source=m/dataset=d/copy/" + FILE);
    assertContains(
        error(this::list), "each folder source= once", "source=m/dataset=d/copy/source=m");
  }

  @ParameterizedTest
  @CsvSource({
    "_delta_log/00000000000000000000.json, Delta",
    "metadata/v1.metadata.json, Iceberg",
    "metadata/00000-5f9b.gz.metadata.json, Iceberg",
    ".hoodie/hoodie.properties, Hudi",
    ".hoodie_partition_metadata, Hudi"
  })
  void tablesOfTableFormatsAreRefusedAtAnyDepth(String mark, String format) throws IOException {
    for (String table : List.of("", "deep/", "source=m/", "source=m/dataset=d/", "other/below/")) {
      Path tree = root.resolve(format + table.length());
      touch(root.relativize(tree) + "/" + FILE, root.relativize(tree) + "/" + table + mark);
      String folder = ("/" + root.relativize(tree) + "/" + table).replaceAll("/$", "");
      for (Configuration conf : fileSystems()) {
        String error = error(() -> FeatureTree.list(conf, tree.toString(), folders));
        assertContains(
            error,
            "Cannot list " + tree,
            "the " + format + " table ",
            folder + ", whose",
            "write.partitionBy(\"source\", \"dataset\").parquet(");
        assertEquals(1, error.lines().count());
      }
      assertContains(
          error(() -> TargetTree.list(ParquetFixture.CONF, tree.toString())), format, folder);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "_delta_log/00000000000000000000.json, Delta",
    "metadata/v1.metadata.json, Iceberg",
    ".hoodie/hoodie.properties, Hudi"
  })
  void aPartOfATableIsRefused(String mark, String format) throws IOException {
    touch("table/data/" + FILE, "table/" + mark);
    for (String part :
        List.of("table/data", "table/data/source=m/dataset=d", "table/data/" + FILE)) {
      for (Configuration conf : fileSystems()) {
        List<String> paths = List.of(root.resolve(part).toString());
        assertContains(
            error(() -> FeatureTree.of(conf, "m", "d", paths)),
            "the " + format + " table",
            "/table, whose");
      }
    }
    Files.createDirectories(root.resolve("tree/source=m"));
    Files.createSymbolicLink(
        root.resolve("tree/source=m/dataset=d"), root.resolve("table/data/source=m/dataset=d"));
    String tree = root.resolve("tree").toString();
    assertContains(
        error(() -> FeatureTree.list(ParquetFixture.CONF, tree)), format, "/table, whose");
  }

  @Test
  void aFolderNamedMetadataMayHoldOtherFiles() throws IOException {
    touch(FILE, "metadata/models.json", "metadata/README.md");
    assertEquals(1, list().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_temporary/0/task_1/part-1.parquet",
        ".part-0-1.inprogress.8f3b",
        "part-1.parquet.inprogress",
        "part-1.parquet.tmp",
        ".part-1.parquet.tmp",
        "part-1.parquet._COPYING_",
        ".spark-staging-7/part-1.parquet",
        "__magic_job-1/part-1.parquet"
      })
  void unfinishedFilesAreSkippedWithAWarning(String name) throws IOException {
    touch(FILE, "source=m/dataset=d/" + name);
    for (Configuration conf : fileSystems()) {
      ListedFolders seen = new ListedFolders();
      List<FeatureFiles> sets = FeatureTree.list(conf, root.toString(), seen);
      assertEquals(1, sets.get(0).files().size());
      assertEquals(1, seen.warnings().size(), seen.warnings().toString());
      assertContains(
          seen.warnings().get(0),
          "/source=m/dataset=d/" + name.replaceAll("/.*", ""),
          "still writing");
    }
  }

  @Test
  void whatWritersLeaveIsNotNoticed() throws IOException {
    touch(
        FILE,
        "_SUCCESS",
        "_committed_1",
        "source=m/dataset=d/.part-0.parquet.crc",
        "source=m/dataset=d/_metadata",
        "source=v1.tmp/dataset=d/part-0.parquet");
    assertEquals(2, list().size());
    assertEquals(List.of(), folders.warnings());
  }

  @Test
  void partitionsOfMissingValuesAreNamed() throws IOException {
    touch(
        FILE,
        "source=__HIVE_DEFAULT_PARTITION__/dataset=d/part-0.parquet",
        "source=__HIVE_DEFAULT_PARTITION__/dataset=d/part-1.parquet",
        "source=m/dataset=/part-0.parquet");
    assertEquals(3, list().size());
    assertEquals(2, folders.warnings().size());
    assertContains(folders.warnings().get(0), "dataset=", "no dataset");
    assertContains(folders.warnings().get(1), "source=__HIVE_DEFAULT_PARTITION__", "no source");
  }

  @Test
  void namesAreEscapedUtf8() throws IOException {
    touch("source=a/dataset=gr%C3%B6%C3%9Fe/a.parquet", "source=b/dataset=größe/a.parquet");
    assertEquals(List.of("größe", "größe"), list().stream().map(FeatureFiles::dataset).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "gr%C3%B6%C3%9Fe, größe",
    "gr%c3%b6ße, größe",
    "%E6%B8%AC%E8%A9%A6%20%F0%9F%98%80, 測試 😀",
    "a%2Fb%3Dc%25, a/b=c%",
    "100%, 100%",
    "100%2, 100%2",
    "50%zz, 50%zz",
    "gr%F6%DFe, gr%F6%DFe",
    "%C3, %C3",
    "%C3%B6%C3x, ö%C3x",
    "%ED%A0%80, %ED%A0%80",
    "%C0%AF, %C0%AF",
    "a+b, a+b"
  })
  void bytesThatAreNotUtf8StayEscaped(String escaped, String name) {
    assertEquals(name, PartitionNames.unescape(escaped));
  }
}

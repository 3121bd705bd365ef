package org.transferability.read.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.ParquetFixture;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

final class ListingTest {
  @TempDir Path root;

  private void touch(String... files) throws IOException {
    for (String file : files) {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "x");
    }
  }

  private static String error(org.junit.jupiter.api.function.Executable action) {
    return assertThrows(InputException.class, action).getMessage();
  }

  @Test
  void featureSetsInEitherOrderSortedAndUnescaped() throws IOException {
    touch(
        "source=b/dataset=y/part-1.parquet",
        "source=b/dataset=y/part-0.parquet",
        "source=b/dataset=x/part-0.parquet",
        "dataset=x/source=a%3D1%2Fé/deep/part-0.parquet",
        "source=b/dataset=y/_SUCCESS",
        "source=b/dataset=y/.part-0.parquet.crc",
        "source=b/dataset=y/_temporary/0/part-9.parquet",
        ".hidden/source=z/dataset=z/part-0.parquet",
        "README.md");
    List<FeatureFiles> sets = FeatureTree.list(ParquetFixture.CONF, root.toString());
    assertEquals(
        List.of("a=1/é on x", "b on x", "b on y"),
        sets.stream().map(s -> s.source() + " on " + s.dataset()).toList());
    List<DataFile> files = sets.get(2).files();
    assertEquals(2, files.size());
    assertTrue(files.get(0).path().endsWith("source=b/dataset=y/part-0.parquet"));
    assertTrue(files.get(1).path().endsWith("source=b/dataset=y/part-1.parquet"));
    assertEquals(1, files.get(0).length());
    assertTrue(files.get(0).modified() > 0);
  }

  @Test
  void explicitPathsAreFilesOrFolders() throws IOException {
    touch("one/part-1.parquet", "one/deep/part-0.parquet", "two.parquet");
    FeatureFiles set =
        FeatureTree.of(
            ParquetFixture.CONF,
            "s",
            "d",
            List.of(
                root.resolve("two.parquet").toString(),
                root.resolve("one").toString(),
                root.resolve("one/part-1.parquet").toString()));
    assertEquals(3, set.files().size());
    String empty = root.resolve("empty").toString();
    Files.createDirectories(Path.of(empty));
    assertEquals(
        "Cannot list features of s on d: expected Parquet files, found none (" + empty + ")",
        error(() -> FeatureTree.of(ParquetFixture.CONF, "s", "d", List.of(empty))));
  }

  @Test
  void targetsByDataset() throws IOException {
    touch("dataset=x/a.parquet", "dataset=x/b.parquet", "dataset=w%20w/a.parquet");
    List<TargetFiles> targets = TargetTree.list(ParquetFixture.CONF, root.toString());
    assertEquals(List.of("w w", "x"), targets.stream().map(TargetFiles::dataset).toList());
    assertEquals(2, targets.get(1).files().size());
  }

  @Test
  void rootsWithSpacesAndPercentSigns() throws IOException {
    touch("a b%20c/dataset=x/a.parquet");
    String odd = root.resolve("a b%20c").toString();
    assertEquals(1, TargetTree.list(ParquetFixture.CONF, odd).size());
  }

  @Test
  void nothingThere() throws IOException {
    String missing = root.resolve("missing").toString();
    String expected = "Cannot list " + missing + ": expected a folder or file, found nothing";
    assertEquals(expected, error(() -> FeatureTree.list(ParquetFixture.CONF, missing)));
    assertEquals(expected, error(() -> TargetTree.list(ParquetFixture.CONF, missing)));
    assertEquals(
        "Cannot list features: expected source=<name>/dataset=<name>/*.parquet, found no file ("
            + root
            + ")",
        error(() -> FeatureTree.list(ParquetFixture.CONF, root.toString())));
    touch("dataset=x/a.parquet");
    assertTrue(
        error(() -> FeatureTree.list(ParquetFixture.CONF, root.toString()))
            .startsWith(
                "Cannot list features: expected files under source=<name>/dataset=<name>/"));
    assertTrue(
        error(() -> TargetTree.list(ParquetFixture.CONF, "nosuch://host/path"))
            .contains("expected a path of a known file system"));
    assertTrue(error(() -> TargetTree.list(ParquetFixture.CONF, "")).contains("expected a path"));
  }

  /** A store that answers, as one does whose bucket is not there. */
  static final class Refusing extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("refusing:///");
    }

    @Override
    public RemoteIterator<LocatedFileStatus> listFiles(
        org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      throw new IOException("The specified bucket does not exist\nRequest ID: 1");
    }
  }

  @Test
  void aStoreThatRefusesIsNamedInOneLine() {
    Configuration conf = new Configuration(false);
    conf.set("fs.refusing.impl", Refusing.class.getName());
    assertEquals(
        "Cannot list refusing:///a: expected a response from the store, found The specified bucket does"
            + " not exist",
        error(() -> FeatureTree.list(conf, "refusing:///a")));
  }

  @Test
  void hiveEscapes() {
    assertEquals("a=b/c%", PartitionNames.unescape("a%3Db%2fc%25"));
    assertEquals("100%", PartitionNames.unescape("100%"));
    assertEquals("%zz%4", PartitionNames.unescape("%zz%4"));
  }
}

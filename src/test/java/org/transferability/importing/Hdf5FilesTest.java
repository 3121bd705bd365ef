package org.transferability.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.importing.source.LeftOut;
import org.transferability.importing.source.NumberColumn;
import org.transferability.importing.source.NumberRows;
import org.transferability.study.InputException;
import org.transferability.study.csv.CsvFormat;

/**
 * Files as h5py and pandas write them (importing/hdf5/make.py) hold the table 7 x 3 with (i + 1) (j
 * - 1) / 4, or 120 x 5 with ((7 i + 3 j) mod 1009) / 8, in datasets of every type and layout.
 */
final class Hdf5FilesTest extends ReadsArrays {
  private static final Path FILES = Path.of("src/test/resources/importing/hdf5");
  private static final Path TABLE = FILES.resolve("table.h5");
  private static final List<String> NAMES =
      List.of("a", "bb", "c\u00e9", "dddd", "", "f f", "g".repeat(40));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "float/little-f2",
        "float/little-f4",
        "float/little-f8",
        "float/big-f2",
        "float/big-f4",
        "float/big-f8",
        "float/near",
        "link",
        "layout/chunked",
        "layout/one-chunk",
        "layout/large-chunk",
        "layout/gzip",
        "layout/all",
        "layout/shuffle-fletcher",
        "layout/lzf",
        "layout/lzf-shuffle",
        "layout/axes-of-one",
        "layout/compact"
      })
  void everyTypeAndLayoutHoldsTheSameNumbers(String name) throws IOException {
    assertArrayEquals(table(x -> x), numbers(TABLE, name), 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void wholeNumbersOfEverySizeAndByteOrder(int bytes) throws IOException {
    for (String order : List.of("little", "big")) {
      assertArrayEquals(table(x -> 4 * x), numbers(TABLE, "whole/" + order + "-i" + bytes), 0);
      assertArrayEquals(
          table(x -> Math.abs(4 * x)), numbers(TABLE, "unsigned/" + order + "-u" + bytes), 0);
    }
    assertArrayEquals(table(x -> Math.abs(4 * x)), numbers(TABLE, "layout/fletcher-odd"), 0);
  }

  /** Chunks at the edges may be unfiltered, and then shuffle alone gives other numbers. */
  @Test
  void shuffleAloneInAFileOfLibverLatestNeedsChunksThatFit() throws IOException {
    Path shuffled = FILES.resolve("shuffled.h5");
    assertArrayEquals(table(x -> x), numbers(shuffled, "fitting"), 0);
    assertFails(shuffled, "edges", "found only the filter shuffle in a file of libver 'latest'");
  }

  @Test
  void largeWholeNumbersAreExactOrRefused() throws IOException {
    double[] large = {4294967295.0, 0x1p53, 0, 1, 2, 3, 4};
    assertArrayEquals(large, numbers(TABLE, "unsigned/large"), 0);
    assertFails(TABLE, "unsigned/too-large", "expected whole numbers up to 2^53");
  }

  @Test
  void booleansAndMissingNumbers() throws IOException {
    assertArrayEquals(table(x -> x > 0 ? 1 : 0), numbers(TABLE, "bool"), 0);
    double[] expected = table(x -> x > 1 ? Double.NaN : x < -1 ? Double.NEGATIVE_INFINITY : x);
    assertArrayEquals(expected, numbers(TABLE, "nan"), 0);
  }

  @Test
  void theManifestNamesTypeAndShape() throws IOException {
    try (NumberRows rows = file(TABLE, "float/big-f2").numbers(CONF, reading())) {
      assertEquals("float16 7 x 3, C order", rows.describe());
      assertTrue(rows.fitsFloat());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "big.h5,rows",
    "big.h5,blocks",
    "big.h5,lzf",
    "latest.h5,contiguous",
    "latest.h5,single",
    "latest.h5,single-gzip",
    "latest.h5,implicit",
    "latest.h5,fixed",
    "latest.h5,fixed-gzip",
    "latest.h5,extensible",
    "latest.h5,extensible-gzip",
    "latest.h5,tree",
    "latest.h5,tree-gzip",
  })
  void chunksOfEveryIndex(String name, String member) throws IOException {
    double[] expected = new double[600];
    Arrays.setAll(expected, k -> (7 * (k / 5) + 3 * (k % 5)) % 1009 / 8.0);
    for (int rows : new int[] {1, 2, 7, 32, 50, 121}) {
      assertArrayEquals(expected, numbers(FILES.resolve(name), member, rows), 0);
    }
  }

  @Test
  void indexesWhoseChunksCannotBeNumberedAreRefused() {
    Path latest = FILES.resolve("latest.h5");
    assertFails(latest, "wider", "a chunked dataset of libver 'latest' whose columns may grow");
    assertFails(latest, "columns", "a chunked dataset of libver 'latest' whose columns may grow");
    assertFails(latest, "gap", "an extensible array that lacks chunks");
  }

  @Test
  void groupsOfEveryFormAreSearched() throws IOException {
    List<String> names = file(FILES.resolve("latest.h5"), null).names(CONF, CsvFormat.DEFAULT);
    assertTrue(names.contains("many/d11"), names::toString);
    assertArrayEquals(
        new double[] {11, 12, 13}, numbers(FILES.resolve("latest.h5"), "many/d11"), 0);
    assertEquals(
        List.of("ids", "labels", "mae/features", "vit/features"),
        file(FILES.resolve("arrays.hdf5"), null).names(CONF, CsvFormat.DEFAULT));
    assertEquals("row119", ids(FILES.resolve("latest.h5"), "ids").get(119));
  }

  @Test
  void theOnlyDatasetNeedsNoName() throws IOException {
    assertArrayEquals(table(x -> x), numbers(FILES.resolve("one.h5"), null), 0);
    assertFails(
        FILES.resolve("arrays.hdf5"),
        null,
        "expected the name of a dataset after #, or #{source} if each dataset is a source, found none and 4 datasets (ids, labels, mae/features, vit/features)");
    assertFails(FILES.resolve("arrays.hdf5"), "vit/feature", "did you mean 'vit/features'?");
  }

  @Test
  void textAndWholeNumbersAreIds() throws IOException {
    for (String name : List.of("variable", "fixed", "fixed-utf-8", "column", "chunked")) {
      assertEquals(NAMES, ids(TABLE, "ids/" + name), name);
    }
    assertEquals(List.of("100", "101", "102", "103", "104", "105", "106"), ids(TABLE, "ids/whole"));
    assertEquals(List.of("ab", "cde"), ids(TABLE, "ids/nullterm"));
    assertEquals(List.of("ab", "cde"), ids(TABLE, "ids/spacepad"));
    for (String name : List.of("float/little-f4", "whole/little-i4", "other/records")) {
      InputException e = assertThrows(InputException.class, () -> ids(TABLE, name));
      assertTrue(e.getMessage().contains("expected one whole number or text a row"));
    }
    InputException e = assertThrows(InputException.class, () -> ids(TABLE, "ids/no-utf-8"));
    assertTrue(e.getMessage().contains("found other bytes in row 1"), e.getMessage());
  }

  @Test
  void datasetsOfLabelsAreColumns() throws IOException {
    try (NumberRows rows = file(FILES.resolve("arrays.hdf5"), null).labels(CONF, reading())) {
      assertEquals(
          List.of("labels", "mae/features", "vit/features"),
          rows.columns().stream().map(NumberColumn::name).toList());
      assertEquals(List.of(new LeftOut("ids", "text")), rows.leftOut());
      double[] row = new double[9];
      assertEquals(1, rows.read(row, 1));
      assertArrayEquals(new double[] {-0.25, 0, 0.25, -0.5, 0, 0.5, -0.25, 0, 0.25}, row, 0);
    }
    InputException e =
        assertThrows(
            InputException.class,
            () -> file(TABLE, "float/little-f4,ids/six").labels(CONF, reading()));
    assertTrue(
        e.getMessage()
            .contains(
                "expected as many rows in every array, found 7 in 'float/little-f4' and 6 in 'ids/six'"),
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "ids/fixed,'expected numbers, found text'",
    "other/records,'found records or complex numbers (a compound type)'",
    "other/complex,'found records or complex numbers (a compound type)'",
    "other/scalar,'expected an array of rows, n x d, found a single value'",
    "other/null,'found an empty dataset (h5py.Empty)'",
    "other/none,'expected at least one row and one column, found float32 0 x 3'",
    "other/three-axes,'expected rows of numbers, n x d, found shape [7, 3, 2]'",
    "other/enum,'expected numbers, found an enumeration'",
    "other/lists,'expected numbers, found lists of variable length'",
    "other/scaleoffset,found the filter scaleoffset",
    "other/unwritten,those from row 4 on were never written",
    "other/never,those from row 0 on were never written",
    "other/virtual,'found a virtual dataset, whose values are in other files'",
    "other/external,found a dataset whose values are in an external file",
    "elsewhere,found a link to another file",
    "floats,no dataset 'floats' in it",
  })
  void otherDatasetsAreRefused(String name, String message) {
    assertFails(TABLE, name, message);
  }

  /** The value that h5py reads: the table up to row 4 (other/zeros: a chunk), then the fill. */
  @Test
  void valuesThatWereNotWrittenAreTheFillValue() throws IOException {
    double[] expected = table(x -> x);
    Arrays.fill(expected, 12, 21, Double.NaN);
    assertArrayEquals(expected, numbers(TABLE, "other/filled"), 0);
    double[] fives = new double[21];
    Arrays.fill(fives, 5);
    for (int k : new int[] {12, 13, 15, 16}) {
      fives[k] = (k / 3 + 1) * (k % 3 - 1);
    }
    assertArrayEquals(fives, numbers(TABLE, "other/zeros"), 0);
  }

  @Test
  void tablesOfPandasAreRefused() {
    for (String name : new String[] {"fixed", "table", "fixed/block0_values", "table/table"}) {
      assertFails(FILES.resolve("pandas.h5"), name, "found a table that pandas wrote");
    }
  }

  @Test
  void truncatedAndOtherFilesAreNamed() throws IOException {
    byte[] whole = Files.readAllBytes(TABLE);
    Path cut = folder.resolve("cut.h5");
    for (int length : new int[] {0, 3, 8, 20, 90, 2000, whole.length - 1}) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertFails(cut, "float/little-f4", "Cannot read");
    }
    assertFails(cut, "float/little-f4", "expected %d bytes".formatted(whole.length));
    Files.write(cut, "PK\u0003\u0004 this is no HDF5 file".getBytes(StandardCharsets.UTF_8));
    assertFails(cut, "x", "expected an HDF5 file, which begins with the bytes \\x89HDF");
  }

  @ParameterizedTest
  @ValueSource(strings = {"small.h5", "small-latest.h5"})
  void noDamageCausesAnythingButARefusal(String name) throws IOException {
    damage(FILES.resolve(name), 40, 7);
  }

  @Tag("stress")
  @ParameterizedTest
  @ValueSource(strings = {"small.h5", "small-latest.h5", "latest.h5", "table.h5"})
  void noDamageOfManyCausesAnythingButARefusal(String name) throws IOException {
    damage(FILES.resolve(name), name.startsWith("small") ? 10_000 : 1_000, 11);
  }

  /** Any byte may be wrong: then the file is refused, or numbers are read; no more. */
  private void damage(Path path, int trials, long seed) throws IOException {
    byte[] whole = Files.readAllBytes(path);
    Random random = new Random(seed);
    List<String> names = file(path, null).names(CONF, CsvFormat.DEFAULT);
    Path damaged = folder.resolve("damaged.h5");
    int refused = 0;
    for (int trial = 0; trial < trials; trial++) {
      byte[] bytes = whole.clone();
      for (int k = 0; k <= trial % 3; k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      int end = trial % 10 == 0 ? random.nextInt(bytes.length) : bytes.length;
      Files.write(damaged, Arrays.copyOf(bytes, end));
      for (String name : names.size() > 8 ? names.subList(trial % 8, 8) : names) {
        try {
          if (name.contains("ids")) {
            ids(damaged, name);
          } else {
            numbers(damaged, name);
          }
        } catch (InputException e) {
          refused++;
          assertTrue(e.getMessage().startsWith("Cannot read "), e.getMessage());
          assertTrue(e.getMessage().lines().count() == 1, e.getMessage());
        }
      }
    }
    assertTrue(refused > trials / 10, refused + " of " + trials);
  }

  /** Every structure of libver 'latest' has a checksum, and so have chunks with fletcher32. */
  @Test
  void noDamageChangesANumberThatHasChecksums() throws IOException {
    byte[] bytes = Files.readAllBytes(FILES.resolve("small-latest.h5"));
    Path damaged = folder.resolve("damaged.h5");
    int refused = 0;
    for (int at = 0; at < bytes.length; at += 29) {
      bytes[at] ^= (byte) (1 << at % 8);
      Files.write(damaged, bytes);
      try {
        assertArrayEquals(table(x -> x), numbers(damaged, "checked"), 0);
      } catch (InputException e) {
        refused++;
      }
      bytes[at] ^= (byte) (1 << at % 8);
    }
    assertTrue(refused > 20, refused + " refused");
  }
}

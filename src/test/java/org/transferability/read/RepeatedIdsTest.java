package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.read.id.IdSpan;
import org.transferability.read.id.RepeatedHashes;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** Ids that are there twice, found as a set of Java's finds them. */
final class RepeatedIdsTest {
  private static final int ROWS = 3000;

  @TempDir Path folder;

  private DataFile file(String name, String type, long... ids) throws IOException {
    return ParquetFixture.write(
        folder.resolve(name),
        "required " + type + " id" + (type.equals("binary") ? " (STRING)" : "") + ";",
        ids.length,
        (row, i) -> {
          switch (type) {
            case "binary" -> row.append("id", text(ids[i]));
            case "int32" -> row.append("id", (int) ids[i]);
            default -> row.append("id", ids[i]);
          }
        });
  }

  /** Of different lengths, in another order than the numbers. */
  private static String text(long id) {
    return "bild-" + id + ".jpg";
  }

  private static long[] range(long from, long to) {
    return java.util.stream.LongStream.range(from, to).toArray();
  }

  private static long[] shuffled(long[] ids) {
    long[] order = ids.clone();
    Random random = new Random(7);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      long swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  private static IdLedger ledger(int mostRows, DataFile... files) throws IOException {
    IdLedger ledger = new IdLedger(mostRows);
    for (DataFile file : files) {
      FeatureColumns id = new FeatureColumns("id", null, null);
      try (RowReader reader =
          new RowReader(ParquetFixture.CONF, FileRange.all(file), id, MissingFeatures.ERROR)) {
        RowBlock block = new RowBlock(100);
        while (reader.read(block)) {
          ledger.add(block);
          block.clear();
        }
      }
    }
    return ledger;
  }

  @ParameterizedTest
  @ValueSource(strings = {"int64", "int32", "binary"})
  void idsInAnyOrderAreFoundDistinct(String type) throws IOException {
    DataFile[] files = {
      file("a", type, shuffled(range(0, ROWS))), file("b", type, shuffled(range(ROWS, 2 * ROWS)))
    };
    IdLedger ledger = ledger(2 * ROWS, files);
    assertEquals(0, ledger.repeated().length);
    assertTrue(ledger.span().distinct());
    assertFalse(ledger(2 * ROWS - 1, files).span().distinct());
    for (int mostHashes : new int[] {10 * ROWS, 500}) {
      assertEquals(
          Optional.empty(),
          new IdCheck(ParquetFixture.CONF, List.of(files), "id", mostHashes).twice());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"int64", "int32", "binary"})
  void oneDuplicatedIdIsFound(String type) throws IOException {
    long[] ids = shuffled(range(0, ROWS));
    ids[2500] = ids[17];
    DataFile one = file("a", type, ids);
    IdLedger ledger = ledger(ROWS, one);
    assertEquals(1, ledger.repeated().length);
    String id = type.equals("binary") ? text(ids[17]) : Long.toString(ids[17]);
    String expected =
        "id %s twice (row 17 of %s and row 2500 of %s)".formatted(id, one.path(), one.path());
    for (int mostHashes : new int[] {10 * ROWS, 500}) {
      assertEquals(
          Optional.of(expected),
          new IdCheck(ParquetFixture.CONF, List.of(one), "id", mostHashes).twice());
    }
  }

  @Test
  void growingIdsNeedNoComparison() throws IOException {
    DataFile low = file("a", "int64", range(-5, 100));
    DataFile high = file("b", "int64", range(100, 200));
    IdSpan span = ledger(0, low, high).span();
    assertTrue(span.distinct());
    assertEquals(-5, span.least());
    assertEquals(199, span.greatest());
    assertFalse(ledger(0, high, low).span().distinct());
    assertEquals(-5, ledger(0, high, low).span().least());
    assertEquals(199, ledger(0, high, low).span().greatest());
    assertFalse(ledger(0, file("c", "int64", 1, 2, 2)).span().distinct());
  }

  @Test
  void spansThatLieApartShowDistinctIds() throws IOException {
    for (String type : List.of("int64", "binary")) {
      IdSpan low = ledger(100, file(type + "a", type, 100, 102, 101)).span();
      IdSpan middle = ledger(100, file(type + "b", type, 103, 104)).span();
      IdSpan high = ledger(100, file(type + "c", type, 109, 105)).span();
      IdSpan overlapping = ledger(100, file(type + "d", type, 104, 105)).span();
      IdSpan unknown = ledger(0, file(type + "e", type, 201, 200)).span();
      assertTrue(IdSpan.showDistinct(List.of(high, low, middle)), type);
      assertFalse(IdSpan.showDistinct(List.of(low, middle, overlapping)), type);
      assertFalse(IdSpan.showDistinct(List.of(low, unknown)), type);
      assertTrue(IdSpan.showDistinct(List.of()), type);
    }
  }

  @Test
  void textsAreComparedByUnsignedBytes() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("t"),
            "required binary id (STRING);",
            3,
            (row, i) -> row.append("id", List.of("a", "z", "ä").get(i)));
    assertTrue(ledger(0, file).span().distinct());
  }

  @Test
  void repeatedHashesAreThoseOfASet() {
    Random random = new Random(3);
    for (int n : new int[] {0, 1, 2, 3, 7, 8, 9, 1000}) {
      long[] hashes = random.longs(n, 0, Math.max(1, n)).toArray();
      Set<Long> seen = new HashSet<>();
      long[] expected =
          Arrays.stream(hashes).filter(hash -> !seen.add(hash)).sorted().distinct().toArray();
      assertArrayEquals(expected, RepeatedHashes.of(hashes, n), "n = " + n);
    }
    assertArrayEquals(new long[] {0}, RepeatedHashes.of(new long[] {0, 5, 0, 0}, 4));
    assertArrayEquals(new long[0], RepeatedHashes.of(new long[] {0, 5, 0, 0}, 2));
  }

  @Test
  void filesMustStoreIdsInTheSameWay() throws IOException {
    List<DataFile> files = List.of(file("a", "int64", 1), file("b", "binary", 1));
    assertThrows(InputException.class, () -> new IdCheck(ParquetFixture.CONF, files, "id").twice());
  }

  @Test
  void allRowsWithOneId() throws IOException {
    DataFile same = file("a", "int64", new long[5000]);
    assertEquals(
        Optional.of("id 0 twice (row 0 of %s and row 1 of %s)".formatted(same.path(), same.path())),
        new IdCheck(ParquetFixture.CONF, List.of(same), "id", 100).twice());
  }
}

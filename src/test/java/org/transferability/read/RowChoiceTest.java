package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** Chosen rows of a file are those of the whole file, without the others. */
final class RowChoiceTest {
  private static final int ROWS = 700;
  private static final int WIDTH = 5;
  private static final FeatureColumns COLUMNS =
      new FeatureColumns("id", "features", null, List.of(new LabelColumn("y", 1)));

  @TempDir Path folder;

  private static RowChoice.Runs runs(BitSet rows) {
    List<Long> bounds = new ArrayList<>();
    for (int from = rows.nextSetBit(0); from >= 0; ) {
      int to = rows.nextClearBit(from);
      bounds.add((long) from);
      bounds.add((long) to);
      from = rows.nextSetBit(to);
    }
    return new RowChoice.Runs(bounds.stream().mapToLong(Long::longValue).toArray());
  }

  private static BitSet random(Random random, int rows) {
    BitSet chosen = new BitSet();
    for (int row = 0; row < rows; ) {
      int run = 1 + random.nextInt(rows / 6);
      if (random.nextInt(3) == 0) {
        chosen.set(row, Math.min(rows, row + run));
      }
      row += run;
    }
    return chosen;
  }

  @Test
  void setsOfRowsAreThoseOfBits() {
    Random random = new Random(5);
    for (int trial = 0; trial < 300; trial++) {
      BitSet a = random(random, 60);
      BitSet b = random(random, 60);
      RowChoice.Runs runs = runs(a);
      assertEquals(a.cardinality(), runs.rows());
      for (int row = 0; row < 60; row++) {
        assertEquals(a.get(row), runs.has(row));
      }
      int from = random.nextInt(60);
      int to = from + random.nextInt(60 - from);
      BitSet window = new BitSet();
      window.set(from, to);
      window.and(a);
      assertEquals(runs(window), runs.within(from, to));
      BitSet rest = (BitSet) a.clone();
      rest.andNot(b);
      assertEquals(rest.cardinality(), runs.without(runs(b)).rows());
      RowChoice.Runs left = runs.without(runs(b));
      assertTrue(LongStream.range(0, 60).allMatch(row -> rest.get((int) row) == left.has(row)));
    }
    assertEquals(
        new RowChoice.Runs(new long[] {2, 5}),
        new RowChoice.Runs(new long[] {12, 15}).movedBack(10));
    assertThrows(IllegalArgumentException.class, () -> new RowChoice.Runs(new long[] {0, 3, 2, 5}));
  }

  private DataFile write(String name, UnaryOperator<ExampleParquetWriter.Builder> options)
      throws IOException {
    return ParquetFixture.write(
        folder.resolve(name),
        "required int64 id; required double y; " + ParquetFixture.FLOAT_LIST,
        ROWS,
        (row, i) -> {
          row.add("id", (long) (i * 31 % 1009));
          row.add("y", i / 8.0);
          ParquetFixture.addList(row, "features", ParquetFixture.vector(i, WIDTH));
        },
        options);
  }

  private static void check(DataFile file, RowChoice choice, LongPredicate isChosen)
      throws IOException {
    ReadRows whole = ReadRows.of(FileRange.all(file), COLUMNS, MissingFeatures.ERROR, 64);
    ReadRows some =
        ReadRows.of(FileRange.all(file).only(choice), COLUMNS, MissingFeatures.ERROR, 13);
    List<Long> expected = whole.numbers().stream().filter(isChosen::test).toList();
    assertEquals(expected, some.numbers(), file + ": " + choice);
    for (int i = 0; i < expected.size(); i++) {
      int row = Math.toIntExact(expected.get(i));
      assertEquals(whole.ids().get(row), some.ids().get(i));
      assertArrayEquals(whole.features().get(row), some.features().get(i));
      assertArrayEquals(whole.labels().get(row), some.labels().get(i));
    }
  }

  @Test
  void rowsOfFilesOfManyForms() throws IOException {
    Random random = new Random(3);
    List<DataFile> files =
        List.of(
            write("plain.parquet", b -> b),
            write("pages.parquet", b -> b.withPageRowCountLimit(20).withRowGroupSize(8_000L)),
            write("few.parquet", b -> b.withPageRowCountLimit(90)),
            write(
                "v2.parquet",
                b ->
                    b.withWriterVersion(WriterVersion.PARQUET_2_0)
                        .withPageRowCountLimit(25)
                        .withDictionaryEncoding(false)));
    for (DataFile file : files) {
      for (int trial = 0; trial < 12; trial++) {
        BitSet rows = random(random, ROWS);
        check(file, runs(rows), row -> rows.get((int) row));
      }
      check(file, new RowChoice.Runs(new long[] {ROWS - 1, ROWS}), row -> row == ROWS - 1);
      check(file, new RowChoice.Runs(new long[] {0, ROWS}), row -> true);
    }
  }

  /** The ids were computed by a program of its own from the definition of the hash. */
  @Test
  void rowsByTheHashOfTheirId() throws IOException {
    DataFile file = write("ids.parquet", b -> b.withPageRowCountLimit(50));
    List<Long> ids = List.of(5L, 92L, 183L, 186L, 278L, 295L, 428L, 555L, 675L, 927L);
    check(file, new RowChoice.ByHash(0.02), row -> ids.contains(row * 31 % 1009));
  }

  @Test
  void rowsThatAreNotChosenMayBeInvalid() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("nan.parquet"),
            "required int64 id; " + ParquetFixture.FLOAT_LIST,
            100,
            (row, i) -> {
              row.add("id", (long) i);
              ParquetFixture.addList(row, "features", 1, i % 10 == 7 ? Double.NaN : i);
            });
    FeatureColumns columns = new FeatureColumns("id", "features", null);
    RowChoice clean = new RowChoice.Runs(new long[] {0, 7, 8, 17, 30, 31});
    ReadRows rows =
        ReadRows.of(FileRange.all(file).only(clean), columns, MissingFeatures.ERROR, 16);
    assertEquals(17, rows.ids().size());
    RowChoice bad = new RowChoice.Runs(new long[] {25, 28});
    ReadRows dropped =
        ReadRows.of(FileRange.all(file).only(bad), columns, MissingFeatures.DROP_ROW, 16);
    assertEquals(List.of("25", "26"), dropped.ids());
    assertEquals(1, dropped.dropped());
    InputException error =
        assertThrows(
            InputException.class,
            () -> ReadRows.of(FileRange.all(file).only(bad), columns, MissingFeatures.ERROR, 16));
    assertTrue(error.getMessage().contains("row 27"), error.getMessage());
  }

  @Test
  void theSumOfIdsShowsWhichRowsWereRead() throws IOException {
    DataFile file = write("sum.parquet", b -> b.withPageRowCountLimit(30));
    RowChoice first = new RowChoice.Runs(new long[] {100, 200, 400, 450});
    RowChoice same = new RowChoice.Runs(new long[] {100, 150, 150 + 1, 200, 400, 450});
    long[] sums = {sum(file, first, 200), sum(file, first, 9), sum(file, same, 200)};
    assertEquals(sums[0], sums[1]);
    assertTrue(sums[0] != sums[2]);
    assertEquals(0, sum(file, null, 64));
  }

  private static long sum(DataFile file, RowChoice choice, int capacity) throws IOException {
    RowBlock block = new RowBlock(capacity);
    try (RowReader reader =
        new RowReader(
            ParquetFixture.CONF,
            FileRange.all(file).only(choice),
            COLUMNS,
            MissingFeatures.ERROR)) {
      while (reader.read(block)) {
        block.clear();
      }
      return reader.idSum();
    }
  }
}

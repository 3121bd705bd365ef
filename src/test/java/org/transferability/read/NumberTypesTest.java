package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.label.LabelTable;
import org.transferability.read.page.DataFile;
import org.transferability.read.table.SmallTable;
import org.transferability.read.table.TableColumn;
import org.transferability.read.tree.TargetFiles;
import org.transferability.study.InputException;

/**
 * Numbers of all types, as columns and as elements of lists, in features and labels. Expected
 * values are the doubles nearest to exact decimals, found by BigDecimal from its text.
 */
final class NumberTypesTest {
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

  @TempDir Path folder;

  /** What is stored of each row, and the exact number that it stands for. */
  private record Case(String type, List<Object> stored, List<BigDecimal> exact) {}

  private static Case unsigned(int bits, long... values) {
    List<Object> stored = new ArrayList<>();
    List<BigDecimal> exact = new ArrayList<>();
    for (long value : values) {
      BigInteger number = BigInteger.valueOf(value);
      exact.add(new BigDecimal(value < 0 && bits == 64 ? number.add(TWO_64) : number));
      stored.add(bits == 64 ? (Object) value : (Object) (int) value);
    }
    String physical = bits == 64 ? "int64" : "int32";
    return new Case(physical + " %s (INTEGER(" + bits + ",false))", stored, exact);
  }

  private static Case decimal(
      String type, int precision, int scale, IntFunction<BigInteger> digits, int length) {
    List<Object> stored = new ArrayList<>();
    List<BigDecimal> exact = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      BigInteger unscaled = digits.apply(i);
      exact.add(new BigDecimal(unscaled, scale));
      stored.add(
          switch (type) {
            case "int32" -> (Object) unscaled.intValueExact();
            case "int64" -> (Object) unscaled.longValueExact();
            case "binary" -> Binary.fromConstantByteArray(unscaled.toByteArray());
            default -> Binary.fromConstantByteArray(extended(unscaled, length));
          });
    }
    return new Case(type + " %s (DECIMAL(" + precision + "," + scale + "))", stored, exact);
  }

  /** Two's complement, the highest byte first, in so many bytes. */
  private static byte[] extended(BigInteger value, int length) {
    byte[] bytes = new byte[length];
    byte[] least = value.toByteArray();
    java.util.Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
    System.arraycopy(least, 0, bytes, length - least.length, least.length);
    return bytes;
  }

  private static IntFunction<BigInteger> digits(int most, long seed) {
    Random random = new Random(seed);
    BigInteger bound = BigInteger.TEN.pow(most);
    return i -> {
      BigInteger value = new BigInteger(bound.bitLength() + 8, random).mod(bound);
      return i == 0 ? BigInteger.ZERO : i % 2 == 0 ? value : value.negate();
    };
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(unsigned(8, 0, 1, 127, 128, 255));
    cases.add(unsigned(16, 0, 32767, 32768, 65535));
    cases.add(unsigned(32, 0, 1, Integer.MAX_VALUE, 1L << 31, (1L << 32) - 1));
    // around 2^53, 2^63 and 2^64, and halfway between two doubles on either side of an even one
    cases.add(
        unsigned(
            64,
            0,
            (1L << 53) + 1,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MIN_VALUE + 1,
            Long.MIN_VALUE + 1024,
            Long.MIN_VALUE + 1025,
            Long.MIN_VALUE + 3 * 1024,
            Long.MIN_VALUE + 3 * 1024 - 1,
            -1,
            -1024,
            -1025,
            -2048));
    cases.add(decimal("int32", 9, 2, digits(9, 1), 0));
    cases.add(decimal("int32", 9, 9, digits(9, 2), 0));
    cases.add(decimal("int64", 18, 6, digits(18, 3), 0));
    cases.add(decimal("int64", 18, 0, digits(18, 4), 0));
    cases.add(decimal("fixed_len_byte_array(5)", 11, 4, digits(11, 5), 5));
    cases.add(decimal("fixed_len_byte_array(16)", 38, 10, digits(38, 6), 16));
    cases.add(decimal("fixed_len_byte_array(16)", 38, 37, digits(15, 7), 16));
    cases.add(decimal("binary", 6, 3, digits(6, 8), 0));
    cases.add(decimal("binary", 30, 25, digits(30, 9), 0));
    List<Object> bits = new ArrayList<>();
    List<BigDecimal> numbers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      bits.add(i % 3 == 0);
      numbers.add(i % 3 == 0 ? BigDecimal.ONE : BigDecimal.ZERO);
    }
    cases.add(new Case("boolean %s", bits, numbers));
    return cases;
  }

  private static void add(Group group, String field, Object value) {
    if (value instanceof Integer number) {
      group.add(field, number);
    } else if (value instanceof Long number) {
      group.add(field, number);
    } else if (value instanceof Boolean bit) {
      group.add(field, bit);
    } else {
      group.add(field, (Binary) value);
    }
  }

  @Test
  void eachTypeGivesTheNearestDoubles() throws IOException {
    for (Case each : cases()) {
      for (WriterVersion version : WriterVersion.values()) {
        for (boolean dictionary : new boolean[] {true, false}) {
          check(each, version, dictionary);
        }
      }
    }
  }

  private void check(Case each, WriterVersion version, boolean dictionary) throws IOException {
    int rows = each.stored().size();
    DataFile file =
        ParquetFixture.write(
            folder.resolve("f.parquet"),
            "optional "
                + each.type().formatted("y")
                + "; optional group features (LIST) { repeated group list { optional "
                + each.type().formatted("element")
                + "; } }",
            rows,
            (row, i) -> {
              if (i != 2) {
                add(row, "y", each.stored().get(i));
              }
              Group list = row.addGroup("features");
              add(list.addGroup("list"), "element", each.stored().get(i));
              add(list.addGroup("list"), "element", each.stored().get(rows - 1 - i));
            },
            b ->
                b.withWriteMode(Mode.OVERWRITE)
                    .withWriterVersion(version)
                    .withDictionaryEncoding(dictionary));
    ReadRows read =
        ReadRows.of(
            file,
            new FeatureColumns(
                null,
                "features",
                null,
                List.of(new LabelColumn("y", 1), new LabelColumn("features", 2))));
    String what = each.type() + " " + version + " " + dictionary;
    for (int i = 0; i < rows; i++) {
      double expected = Double.parseDouble(each.exact().get(i).toString());
      double other = Double.parseDouble(each.exact().get(rows - 1 - i).toString());
      assertEquals(i == 2 ? Double.NaN : expected, read.labels().get(i)[0], what);
      assertEquals(expected, read.features().get(i)[0], what);
      assertEquals(other, read.features().get(i)[1], what);
      assertEquals(expected, read.labels().get(i)[1], what);
      assertEquals(other, read.labels().get(i)[2], what);
    }
  }

  private DataFile ids(String name, String type, long... ids) throws IOException {
    return ParquetFixture.write(
        folder.resolve(name),
        "required int64 id " + type + "; required double y;",
        ids.length,
        (row, i) -> row.append("id", ids[i]).append("y", (double) i));
  }

  private static List<Integer> matches(DataFile features, DataFile labels) throws IOException {
    Configuration conf = ParquetFixture.CONF;
    LabelTable table =
        LabelTable.read(conf, new TargetFiles("d", List.of(labels)), "id", List.of("y"));
    List<Integer> rows = new ArrayList<>();
    RowBlock block = new RowBlock(100);
    try (RowReader reader =
        new RowReader(
            conf,
            FileRange.all(features),
            new FeatureColumns("id", "y", null),
            MissingFeatures.ERROR)) {
      reader.read(block);
      for (int i = 0; i < block.rows(); i++) {
        rows.add(table.rowOf(block, i, -1));
      }
    }
    return rows;
  }

  @Test
  void idsWithoutASignJoinThoseWithOneBelowHalfTheirRange() throws IOException {
    long[] bits = {0, 7, Long.MAX_VALUE, Long.MIN_VALUE, -1};
    DataFile unsigned = ids("u.parquet", "(INTEGER(64,false))", bits);
    DataFile signed = ids("s.parquet", "", bits);
    assertEquals(List.of(0, 1, 2, 3, 4), matches(unsigned, unsigned));
    assertEquals(List.of(0, 1, 2, -1, -1), matches(unsigned, signed));
    assertEquals(List.of(0, 1, 2, -1, -1), matches(signed, unsigned));
    ReadRows read = ReadRows.of(unsigned, new FeatureColumns("id", "y", null));
    assertEquals(
        List.of("0", "7", "9223372036854775807", "9223372036854775808", "18446744073709551615"),
        read.ids());
  }

  @Test
  void narrowIdsWithoutASignAreWholeNumbersLikeAnyOther() throws IOException {
    DataFile narrow =
        ParquetFixture.write(
            folder.resolve("n.parquet"),
            "required int32 id (INTEGER(32,false)); required double y;",
            2,
            (row, i) -> row.append("id", i == 0 ? -1 : 5).append("y", 0.0));
    DataFile wide = ids("w.parquet", "", 5, 4294967295L, -1);
    assertEquals(List.of(1, 0), matches(narrow, wide));
  }

  @Test
  void anIdIsNamedWithoutItsSign() throws IOException {
    DataFile twice = ids("t.parquet", "(INTEGER(64,false))", 3, -2, -2);
    InputException error = assertThrows(InputException.class, () -> matches(twice, twice));
    assertTrue(error.getMessage().contains("found 18446744073709551614 twice"), error::getMessage);
  }

  @Test
  void smallTablesHoldNumbersWithoutASign() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("small.parquet"),
            "required int64 a (INTEGER(64,false)); required int32 b (INTEGER(32,false));",
            1,
            (row, i) -> row.append("a", -1L).append("b", -1));
    SmallTable table =
        SmallTable.read(
            ParquetFixture.CONF,
            file.path(),
            List.of(TableColumn.required("a", ""), TableColumn.required("b", "")));
    assertEquals(List.of("18446744073709551615", "4294967295"), table.rows().get(0).cells());
  }
}

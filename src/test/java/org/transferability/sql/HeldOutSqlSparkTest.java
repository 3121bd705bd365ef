package org.transferability.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;
import org.transferability.read.label.RowFolds;

/** cv_r2 and cv_pearson against cross_val_predict of scikit-learn (parity/README.md). */
final class HeldOutSqlSparkTest {
  private static final List<String> SOURCES = List.of("narrow", "wide", "wider-than-rows");
  private static final StructType SCHEMA =
      new StructType()
          .add("source", DataTypes.StringType)
          .add("id", DataTypes.LongType)
          .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("one", DataTypes.DoubleType)
          .add("two", DataTypes.createArrayType(DataTypes.DoubleType));

  private static SparkSession spark;

  @BeforeAll
  static void start() throws IOException {
    spark = TestSpark.withFunctions();
    List<String[]> inputs = cells("inputs.csv");
    List<Row> rows = new ArrayList<>();
    for (String[] line : inputs.subList(1, inputs.size())) {
      for (String source : SOURCES) {
        rows.add(
            RowFactory.create(
                source,
                idInFold(Integer.parseInt(line[1])),
                values(inputs.get(0), line, source),
                values(inputs.get(0), line, "one").get(0),
                values(inputs.get(0), line, "two")));
      }
    }
    spark.createDataFrame(rows, SCHEMA).repartition(3).createOrReplaceTempView("parity");
  }

  @AfterAll
  static void restore() {
    TestSpark.restore();
  }

  private static List<String[]> cells(String name) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                HeldOutSqlSparkTest.class.getResourceAsStream("/parity/" + name),
                StandardCharsets.UTF_8))) {
      return reader.lines().map(line -> line.split(",", -1)).toList();
    }
  }

  private static List<Double> values(String[] header, String[] line, String name) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < header.length; i++) {
      if (header[i].startsWith(name + ".")) {
        values.add(Double.parseDouble(line[i]));
      }
    }
    return values;
  }

  /** Some id whose hash assigns a row to this fold of five. */
  private static long idInFold(int fold) {
    long id = 0;
    while (new RowFolds(5).ofNumber(id) != fold) {
      id++;
    }
    return id;
  }

  @Test
  void agreeWithCrossValPredictOfScikitLearn() throws IOException {
    Map<String, Double> expected = new HashMap<>();
    for (String[] line : cells("generated.csv")) {
      if (SOURCES.contains(line[1])) { // not the header
        expected.put(
            String.join(" ", line[1], line[2], line[3], line[4]), Double.parseDouble(line[5]));
      }
    }
    int compared = 0;
    for (String penalty : List.of("0.01r", "1r", "best")) {
      // scikit-learn's best penalty of two outputs is one for both, ours is one for each
      String two = penalty.equals("best") ? "0" : "cv_r2(features, two, id, '" + penalty + "', 5)";
      for (Row row :
          spark
              .sql(
                  ("SELECT source, cv_r2(features, one, id, '%1$s', 5), cv_pearson(features, one,"
                          + " id, '%1$s', 5), %2$s FROM parity GROUP BY source")
                      .formatted(penalty, two))
              .collectAsList()) {
        String key = row.getString(0) + " one ";
        // the same fits by other factorisations
        assertEquals(expected.get(key + "cv-r2 " + penalty), row.getDouble(1), 1e-9, key);
        assertEquals(expected.get(key + "pearson " + penalty), row.getDouble(2), 1e-9, key);
        if (!penalty.equals("best")) {
          String first = row.getString(0) + " two cv-r2[";
          double mean =
              (expected.get(first + "0] " + penalty) + expected.get(first + "1] " + penalty)) / 2;
          assertEquals(mean, row.getDouble(3), 1e-9, first);
        }
        compared++;
      }
    }
    assertEquals(3 * SOURCES.size(), compared);
  }

  @Test
  void labelsThatDoNotVaryGiveNull() {
    Row row =
        spark
            .sql(
                "SELECT cv_r2(features, 1.5, id, 'best', 5), cv_pearson(features, 1.5, id, 1, 5)"
                    + " FROM parity WHERE source = 'narrow'")
            .head();
    assertTrue(row.isNullAt(0) && row.isNullAt(1), row.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cv_mse(features, one, id, 'best', 5)",
        "cv_r2(features, one, id, 'worst', 5)",
        "cv_r2(features, one, id, -1, 5)",
        "cv_pearson(features, one, id, 'best', 1)",
        "cv_r2(features, one, id, 'best')"
      })
  void wrongArgumentsAreErrorsOfAnalysis(String function) {
    assertThrows(AnalysisException.class, () -> spark.sql("SELECT " + function + " FROM parity"));
  }
}

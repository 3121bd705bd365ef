package org.transferability.read.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.read.FileRange;
import org.transferability.read.LabelColumn;
import org.transferability.read.ParquetFixture;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.TargetFiles;
import org.transferability.study.InputException;

final class LabelSurveyTest {
  private static final List<String> NAMES = List.of("full", "gaps", "same", "other", "never");

  @TempDir Path folder;

  /** Rows [from, to) of 90, in reverse if step is -1; 17 rows a row group. */
  private DataFile write(String name, int from, int to, int step) throws IOException {
    return ParquetFixture.write(
        folder.resolve(name),
        "required binary id (STRING); optional double full; optional group gaps (LIST) {"
            + " repeated group list { optional double element; } } optional float same;"
            + " optional int32 other; optional double never;",
        to - from,
        (row, r) -> {
          int i = step > 0 ? from + r : to - 1 - r;
          row.append("id", "id-" + i).append("full", 1d * i);
          if (i % 7 != 3) {
            ParquetFixture.addList(row, "gaps", i, i);
          } else if (i % 2 == 0) {
            ParquetFixture.addList(row, "gaps", i, Double.NaN);
          }
          row.append("same", i % 7 == 3 ? Float.NaN : i);
          if (i % 7 != 4) {
            row.append("other", i);
          }
        },
        b -> b.withRowGroupRowCountLimit(17));
  }

  private static LabelSurvey survey(FileRange range) throws IOException {
    return LabelSurvey.of(ParquetFixture.CONF, range, "id", NAMES);
  }

  private static List<String> facts(LabelSurvey survey) {
    return survey.targets().stream()
        .map(
            t ->
                t.name()
                    + " "
                    + t.width()
                    + " "
                    + t.present()
                    + "/"
                    + t.total()
                    + " "
                    + t.gapsHigh()
                    + " "
                    + t.gapsLow())
        .toList();
  }

  @Test
  void countsWidthsAndGaps() throws IOException {
    LabelSurvey survey = survey(FileRange.all(write("a.parquet", 0, 90, 1)));
    List<LabelSurvey.Target> targets = survey.targets();
    assertEquals(
        List.of("full 90", "gaps 77", "same 77", "other 77", "never 0"),
        targets.stream().map(t -> t.name() + " " + t.present()).toList());
    assertEquals(
        List.of(1, 2, 1, 1, 0), survey.columns().stream().map(LabelColumn::width).toList());
    assertEquals(0, targets.get(0).gapsHigh());
    assertEquals(0, targets.get(0).gapsLow());
    assertEquals(targets.get(1).gapsHigh(), targets.get(2).gapsHigh());
    assertEquals(targets.get(1).gapsLow(), targets.get(2).gapsLow());
    assertNotEquals(targets.get(1).gapsHigh(), targets.get(3).gapsHigh());
    assertNotEquals(targets.get(1).gapsLow(), targets.get(3).gapsLow());
    assertNotEquals(0, targets.get(4).gapsHigh());
  }

  @Test
  void doesNotDependOnOrderFilesOrRowGroups() throws IOException {
    DataFile whole = write("whole.parquet", 0, 90, 1);
    List<String> expected = facts(survey(FileRange.all(whole)));
    assertEquals(expected, facts(survey(FileRange.all(write("back.parquet", 0, 90, -1)))));
    LabelSurvey a = survey(FileRange.all(write("a.parquet", 0, 31, 1)));
    LabelSurvey b = survey(FileRange.all(write("b.parquet", 31, 90, -1)));
    assertEquals(expected, facts(a.merge(b)));
    assertEquals(b.merge(a).targets(), a.merge(b).targets());
    assertEquals(expected, facts(LabelSurvey.empty().merge(a).merge(b).merge(LabelSurvey.empty())));
    LabelSurvey groups = LabelSurvey.empty();
    for (int g = 0; g < 6; g++) {
      groups = groups.merge(survey(new FileRange(whole, g, g + 1)));
    }
    assertEquals(expected, facts(groups));
    LabelTable table =
        LabelTable.read(ParquetFixture.CONF, new TargetFiles("d", List.of(whole)), "id", NAMES);
    assertEquals(expected, facts(LabelSurvey.of(table)));
  }

  /** Of a table without gaps, whose survey is taken another way: floats and doubles. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.1})
  void completeTablesHaveEqualSurveys(double unit) throws IOException {
    List<String> names = List.of("one", "two", "three");
    DataFile file =
        ParquetFixture.write(
            folder.resolve("complete.parquet"),
            "required int64 id; required double one; optional group two (LIST) {"
                + " repeated group list { optional double element; } } optional double three;",
            90,
            (row, i) -> {
              row.append("id", (long) i).append("one", unit * (i * 37 % 90));
              ParquetFixture.addList(row, "two", unit * (i * 7 % 90 - 50), -unit * i);
              row.append("three", 5.0);
            });
    LabelTable table =
        LabelTable.read(ParquetFixture.CONF, new TargetFiles("d", List.of(file)), "id", names);
    List<LabelSurvey.Target> found = LabelSurvey.of(table).targets();
    List<LabelSurvey.Target> expected =
        LabelSurvey.of(ParquetFixture.CONF, FileRange.all(file), "id", names).targets();
    assertEquals(3, found.size());
    for (int t = 0; t < 3; t++) {
      LabelSurvey.Target a = expected.get(t);
      LabelSurvey.Target b = found.get(t);
      assertEquals(
          new LabelSurvey.Target(
              a.name(),
              a.width(),
              null,
              a.present(),
              a.total(),
              a.gapsHigh(),
              a.gapsLow(),
              "d",
              a.range()),
          b);
    }
    assertEquals(
        "[" + -50 * unit + ", " + -89 * unit + "]", Arrays.toString(found.get(1).range().low()));
  }

  @Test
  void rowsWithoutIdsAreIdentifiedByPosition() throws IOException {
    DataFile file = write("a.parquet", 0, 90, 1);
    LabelSurvey whole = LabelSurvey.of(ParquetFixture.CONF, FileRange.all(file), null, NAMES);
    LabelSurvey parts = LabelSurvey.empty();
    for (int g = 5; g >= 0; g--) {
      parts =
          parts.merge(
              LabelSurvey.of(ParquetFixture.CONF, new FileRange(file, g, g + 1), null, NAMES));
    }
    assertEquals(whole.targets(), parts.targets());
    assertEquals(whole.targets().get(1).gapsLow(), whole.targets().get(2).gapsLow());
    assertNotEquals(whole.targets().get(1).gapsLow(), whole.targets().get(3).gapsLow());
  }

  @Test
  void otherWidthsInOtherFilesAreErrors() throws IOException {
    LabelSurvey two = survey(FileRange.all(write("a.parquet", 0, 9, 1)));
    DataFile file =
        ParquetFixture.write(
            folder.resolve("b.parquet"),
            "required int64 id; required double full; required double gaps;"
                + " required double same; required double other; required double never;",
            1,
            (row, i) -> {
              row.append("id", 1L);
              NAMES.forEach(name -> row.append(name, 1d));
            });
    LabelSurvey one = survey(FileRange.all(file));
    String error = assertThrows(InputException.class, () -> two.merge(one)).getMessage();
    assertTrue(error.contains("2 (") && error.contains("1 (" + file.path()), error);
  }
}

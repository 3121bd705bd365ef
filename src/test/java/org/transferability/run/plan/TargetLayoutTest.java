package org.transferability.run.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.classes.LabelBins;
import org.transferability.accumulate.classes.SetClasses;
import org.transferability.read.FileRange;
import org.transferability.read.ParquetFixture;
import org.transferability.read.label.LabelSurvey;
import org.transferability.study.EstimatorKind;
import org.transferability.study.InputException;

/** Targets of 12 rows: full in all, few in 3, most and pair in the same 9, none in no row. */
final class TargetLayoutTest {
  private static final List<String> NAMES = List.of("full", "few", "most", "pair", "none");
  private static final List<String> ALL = NAMES.subList(0, 4);
  private static final ClassMemory NO_LIMIT = memory(EstimatorKind.LINEAR_MSE, 1e18);

  private static LabelSurvey survey;

  @BeforeAll
  static void survey(@TempDir Path folder) throws IOException {
    FileRange rows =
        FileRange.all(
            ParquetFixture.write(
                folder.resolve("labels.parquet"),
                "required int64 id; required double full; optional double few;"
                    + " optional double most; optional group pair (LIST) {"
                    + " repeated group list { optional double element; } } optional double none;",
                12,
                (row, r) -> {
                  row.append("id", (long) r).append("full", 1.0 * r);
                  if (r % 4 == 0) {
                    row.append("few", 2.0 * r);
                  } else {
                    row.append("most", 3.0 * r);
                    ParquetFixture.addList(row, "pair", r, r);
                  }
                }));
    survey = LabelSurvey.of(ParquetFixture.CONF, rows, "id", NAMES);
  }

  private static ClassMemory memory(EstimatorKind estimator, double limit) {
    ScoredSet set = new ScoredSet("s", "d", List.of(), List.of(estimator), ALL);
    return new ClassMemory(set, OptionalInt.of(4), 10, limit);
  }

  private static List<TargetLayout> layouts(List<String> names, int sides, ClassMemory classes) {
    return TargetLayout.of(survey, names, sides, classes, "dataset 'd'");
  }

  private static List<List<String>> names(List<TargetLayout> layouts) {
    return layouts.stream()
        .map(layout -> layout.targets().stream().map(TargetSlice::name).toList())
        .toList();
  }

  @Test
  void targetsPresentInTheSameRowsShareAGroup() {
    TargetLayout layout = layouts(ALL, 1000, NO_LIMIT).get(0);
    List<List<String>> groups =
        TargetGroup.of(layout).stream()
            .map(group -> group.targets().stream().map(TargetSlice::name).toList())
            .toList();
    assertEquals(List.of(List.of("full"), List.of("few"), List.of("most", "pair")), groups);
  }

  /** A side sums the fewer rows: those with the labels, or those without. */
  @Test
  void theFewerRowsAreSummedBesideAllRows() {
    TargetLayout layout = layouts(ALL, 1000, NO_LIMIT).get(0);
    assertEquals(
        List.of(LabelLayout.Side.NONE, LabelLayout.Side.PRESENT, LabelLayout.Side.MISSING),
        IntStream.range(0, 3).mapToObj(g -> layout.layout().side(g)).toList());
    assertEquals(2, layout.sides());
  }

  @Test
  void outputsStandSideBySideAndKnowTheirPlaceInTheTable() {
    TargetLayout layout = layouts(List.of("most", "pair", "few"), 1000, NO_LIMIT).get(0);
    List<String> placed = new ArrayList<>();
    int next = 0;
    for (TargetSlice target : layout.targets()) {
      assertEquals(next, target.firstOutput(), target.name());
      for (int k = 0; k < target.width(); k++) {
        // the table holds full, few, most, and two of pair
        placed.add(target.name() + " at " + layout.tableOutputs()[next]);
        assertEquals(target.group(), layout.layout().groupOf(next++));
      }
    }
    assertEquals(List.of("few at 1", "most at 2", "pair at 3", "pair at 4"), placed);
    assertEquals(4, layout.layout().outputs());
  }

  /** Two of the groups have a side; with room for one, the second begins another pass. */
  @Test
  void moreSidesThanAPassMayHaveMakeMorePasses() {
    List<TargetLayout> layouts = layouts(ALL, 1, NO_LIMIT);
    assertEquals(List.of(List.of("full", "few"), List.of("most", "pair")), names(layouts));
    assertArrayEquals(new int[] {2, 3, 4}, layouts.get(1).tableOutputs());
    assertTrue(layouts.stream().allMatch(layout -> layout.sides() <= 1));
  }

  /**
   * H-score keeps the mean of each class: 4 classes of full, 3 of few (it has 3 rows), 4 of most,
   * and 9 of pair (it has 9 rows for 4^2 cells). With its sum, a mean of 10 features is 160 bytes.
   */
  @Test
  void classesThatDoNotFitTogetherMakeMorePasses() {
    assertEquals(List.of(ALL), names(layouts(ALL, 1000, classes(20))));
    assertEquals(
        List.of(List.of("full", "few"), List.of("most", "pair")),
        names(layouts(ALL, 1000, classes(19))));
    assertEquals(
        List.of(List.of("full", "few", "most"), List.of("pair")),
        names(layouts(ALL, 1000, classes(12))));
    assertEquals(
        List.of(List.of("full", "few"), List.of("most"), List.of("pair")),
        names(layouts(ALL, 1000, classes(9))));
    String error =
        assertThrows(InputException.class, () -> layouts(ALL, 1000, classes(8))).getMessage();
    assertTrue(error.contains("target 'pair'"), error);
    assertTrue(error.contains("--bins"), error);
  }

  /** 4 bins of each output: 4 x 4 cells of two. */
  @Test
  void classesAreToldApartForEveryTargetInItsGroup() {
    SetClasses classes = classes(100).classes(layouts(ALL, 1000, NO_LIMIT).get(0));
    assertNull(classes.predictions());
    List<LabelBins> bins = classes.features().targets();
    assertEquals(List.of(0, 1, 2, 2), classes.features().groups());
    assertEquals(List.of(4.0, 4.0, 4.0, 16.0), bins.stream().map(LabelBins::cells).toList());
  }

  private static ClassMemory classes(int most) {
    return memory(EstimatorKind.H_SCORE, 160.0 * most);
  }

  @Test
  void aTargetWithoutARowIsRefused() {
    String error =
        assertThrows(InputException.class, () -> layouts(NAMES, 1000, NO_LIMIT)).getMessage();
    assertEquals(
        "Cannot score target 'none': expected rows in which all its outputs are present, found none"
            + " in 12 rows (dataset 'd')",
        error);
  }

  @Test
  void aTargetsFirstOutputIsCountedFromItsGroup() {
    TargetGroup group = TargetGroup.of(layouts(ALL, 1000, NO_LIMIT).get(0)).get(2);
    assertEquals(2, group.number());
    assertEquals(0, group.firstOutput(group.targets().get(0)));
    assertEquals(1, group.firstOutput(group.targets().get(1)));
  }
}

package org.transferability.run.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;
import org.transferability.read.id.IdKind;
import org.transferability.read.label.LabelSurvey;
import org.transferability.read.label.RowFolds;
import org.transferability.read.page.DataFile;

/** Where labels stand that may be read row for row with the features. */
final class PassPlannerTest {
  private static final DataFile A = new DataFile("a", 100, 0);
  private static final DataFile B = new DataFile("b", 100, 0);
  private static final List<List<FileRange>> CHUNKS =
      List.of(
          List.of(new FileRange(A, 0, 1)),
          List.of(new FileRange(A, 1, 2), new FileRange(B, 0, 1)),
          List.of(new FileRange(B, 1, 2)));

  private static FileShape shape(DataFile file, long rows) {
    return new FileShape(
        file,
        rows,
        new long[] {rows / 2, rows - rows / 2},
        new long[] {50, 50},
        new boolean[] {true, true},
        8,
        false,
        IdKind.LONG,
        true);
  }

  private static DatasetLabels labels(long rows, String foldColumn) {
    LabelSurvey survey = LabelSurvey.assumingComplete(List.of("y"), rows, "labels");
    return new DatasetLabels(
        Optional.empty(),
        survey,
        () -> survey,
        List.of(),
        IdKind.LONG,
        foldColumn,
        new RowFolds(5));
  }

  @Test
  void everyRangeKnowsTheFirstRowOfItsFile() {
    List<FileShape> shapes = List.of(shape(A, 30), shape(B, 12));
    long[][] starts = PassPlanner.fileStarts(CHUNKS, shapes, labels(42, null));
    assertArrayEquals(new long[][] {{0}, {0, 30}, {30}}, starts);
  }

  @Test
  void labelsOfAnotherNumberOfRowsAreNotRowForRow() {
    List<FileShape> shapes = List.of(shape(A, 30), shape(B, 12));
    assertNull(PassPlanner.fileStarts(CHUNKS, shapes, labels(43, null)));
  }

  @Test
  void labelsWithAFoldColumnAreNotReadWithTheFeatures() {
    List<FileShape> shapes = List.of(shape(A, 30), shape(B, 12));
    assertNull(PassPlanner.fileStarts(CHUNKS, shapes, labels(42, "fold")));
  }

  /** Of a small set only the first file was looked at. */
  @Test
  void aFileOfUnknownLengthHasNoPlace() {
    assertNull(PassPlanner.fileStarts(CHUNKS, List.of(shape(A, 42)), labels(42, null)));
  }
}

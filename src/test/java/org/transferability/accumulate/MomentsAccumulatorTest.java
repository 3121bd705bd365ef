package org.transferability.accumulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.accumulate.LabelLayout.Side;
import org.transferability.linear.SquareSum;

final class MomentsAccumulatorTest {
  /** Values of order one, sums of a few hundred: rounding stays two digits below this. */
  private static final double ROUNDING = 1e-13;

  /** With few outputs and with more, which go through products of their own or one of all. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void momentsAreTheDefinition(int outputs) {
    for (int d : new int[] {1, 2, 5, 8}) {
      for (int count : new int[] {1, 2, 3, 50, 301}) {
        Rows rows = Rows.random(count, d, outputs, 7 + d);
        for (int blockRows : new int[] {1, 16, 512}) {
          Moments moments = rows.accumulate(LabelLayout.complete(outputs), blockRows);
          assertEquals(0, rows.distance(moments.target(0)), ROUNDING);
        }
      }
    }
  }

  @Test
  void withoutMemoryForASquareTheMomentsAreTheSame() {
    LabelLayout layout = LabelLayout.complete(3);
    Rows rows = Rows.random(301, 5, 3, 12);
    MomentsAccumulator accumulator =
        new MomentsAccumulator(5, layout, 16, Precision.DOUBLE, SquareSum.bytes(5) - 1);
    accumulator.add(rows.features().clone(), rows.labels(), 301);
    assertEquals(0, rows.distance(accumulator.finish().target(0)), ROUNDING);
  }

  @Test
  void anOffsetOfAMillionChangesNothingBeyondRounding() {
    Rows rows = Rows.random(300, 6, 2, 11);
    LabelLayout layout = LabelLayout.complete(2);
    TargetMoments plain = rows.accumulate(layout, 64).target(0);
    Rows shifted = rows.shifted(1e6);
    Moments parts = Moments.empty(6, layout);
    for (int from = 0; from < 300; from += 50) {
      parts = Moments.merge(parts, shifted.part(from, from + 50).accumulate(layout, 16));
    }
    for (Moments moments : new Moments[] {shifted.accumulate(layout, 64), parts}) {
      TargetMoments target = moments.target(0);
      assertArrayEquals(plain.scatter().packed(), target.scatter().packed(), 300 * ROUNDING);
      assertArrayEquals(plain.cross(), target.cross(), 300 * ROUNDING);
      assertArrayEquals(plain.squares(), target.squares(), 300 * ROUNDING);
      assertEquals(plain.featureMean()[3] + 1e6, target.featureMean()[3], 1e-9);
    }
  }

  @Test
  void targetsWithMissingLabelsUseExactlyTheirRows() {
    LabelLayout layout =
        new LabelLayout(
            5,
            new int[] {0, 1, 1, 2, 3},
            new Side[] {Side.NONE, Side.MISSING, Side.PRESENT, Side.MISSING});
    Rows rows =
        Rows.random(400, 5, 5, 13)
            .loseLabels(layout, 1, 0.2, 1)
            .loseLabels(layout, 2, 0.8, 2)
            .loseLabels(layout, 3, 0.9, 3);
    for (Rows shifted : new Rows[] {rows, rows.shifted(1e6)}) {
      for (int blockRows : new int[] {7, 512}) {
        Moments moments = shifted.accumulate(layout, blockRows);
        for (int g = 0; g < layout.groups(); g++) {
          TargetMoments target = moments.target(g);
          TargetMoments filtered =
              shifted
                  .complete(layout.outputsOf(g))
                  .accumulate(LabelLayout.complete(layout.outputsOf(g).length), blockRows)
                  .target(0);
          double tolerance = 1e-12 * filtered.rows();
          assertEquals(filtered.rows(), target.rows());
          assertArrayEquals(filtered.featureMean(), target.featureMean(), 1e-9);
          assertArrayEquals(
              filtered.scatter().packed(), target.scatter().packed(), tolerance, "group " + g);
          assertArrayEquals(filtered.cross(), target.cross(), tolerance);
          assertArrayEquals(filtered.squares(), target.squares(), tolerance);
          assertArrayEquals(filtered.labelMean(), target.labelMean(), 1e-9);
        }
      }
    }
  }

  @Test
  void constantColumnsAndLabelsGiveExactlyZero() {
    LabelLayout layout = LabelLayout.complete(2);
    Moments moments = Moments.empty(3, layout);
    for (int part = 0; part < 5; part++) {
      Rows rows = Rows.random(20 + 3 * part, 3, 2, part);
      for (int r = 0; r < rows.count(); r++) {
        rows.features()[3 * r + 1] = 0.1;
        rows.labels()[2 * r] = 1e6 / 3;
      }
      moments = Moments.merge(rows.accumulate(layout, 16), moments);
    }
    TargetMoments target = moments.target(0);
    for (int i = 0; i < 3; i++) {
      assertEquals(0, target.scatter().get(1, i));
      assertEquals(0, target.cross()[i]);
    }
    assertEquals(0, target.cross()[1 + 3]);
    assertEquals(0, target.squares()[0]);
    assertEquals(0.1, target.featureMean()[1]);
    assertEquals(1e6 / 3, target.labelMean()[0]);
  }

  @Test
  void aColumnConstantWhereLabelsArePresentIsZeroAfterSubtraction() {
    LabelLayout layout = new LabelLayout(1, new int[1], new Side[] {Side.MISSING});
    Rows rows = Rows.random(200, 3, 1, 5).loseLabels(layout, 0, 0.3, 5);
    for (int r = 0; r < rows.count(); r++) {
      if (!Double.isNaN(rows.labels()[r])) {
        rows.features()[3 * r + 2] = 0.1;
      }
    }
    TargetMoments target = rows.accumulate(layout, 32).target(0);
    assertEquals(0, target.scatter().get(2, 2));
    assertEquals(0, target.scatter().get(2, 0));
    assertTrue(target.scatterCancellation() >= 1 && target.scatterCancellation() < 3);
  }

  @Test
  void groupsWithoutRowsAndRowsWithoutLabels() {
    LabelLayout layout = new LabelLayout(1, new int[1], new Side[] {Side.PRESENT});
    Rows rows = Rows.random(20, 3, 1, 5).loseLabels(layout, 0, 2, 5);
    Moments moments = rows.accumulate(layout, 8);
    assertEquals(20, moments.rows());
    assertEquals(0, moments.target(0).rows());
    assertEquals(0, moments.features().rows());
    Moments bare =
        new Rows(20, 3, 0, rows.features(), new double[0]).accumulate(LabelLayout.complete(0), 8);
    assertEquals(0, bare.layout().groups());
    assertEquals(20, bare.features().rows());
    assertEquals(rows.scatter(0, 2), bare.features().scatter().get(0, 2), 20 * ROUNDING);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    LabelLayout layout = LabelLayout.complete(1);
    MomentsAccumulator accumulator = new MomentsAccumulator(2, layout);
    IllegalArgumentException missing =
        assertThrows(
            IllegalArgumentException.class,
            () -> accumulator.add(new double[2], new double[] {Double.NaN}, 1));
    assertTrue(missing.getMessage().contains("found NaN (group 0, row 0 of the block)"));
    assertThrows(
        IllegalArgumentException.class, () -> accumulator.add(new double[3], new double[2], 2));
    Moments three = new MomentsAccumulator(3, layout).finish();
    assertThrows(
        IllegalArgumentException.class, () -> Moments.merge(three, Moments.empty(2, layout)));
    accumulator.finish();
    assertThrows(
        IllegalStateException.class, () -> accumulator.add(new double[2], new double[1], 1));
  }

  @Test
  void aRefusedBlockChangesNothing() {
    LabelLayout layout = LabelLayout.complete(1);
    double[] features = {1, 2, 3, 5, 8, 13};
    double[] labels = {1, 4, 2};
    MomentsAccumulator accumulator = new MomentsAccumulator(2, layout, 2); // blocks of two rows
    double nan = Double.NaN;
    double infinity = Double.POSITIVE_INFINITY;
    for (double[] wrong :
        new double[][] {
          {1, 2, 3, 4, nan, 6}, {1, 2, 3, 4, 5, infinity}, {-infinity, 2, 3, 4, 5, 6}
        }) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> accumulator.add(wrong.clone(), labels, 3));
      assertTrue(e.getMessage().contains("expected finite numbers"), e.getMessage());
    }
    for (double[] wrong : new double[][] {{1, 2, nan}, {1, infinity, 2}, {1, 2}}) {
      double[] before = features.clone();
      assertThrows(IllegalArgumentException.class, () -> accumulator.add(before, wrong, 3));
      assertArrayEquals(features, before);
    }
    assertThrows(IllegalArgumentException.class, () -> accumulator.add(features, labels, -1));
    assertEquals(0, accumulator.rows());
    accumulator.add(features.clone(), labels, 3);
    MomentsAccumulator plain = new MomentsAccumulator(2, layout, 2);
    plain.add(features.clone(), labels, 3);
    assertArrayEquals(plain.finish().toBytes(), accumulator.finish().toBytes());
  }
}

package org.transferability.accumulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.LabelLayout.Side;

/**
 * A target's moments are those of the rows that have its labels, to rounding of these, whatever
 * stands in the others and however the rows are cut into chunks: compared with the rows themselves,
 * the others deleted.
 */
final class UnlabelledRowsTest {
  private static final double[] FILLS = {-9999, 1e8, 9.97e36, 1e100, -1e-300, 1e-8, 3};

  private static final LabelLayout LAYOUT =
      new LabelLayout(
          6,
          new int[] {0, 1, 1, 2, 3, 4},
          new Side[] {Side.MISSING, Side.MISSING, Side.PRESENT, Side.MISSING, Side.PRESENT});

  /** The same with a group that has every row. */
  private static final LabelLayout WITH_COMPLETE =
      new LabelLayout(
          7,
          new int[] {0, 1, 1, 2, 3, 4, 5},
          new Side[] {
            Side.MISSING, Side.MISSING, Side.PRESENT, Side.MISSING, Side.PRESENT, Side.NONE
          });

  /** Differences, relative to the spread of both factors, of sums of up to 300 rows. */
  private static final double TOLERANCE = 1e-12;

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void rowsWithoutLabelsDoNotMatter(
      @ForAll @IntRange(max = 300) int count,
      @ForAll @IntRange(min = 1, max = 8) int d,
      @ForAll @IntRange(min = 1, max = 6) int chunks,
      @ForAll @IntRange(min = 1, max = 90) int blockRows,
      @ForAll @DoubleRange(max = 0.6) double missing,
      @ForAll @DoubleRange(max = 0.3) double spoiled,
      @ForAll boolean complete,
      @ForAll long seed) {
    LabelLayout layout = complete ? WITH_COMPLETE : LAYOUT;
    Random random = new Random(seed);
    Rows rows = Rows.random(count, d, layout.outputs(), seed);
    int constant = random.nextInt(d);
    int nearlyConstant = random.nextInt(d);
    for (int r = 0; r < count; r++) {
      rows.features()[r * d + constant] = 5;
      if (nearlyConstant != constant) {
        rows.features()[r * d + nearlyConstant] = 7 + r % 3 * 0x1p-30;
      }
    }
    for (int g = 0; g < LAYOUT.groups(); g++) {
      rows = rows.loseLabels(layout, g, missing, random.nextLong());
    }
    // rows of fill values lack the labels of some groups; to the others they are rows as any
    int victims = random.nextInt(1, 1 << LAYOUT.groups());
    for (int r = 0; r < count; r++) {
      if (random.nextDouble() < spoiled) {
        spoil(rows, layout, r, victims, random);
      }
    }
    check(rows, layout, chunks, blockRows, random);
  }

  /** Puts a fill value into a row, which some groups then lack, or all that may lack a row. */
  private static void spoil(Rows rows, LabelLayout layout, int r, int victims, Random random) {
    double fill = FILLS[random.nextInt(FILLS.length)];
    boolean whole = random.nextBoolean();
    for (int i = 0; i < rows.d(); i++) {
      if (whole || random.nextInt(3) == 0) {
        rows.features()[r * rows.d() + i] = fill * (1 + random.nextInt(3));
      }
    }
    boolean all = random.nextBoolean();
    for (int k = 0; k < rows.q(); k++) {
      int group = layout.groupOf(k);
      if (layout.side(group) != Side.NONE && (all || ((victims >> group) & 1) == 1)) {
        rows.labels()[r * rows.q() + k] = Double.NaN;
      }
    }
  }

  private static void check(
      Rows rows, LabelLayout layout, int chunks, int blockRows, Random random) {
    int[] cuts =
        IntStream.concat(
                IntStream.of(0, rows.count()), random.ints(chunks - 1L, 0, rows.count() + 1))
            .sorted()
            .toArray();
    List<Moments> parts = new ArrayList<>();
    for (int c = 0; c + 1 < cuts.length; c++) {
      Moments part = rows.part(cuts[c], cuts[c + 1]).accumulate(layout, blockRows);
      parts.add(Moments.fromBytes(part.toBytes()));
    }
    Moments moments = FoldMoments.of(parts).whole();
    assertEquals(rows.count(), moments.rows());
    for (int g = 0; g < layout.groups(); g++) {
      requireSame(rows.complete(layout.outputsOf(g)), moments.target(g), "group " + g);
    }
  }

  /** Moments of a target against their definition. */
  private static void requireSame(Rows expected, TargetMoments found, String name) {
    int d = expected.d();
    assertEquals(expected.count(), found.rows(), name);
    if (expected.count() == 0) {
      return;
    }
    Moments alone = expected.accumulate(LabelLayout.complete(expected.q()), 512);
    TargetMoments target = alone.target(0);
    assertTrue(found.scatterCancellation() < 400, name + found.scatterCancellation());
    // sums of n products lose as many digits as the moments report, n u a product at most
    double tolerance =
        Math.max(TOLERANCE, 2 * expected.count() * 0x1p-53 * found.scatterCancellation());
    for (int i = 0; i < d; i++) {
      double si = Math.sqrt(target.scatter().get(i, i));
      double mean = target.featureMean()[i];
      assertEquals(mean, found.featureMean()[i], TOLERANCE * (1 + Math.abs(mean) + si), name);
      for (int j = 0; j < d; j++) {
        double sj = Math.sqrt(target.scatter().get(j, j));
        // exactly 0 where a feature is constant
        assertEquals(
            target.scatter().get(i, j), found.scatter().get(i, j), tolerance * si * sj, name);
      }
      for (int k = 0; k < expected.q(); k++) {
        double sy = Math.sqrt(target.squares()[k]);
        assertEquals(
            target.cross()[i + k * d], found.cross()[i + k * d], tolerance * si * sy, name);
      }
    }
    for (int k = 0; k < expected.q(); k++) {
      assertEquals(target.squares()[k], found.squares()[k], TOLERANCE * target.squares()[k], name);
    }
  }

  /** Rows of the one kind first, then rows of the other, each kind being large to the other. */
  @Test
  void aTargetWhoseRowsBeginLate() {
    LabelLayout layout =
        new LabelLayout(2, new int[] {0, 1}, new Side[] {Side.MISSING, Side.MISSING});
    for (double factor : new double[] {1e-12, 1e12}) {
      for (int first : new int[] {1, 100, 200, 290}) {
        Rows rows = Rows.random(300, 3, 2, first);
        for (int r = 0; r < 300; r++) {
          if (r < first) {
            rows.labels()[2 * r] = Double.NaN;
            for (int i = 0; i < 3; i++) {
              rows.features()[3 * r + i] = factor * (1 + rows.features()[3 * r + i]);
            }
          } else if (r % 3 == 0) {
            rows.labels()[2 * r + 1] = Double.NaN;
          }
        }
        for (int blockRows : new int[] {1, 64, 512}) {
          Moments moments = rows.accumulate(layout, blockRows);
          requireSame(rows.complete(new int[] {0}), moments.target(0), "first " + first);
        }
      }
    }
  }

  /** The common case stays cheap: nothing is kept apart, and little is lost. */
  @Test
  void rowsOfOneKindAreSubtracted() {
    LabelLayout layout =
        new LabelLayout(3, new int[] {0, 1, 2}, new Side[] {Side.NONE, Side.MISSING, Side.MISSING});
    Rows rows =
        Rows.random(2000, 6, 3, 3).loseLabels(layout, 1, 0.1, 1).loseLabels(layout, 2, 0.3, 2);
    Moments moments = rows.accumulate(layout, 384);
    assertEquals(1 / 0.9, moments.target(1).scatterCancellation(), 0.05);
    assertEquals(1 / 0.7, moments.target(2).scatterCancellation(), 0.1);
    assertEquals(1, moments.target(0).scatterCancellation());
    for (int g = 0; g < 3; g++) {
      requireSame(rows.complete(new int[] {g}), moments.target(g), "group " + g);
    }
  }
}

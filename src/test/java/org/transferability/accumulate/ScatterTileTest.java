package org.transferability.accumulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.linear.SymmetricMatrix;

/** Scatters merged piece by piece beside scatters merged whole. */
final class ScatterTileTest {
  private static final int PARTS = 4;
  private static final LabelLayout LAYOUT =
      new LabelLayout(
          3,
          new int[] {0, 1, 2},
          new LabelLayout.Side[] {
            LabelLayout.Side.NONE, LabelLayout.Side.MISSING, LabelLayout.Side.PRESENT
          });

  /** Odd and even widths, tiles of one, some and all columns; one part has no rows. */
  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "7,1", "7,2", "8,3", "8,4", "9,100"})
  void piecesMergeToTheSameBits(int d, int columns) {
    List<FoldMoments> parts = new ArrayList<>();
    Random random = new Random(d);
    for (int part = 0; part < PARTS; part++) {
      parts.add(part(d, part == 1 ? 0 : 30 + part, random));
    }
    FoldMoments whole = parts.stream().reduce(FoldMoments::merge).orElseThrow();

    FoldMoments rest = null;
    for (FoldMoments part : parts) {
      FoldMoments sent = FoldMoments.of(List.of(overTheWire(part.withoutScatters().fold(0))));
      rest = rest == null ? sent : FoldMoments.merge(rest, sent);
    }
    assertNull(rest.fold(0).features().scatter());
    List<SymmetricMatrix> scatters = new ArrayList<>();
    for (int s = 0; s < rest.scatters(); s++) {
      SymmetricMatrix scatter = SymmetricMatrix.zeros(d);
      int end = SymmetricMatrix.storageColumns(d);
      for (int from = 0; from < end; from += columns) {
        ScatterTile merged = null;
        for (FoldMoments part : parts) {
          byte[] bytes = part.tile(s, from, Math.min(end, from + columns)).toBytes();
          ScatterTile tile = ScatterTile.fromBytes(bytes);
          merged = merged == null ? tile : merged.merge(tile);
        }
        merged.copyTo(scatter);
      }
      scatters.add(scatter);
    }

    assertArrayEquals(whole.fold(0).toBytes(), rest.withScatters(scatters).fold(0).toBytes());
  }

  @ParameterizedTest
  @CsvSource({"8"})
  void otherColumnsAreRefused(int d) {
    FoldMoments part = part(d, 20, new Random(1));
    ScatterTile first = part.tile(0, 0, 2);
    ScatterTile second = part.tile(0, 2, 4);
    assertThrows(IllegalArgumentException.class, () -> first.merge(second));
  }

  private static Moments overTheWire(Moments moments) {
    return MomentsBytes.read(MomentsBytes.write(moments, 0), 0);
  }

  private static FoldMoments part(int d, int rows, Random random) {
    FoldAccumulator accumulator = new FoldAccumulator(d, LAYOUT, 1);
    if (rows > 0) {
      double[] features = random.doubles((long) rows * d).toArray();
      double[] labels = random.doubles(3L * rows).toArray();
      for (int r = 0; r < rows; r += 3) {
        labels[3 * r + 1] = Double.NaN;
        labels[3 * r + 2] = r % 2 == 0 ? Double.NaN : 1;
      }
      accumulator.add(features, labels, new int[rows], rows);
    }
    return accumulator.finish();
  }
}

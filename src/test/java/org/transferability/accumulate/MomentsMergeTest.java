package org.transferability.accumulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.transferability.accumulate.LabelLayout.Side;

/** The laws of merging, over chunkings, orders, empty parts and offsets. */
final class MomentsMergeTest {
  private static final LabelLayout LAYOUT =
      new LabelLayout(
          4, new int[] {0, 1, 2, 1}, new Side[] {Side.NONE, Side.MISSING, Side.PRESENT});

  private static Rows rows(int count, int d, long seed, double offset) {
    return Rows.random(count, d, LAYOUT.outputs(), seed)
        .loseLabels(LAYOUT, 1, 0.25, seed + 1)
        .loseLabels(LAYOUT, 2, 0.7, seed + 2)
        .shifted(offset);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void mergeIsCommutativeBitForBit(
      @ForAll @IntRange(max = 20) int a,
      @ForAll @IntRange(max = 20) int b,
      @ForAll @IntRange(min = 1, max = 7) int d,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double offset,
      @ForAll long seed) {
    Rows rows = rows(a + b, d, seed, offset);
    Moments left = rows.part(0, a).accumulate(LAYOUT, 8);
    Moments right = rows.part(a, a + b).accumulate(LAYOUT, 8);
    assertArrayEquals(Moments.merge(left, right).toBytes(), Moments.merge(right, left).toBytes());
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void neitherChunkingNorOrderNorEmptyPartsMatter(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 30) Integer> parts,
      @ForAll @IntRange(min = 1, max = 7) int d,
      @ForAll @IntRange(min = 1, max = 40) int blockRows,
      @ForAll @IntRange(max = 1) int shifted,
      @ForAll long seed) {
    int count = parts.stream().mapToInt(Integer::intValue).sum();
    Rows rows = rows(count, d, seed, shifted * 1e6);
    List<Moments> pieces = new ArrayList<>();
    int from = 0;
    for (int part : parts) {
      pieces.add(rows.part(from, from + part).accumulate(LAYOUT, blockRows));
      from += part;
    }
    Random random = new Random(seed);
    while (pieces.size() > 1) {
      Moments one = pieces.remove(random.nextInt(pieces.size()));
      Moments other = pieces.remove(random.nextInt(pieces.size()));
      pieces.add(Moments.merge(one, other));
    }
    Moments whole = rows.accumulate(LAYOUT, 512);
    Moments merged = pieces.get(0);
    double tolerance = 1e-13 * (count + 1);
    assertEquals(count, merged.rows());
    assertEquals(whole.rows(), merged.rows());
    for (int g = 0; g < LAYOUT.groups(); g++) {
      TargetMoments expected = whole.target(g);
      TargetMoments found = merged.target(g);
      assertEquals(expected.rows(), found.rows());
      assertArrayEquals(expected.featureMean(), found.featureMean(), 3e-10);
      assertArrayEquals(expected.labelMean(), found.labelMean(), 3e-10);
      assertArrayEquals(expected.scatter().packed(), found.scatter().packed(), tolerance);
      assertArrayEquals(expected.cross(), found.cross(), tolerance);
      assertArrayEquals(expected.squares(), found.squares(), tolerance);
    }
  }

  @Property(tries = 30)
  void emptyIsNeutral(@ForAll @IntRange(max = 9) int count, @ForAll long seed) {
    Moments moments = rows(count, 3, seed, 0).accumulate(LAYOUT, 8);
    Moments empty = Moments.empty(3, LAYOUT);
    assertSame(moments, Moments.merge(moments, empty));
    assertArrayEquals(moments.toBytes(), Moments.merge(empty, moments).toBytes());
  }

  @Property(tries = 50)
  void bytesGiveTheSameMomentsBack(
      @ForAll @IntRange(max = 9) int count,
      @ForAll @IntRange(min = 1, max = 7) int d,
      @ForAll long seed) {
    Moments moments = rows(count, d, seed, 1e6).accumulate(LAYOUT, 8);
    byte[] bytes = moments.toBytes();
    Moments back = Moments.fromBytes(bytes);
    assertEquals(LAYOUT, back.layout());
    assertEquals(count, back.rows());
    assertArrayEquals(bytes, back.toBytes());
    bytes[4]++;
    assertThrows(IllegalArgumentException.class, () -> Moments.fromBytes(bytes));
  }
}

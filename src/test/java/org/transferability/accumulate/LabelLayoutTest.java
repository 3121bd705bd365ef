package org.transferability.accumulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.transferability.accumulate.LabelLayout.Side;

final class LabelLayoutTest {
  @Test
  void groupsMayInterleave() {
    LabelLayout layout =
        new LabelLayout(3, new int[] {1, 0, 1}, new Side[] {Side.NONE, Side.MISSING});
    assertArrayEquals(new int[] {0, 2}, layout.outputsOf(1));
    assertEquals(1, layout.groupOf(2));
    assertEquals(Side.MISSING, layout.side(1));
    assertEquals("3 outputs in 2 groups", layout.toString());
  }

  @Test
  void everyOutputHasAGroupAndEveryGroupAnOutput() {
    Side[] one = {Side.NONE};
    assertThrows(IllegalArgumentException.class, () -> new LabelLayout(2, new int[1], one));
    assertThrows(IllegalArgumentException.class, () -> new LabelLayout(1, new int[] {1}, one));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LabelLayout(1, new int[1], new Side[] {Side.NONE, Side.NONE}));
  }
}

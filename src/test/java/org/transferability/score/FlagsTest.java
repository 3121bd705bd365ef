package org.transferability.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class FlagsTest {
  @Test
  void flagsPrintInOneOrder() {
    Flags flags = Flags.none().withDigitsLost(9).with(Flag.RANK_DEFICIENT);
    assertEquals("rank-deficient;digits-lost=9 (7 left)", flags.toString());
    assertEquals("digits-lost=9 (7 left)", flags.warnings());
    assertEquals("rank-deficient", flags.notes());
    assertEquals(9, flags.digitsLost());
    assertEquals(Flags.none().with(Flag.RANK_DEFICIENT).withDigitsLost(9), flags);
    assertEquals("", Flags.none().toString());
    assertFalse(Flags.none().has(Flag.RANK_DEFICIENT));
  }

  @Test
  void digitsLostCarriesItsNumber() {
    assertThrows(IllegalArgumentException.class, () -> Flags.none().with(Flag.DIGITS_LOST));
    assertThrows(IllegalArgumentException.class, () -> Flags.none().withDigitsLost(0));
    assertThrows(IllegalArgumentException.class, () -> Flags.none().withDigitsLost(17));
  }

  @Test
  void everyFlagHasAMeaningAndARemedy() {
    for (Flag flag : Flag.values()) {
      assertTrue(flag.label().matches("[a-z-]+"));
      assertTrue(flag.description().endsWith("."));
      assertTrue(flag.advice().endsWith("."));
    }
  }
}

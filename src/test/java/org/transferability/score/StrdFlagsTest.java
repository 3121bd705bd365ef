package org.transferability.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.transferability.solve.RidgeSolver;
import org.transferability.solve.Strd;

/** No regression of NIST's that moments in double precision cannot solve is scored silently. */
final class StrdFlagsTest {
  @BeforeEach
  void dataArePresent() {
    assumeTrue(
        Files.isDirectory(Strd.FOLDER),
        () -> "Skipped: expected NIST's regressions, found none (" + Strd.FOLDER + ")");
  }

  @Test
  void filipAndThePerfectFitsAreFlagged() {
    Flags filip = flags("Filip", 0);
    assertTrue(filip.has(Flag.RANK_DEFICIENT) && filip.has(Flag.ILL_CONDITIONED));
    assertTrue(filip.digitsLost() >= 13, filip.toString());
    assertTrue(flags("Filip", 1).digitsLost() >= 8);
    assertEquals("digits-lost=16 (0 left)", flags("Wampler1", 0).toString());
    assertEquals("digits-lost=16 (0 left)", flags("Wampler2", 0).toString());
    assertTrue(flags("Wampler1", 1).has(Flag.DIGITS_LOST));
    assertTrue(flags("Wampler2", 1e-3).has(Flag.DIGITS_LOST));
  }

  @Test
  void solvableRegressionsAreNot() {
    for (String name : new String[] {"Longley", "Norris", "Wampler3", "Wampler4", "Wampler5"}) {
      for (Strd.Exact exact : Strd.exact(name)) {
        assertEquals("", flags(name, exact.lambda()).toString(), name);
      }
    }
  }

  private static Flags flags(String name, double lambda) {
    return LinearMse.of(RidgeSolver.prepare(Strd.problem(name)).solve(lambda), 0, 1).flags();
  }
}

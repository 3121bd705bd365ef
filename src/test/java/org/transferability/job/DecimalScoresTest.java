package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.transferability.solve.GoldenCase;
import org.transferability.solve.Strd;

/** The judge of {@link DoorsSparkTest} agrees with values that others computed. */
final class DecimalScoresTest {
  private static final Map<String, DoorCase> CASES =
      DoorCase.all().stream().collect(Collectors.toMap(DoorCase::name, Function.identity()));

  @Test
  void thereAreAHundred() {
    assertTrue(CASES.size() >= 100, "found " + CASES.size());
  }

  @Test
  void goldenValues() {
    for (GoldenCase golden : GoldenCase.all().toList()) {
      DecimalScores exact = CASES.get("golden-" + golden).exact();
      for (GoldenCase.Expected expected : golden.expected()) {
        double score = expected.number("score");
        // theirs are of the decimals in the file: of 1e6 and more, doubles keep ten places
        double same = golden.name().equals("shifted") ? 1e-9 : 1e-12;
        assertEquals(
            score, exact.linearMse(expected.lambda()), same * Math.abs(score), "" + golden);
        double gcv = expected.number("gcv");
        // with next to no row left, n - df magnifies the difference of decimals and doubles
        double tolerance = Double.isNaN(gcv) ? 0 : 1e-9 * Math.abs(gcv);
        assertEquals(-gcv, exact.gcv(expected.lambda()), tolerance, "" + golden);
      }
    }
  }

  @Test
  void residualsOfNist() {
    assumeTrue(
        Files.isDirectory(Strd.FOLDER),
        () -> "Skipped: expected NIST's regressions, found none (" + Strd.FOLDER + ")");
    // where powers of x in double precision are the powers meant, or near enough
    for (String name : List.of("Longley", "Norris", "Pontius", "Wampler3", "Wampler4")) {
      double expected = Strd.exact(name).get(0).score();
      double found = CASES.get("strd-" + name).exact().linearMse(0);
      assertEquals(expected, found, 1e-12 * Math.abs(expected), name);
    }
  }
}

package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.TargetMoments;

/** Errors on held-out folds, from moments alone, against 50-digit arithmetic and row by row. */
final class HeldOutTest {
  private static FoldMoments folds(GoldenCase golden) {
    int[] fold = golden.fold();
    int count = 0;
    for (int k : fold) {
      count = Math.max(count, k + 1);
    }
    FoldAccumulator rows = new FoldAccumulator(golden.d(), LabelLayout.complete(golden.q()), count);
    rows.add(golden.features(), golden.labels(), fold, golden.n());
    return rows.finish();
  }

  @Test
  void crossValidatedErrorOfGivenFolds() {
    for (GoldenCase golden : GoldenCase.all().toList()) {
      FoldMoments folds = folds(golden);
      for (GoldenCase.Expected expected : golden.expected()) {
        double sum = 0;
        double rounding = 0;
        for (int k = 0; k < folds.count(); k++) {
          TargetMoments trained = folds.without(k).target(0);
          RidgeFit fit = RidgeSolver.prepare(RidgeProblem.of(trained)).solve(expected.lambda());
          HeldOut errors = HeldOut.of(List.of(fit), trained, folds.fold(k).target(0));
          for (int o = 0; o < golden.q(); o++) {
            sum += errors.squares(0, o);
            rounding += errors.errorEstimate(0, o);
          }
        }
        double truth = expected.number("cv_mse");
        String where = golden.name() + " at " + expected.lambda();
        assertEquals(truth, sum / golden.n(), 1e-9 * truth, where);
        double told = 10 * rounding / golden.n() + 1e-15 * truth;
        // shifted: expected values of decimals beyond 1e6 that no double holds to more than 1e-10
        boolean exact = !golden.name().equals("shifted");
        assertTrue(!exact || Math.abs(sum / golden.n() - truth) <= told, where);
      }
    }
  }

  @Test
  void theSameAsPredictingRowByRow() {
    GoldenCase golden = GoldenCase.all().filter(c -> c.name().equals("plain")).findFirst().get();
    FoldMoments folds = folds(golden);
    double[] features = golden.features();
    double[] labels = golden.labels();
    int d = golden.d();
    for (int k = 0; k < folds.count(); k++) {
      TargetMoments trained = folds.without(k).target(0);
      List<RidgeFit> fits =
          List.of(
              RidgeSolver.prepare(RidgeProblem.of(trained)).solve(0),
              RidgeSolver.prepare(RidgeProblem.of(trained)).solve(0.1));
      HeldOut errors = HeldOut.of(fits, trained, folds.fold(k).target(0));
      for (int p = 0; p < 2; p++) {
        double[] a = fits.get(p).weights();
        double[] b = fits.get(p).intercept();
        for (int o = 0; o < golden.q(); o++) {
          double sum = 0;
          for (int r = 0; r < golden.n(); r++) {
            double left = labels[r * golden.q() + o] - b[o];
            for (int i = 0; i < d; i++) {
              left -= a[o * d + i] * features[r * d + i];
            }
            sum += golden.fold()[r] == k ? left * left : 0;
          }
          assertEquals(sum, errors.squares(p, o), 1e-11 * sum);
        }
      }
    }
  }

  /** Merged folds are the whole, whatever the folds: a score is the same to 1e-12. */
  @Test
  void foldsTogetherAreTheWhole() {
    for (GoldenCase golden : GoldenCase.all().toList()) {
      RidgeFit one = RidgeSolver.prepare(golden.problem()).solve(0.01);
      RidgeFit merged =
          RidgeSolver.prepare(RidgeProblem.of(folds(golden).whole().target(0))).solve(0.01);
      for (int o = 0; o < golden.q(); o++) {
        assertEquals(one.objective(o), merged.objective(o), 1e-12 * golden.problem().variance(o));
      }
    }
  }
}

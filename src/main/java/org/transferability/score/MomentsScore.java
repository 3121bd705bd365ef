package org.transferability.score;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.transferability.accumulate.Revisit;
import org.transferability.solve.OriginSpectrum;
import org.transferability.solve.RevisitedFit;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;

/**
 * The estimators that need only the moments of one set of rows, each at one penalty, for callers
 * that have moments but no study.
 */
public enum MomentsScore {
  LINEAR_MSE(LinearMse.NAME, Penalised.YES),
  LABEL_MSE(LabelMse.NAME, Penalised.YES),
  GCV(Gcv.NAME, Penalised.YES),
  LOGME(LogMe.NAME, Penalised.NO),
  ORIGIN_GCV(OriginGcv.NAME, Penalised.NO);

  private enum Penalised {
    YES,
    NO
  }

  private final String label;
  private final Penalised penalised;

  MomentsScore(String label, Penalised penalised) {
    this.label = label;
    this.penalised = penalised;
  }

  /** The name in options. */
  public String label() {
    return label;
  }

  /** Whether it has a penalty. */
  public boolean takesPenalty() {
    return penalised == Penalised.YES;
  }

  /** The estimator of this name in options; empty if there is none. */
  public static Optional<MomentsScore> named(String label) {
    return Arrays.stream(values()).filter(score -> score.label.equals(label)).findFirst();
  }

  /**
   * The score of all outputs as one target.
   *
   * @param lambda the penalty of the objective divided by n; ignored if it has none
   */
  public Score of(RidgeProblem problem, double lambda) {
    return takesPenalty()
        ? of(RidgeSolver.prepare(problem).solve(lambda))
        : of(OriginSpectrum.of(problem));
  }

  /**
   * The same for a caller that can read the rows again, which happens if the moments have lost more
   * than half of the score's digits. A score without a penalty keeps its flags.
   *
   * @param rows reads the rows of the problem once more
   */
  public Score of(RidgeProblem problem, double lambda, Function<Revisit, double[]> rows) {
    if (!takesPenalty()) {
      return of(problem, lambda);
    }
    RidgeSolver solver = RidgeSolver.prepare(problem);
    RidgeFit fit = solver.solve(lambda);
    Score score = of(fit);
    return RevisitedFit.isNeeded(fit) || score.flags().isDoubtful()
        ? of(RevisitedFit.of(solver, fit, rows))
        : score;
  }

  private Score of(RidgeFit fit) {
    int q = fit.outputs();
    return switch (this) {
      case LINEAR_MSE -> LinearMse.of(fit, 0, q);
      case LABEL_MSE -> LabelMse.of(fit, 0, q);
      case GCV -> Gcv.of(fit, 0, q);
      case LOGME, ORIGIN_GCV -> throw new IllegalStateException("Cannot score a fit by " + label);
    };
  }

  private Score of(OriginSpectrum spectrum) {
    int q = spectrum.outputs();
    return this == LOGME ? LogMe.of(LogMe.NAME, spectrum, 0, q) : OriginGcv.of(spectrum, 0, q);
  }
}

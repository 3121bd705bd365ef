package org.transferability.report;

import java.util.Comparator;
import org.transferability.score.CvMse;
import org.transferability.study.Penalty;

/**
 * The order of penalties in a result: none, then absolute ones ascending, then relative ones
 * ascending, then numbers of principal components, then {@code best}.
 */
final class LambdaOrder implements Comparator<String> {
  private static final int NONE = 0;
  private static final int BEST = 4;

  @Override
  public int compare(String a, String b) {
    int byKind = Integer.compare(kind(a), kind(b));
    if (byKind != 0 || kind(a) == NONE || kind(a) == BEST) {
      return byKind;
    }
    return Double.compare(Penalty.parse(a).value(), Penalty.parse(b).value());
  }

  private static int kind(String lambda) {
    if (lambda.isEmpty()) {
      return NONE;
    }
    if (lambda.equals(CvMse.BEST)) {
      return BEST;
    }
    return switch (Penalty.parse(lambda).unit()) {
      case ABSOLUTE -> 1;
      case RELATIVE -> 2;
      case COMPONENTS -> 3;
    };
  }
}

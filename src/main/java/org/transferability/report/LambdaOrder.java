package org.transferability.report;

import java.util.Comparator;
import org.transferability.score.CvMse;
import org.transferability.study.Penalty;

/**
 * The order of penalties in a result: none, then absolute ones ascending, then relative ones
 * ascending, then {@code best}.
 */
final class LambdaOrder implements Comparator<String> {
  @Override
  public int compare(String a, String b) {
    int byKind = Integer.compare(kind(a), kind(b));
    if (byKind != 0 || kind(a) == 0 || kind(a) == 3) {
      return byKind;
    }
    return Double.compare(Penalty.parse(a).value(), Penalty.parse(b).value());
  }

  private static int kind(String lambda) {
    if (lambda.isEmpty()) {
      return 0;
    }
    if (lambda.equals(CvMse.BEST)) {
      return 3;
    }
    return Penalty.parse(lambda).unit() == Penalty.Unit.ABSOLUTE ? 1 : 2;
  }
}

package org.transferability.job;

import java.util.List;
import org.transferability.report.Measure;
import org.transferability.report.ScoreRow;
import org.transferability.study.Study;

final class Scoring {
  Scoring(Study study) {}

  List<ScoreRow> score(FeatureSetPlan plan, SetMoments moments) {
    throw new UnsupportedOperationException();
  }

  static List<Measure> preference(Study study) {
    return List.of();
  }
}

package org.transferability.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.read.label.LabelTable;
import org.transferability.report.TreeReport.Finding;
import org.transferability.report.TreeReport.Severity;

/**
 * Which labelled rows of one dataset each source has. Sources that lack rows of others are scored
 * on other rows than these, so a difference of scores may be one of rows.
 */
final class RowCoverage {
  private static final int MOST_IDS = 5;

  private final LabelTable labels;
  private final Map<String, RoaringBitmap> found = new LinkedHashMap<>();

  RowCoverage(LabelTable labels) {
    this.labels = labels;
  }

  /**
   * Adds a set.
   *
   * @param set as findings name it
   * @param rows numbers of the labelled rows that have features in the set
   */
  void add(String set, RoaringBitmap rows) {
    rows.runOptimize();
    found.put(set, rows);
  }

  /** One for each set that lacks rows, and one for the dataset. */
  List<Finding> findings() {
    RoaringBitmap any = new RoaringBitmap();
    found.values().forEach(any::or);
    List<Finding> findings = new ArrayList<>();
    RoaringBitmap all = any.clone();
    found.forEach(
        (set, rows) -> {
          all.and(rows);
          RoaringBitmap lacking = RoaringBitmap.andNot(any, rows);
          if (!lacking.isEmpty()) {
            findings.add(
                new Finding(
                    Severity.WARNING,
                    set,
                    "%,d of the %,d labelled rows that other sources have are missing, with the ids %s"
                        .formatted(lacking.getCardinality(), any.getCardinality(), ids(lacking)),
                    "write their features, or compare sources on common rows (--common-rows of jobs/score)"));
          }
        });
    if (!findings.isEmpty()) {
      findings.add(
          0,
          new Finding(
              Severity.WARNING,
              "dataset '" + labels.dataset() + "'",
              "%,d of %,d sources lack rows that others have, so their scores compare different rows; all sources have %,d labelled rows in common"
                  .formatted(findings.size(), found.size(), all.getCardinality()),
              "--common-rows of jobs/score scores every source on these"));
    }
    return findings;
  }

  private String ids(RoaringBitmap rows) {
    List<String> ids = new ArrayList<>();
    for (PeekableIntIterator at = rows.getIntIterator(); at.hasNext() && ids.size() < MOST_IDS; ) {
      ids.add(labels.idText(at.next()));
    }
    return ids.stream().collect(Collectors.joining(", "))
        + (rows.getCardinality() > MOST_IDS ? ", ..." : "");
  }
}

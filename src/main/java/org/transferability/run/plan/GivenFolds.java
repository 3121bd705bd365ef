package org.transferability.run.plan;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.transferability.read.label.FoldValues;
import org.transferability.read.label.RowFolds;
import org.transferability.read.page.DataFile;
import org.transferability.study.Folds;
import org.transferability.study.InputException;

/**
 * The folds of feature sets whose labels are in the same rows. If values of a column decide, all
 * sets of a dataset must have the same values, because their scores are compared. Thread-safe.
 */
final class GivenFolds {
  private final Folds asked;
  private final Configuration conf;
  private final Map<String, First> firstOfDataset = new ConcurrentHashMap<>();

  /** A set and its folds, with which other sets are compared. */
  private record First(String set, RowFolds folds) {}

  GivenFolds(Folds asked, Configuration conf) {
    this.asked = asked;
    this.conf = conf;
  }

  /**
   * The folds of a table.
   *
   * @param where the table, for messages
   */
  static RowFolds read(Folds asked, Configuration conf, List<DataFile> files, String where)
      throws IOException {
    return asked.isGiven()
        ? RowFolds.of(FoldValues.read(conf, files, asked, where))
        : new RowFolds(asked.parts());
  }

  /** The folds of a set. */
  RowFolds of(ScoredSet set) throws IOException {
    RowFolds folds = read(asked, conf, set.files(), set.name());
    First first =
        firstOfDataset.computeIfAbsent(set.dataset(), dataset -> new First(set.name(), folds));
    if (asked.isGiven() && !first.folds().values().isSame(folds.values())) {
      throw new InputException(
          "Cannot assign rows to folds by column '%s': expected the same values in all sets of a dataset, found other ones in %s than in %s"
              .formatted(asked.column(), set.name(), first.set()));
    }
    return folds;
  }
}

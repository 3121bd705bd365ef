package org.transferability.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.transferability.read.label.LabelTable;
import org.transferability.read.tree.FeatureFiles;
import org.transferability.read.tree.FeatureTree;
import org.transferability.read.tree.TargetFiles;
import org.transferability.read.tree.TargetTree;
import org.transferability.score.Score;
import org.transferability.study.InputException;

/**
 * A source model in the ranking of a dataset.
 *
 * @param place from 1; equal scores share a place
 * @param score of the target; larger is better
 */
public record RankedSource(String dataset, int place, String source, Score score) {
  /** How one source is scored. */
  @FunctionalInterface
  interface Scoring {
    Score of(FileRows rows) throws IOException;
  }

  public RankedSource {
    Objects.requireNonNull(dataset);
    Objects.requireNonNull(source);
    Objects.requireNonNull(score);
  }

  /** The sources of all datasets that have labels, best first within each dataset. */
  static List<RankedSource> all(String features, String targets, String target, Scoring scoring)
      throws IOException {
    Configuration conf = new Configuration();
    Map<String, TargetFiles> labelled =
        TargetTree.list(conf, targets).stream()
            .collect(Collectors.toMap(TargetFiles::dataset, Function.identity()));
    Map<String, LabelTable> tables = new HashMap<>();
    List<RankedSource> sources = new ArrayList<>();
    for (FeatureFiles set : FeatureTree.list(conf, features)) {
      TargetFiles files = labelled.get(set.dataset());
      if (files == null) {
        throw new InputException(
            "Cannot rank: expected labels of dataset '%s' in %s, found none"
                .formatted(set.dataset(), targets));
      }
      LabelTable table = tables.get(set.dataset());
      if (table == null) {
        table = LabelTable.read(conf, files, "id", List.of(target));
        tables.put(set.dataset(), table);
      }
      Score score = scoring.of(FileRows.of(conf, set, targets, table));
      sources.add(new RankedSource(set.dataset(), 1, set.source(), score));
    }
    return placed(sources);
  }

  /** Sorts by dataset and score; a score that is NaN is last. */
  static List<RankedSource> placed(List<RankedSource> sources) {
    List<RankedSource> sorted =
        sources.stream()
            .sorted(
                Comparator.comparing(RankedSource::dataset)
                    .thenComparing(
                        (a, b) -> Double.compare(orLast(b.score.score()), orLast(a.score.score())))
                    .thenComparing(RankedSource::source))
            .toList();
    List<RankedSource> placed = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < sorted.size(); i++) {
      RankedSource next = sorted.get(i);
      boolean sameDataset = i > 0 && next.dataset.equals(sorted.get(i - 1).dataset);
      first = sameDataset ? first : i;
      boolean tied =
          sameDataset && Double.compare(next.score.score(), sorted.get(i - 1).score.score()) == 0;
      int place = tied ? placed.get(i - 1).place : i - first + 1;
      placed.add(new RankedSource(next.dataset, place, next.source, next.score));
    }
    return placed;
  }

  private static double orLast(double score) {
    return Double.isNaN(score) ? Double.NEGATIVE_INFINITY : score;
  }

  @Override
  public String toString() {
    return "%s %d %s %s".formatted(dataset, place, source, score.score());
  }
}

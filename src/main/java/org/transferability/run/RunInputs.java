package org.transferability.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.TargetFiles;
import org.transferability.report.RunRecord;
import org.transferability.run.chunk.RowCounts;
import org.transferability.run.plan.Inventory;
import org.transferability.run.plan.ScoredSet;
import org.transferability.study.Study;

/**
 * The inputs of a run, for run.json and the console.
 *
 * @param inputs every table that was read
 * @param skipped sets that were not scored
 * @param warnings what a reader of the scores should know
 */
public record RunInputs(
    List<RunRecord.Input> inputs, List<RunRecord.Skipped> skipped, List<String> warnings) {
  private static final int MOST_WARNINGS = 5;

  /**
   * What was read.
   *
   * @param study determines whether labels of rows that some source lacks were excluded, and
   *     whether only a sample of the rows was to be read
   */
  public static RunInputs of(Inventory inventory, List<ScoreRun.SetRecord> records, Study study) {
    boolean commonRows = study.commonRows();
    Map<List<Object>, ScoreRun.SetRecord> bySet = new HashMap<>();
    // a set in several passes has a record of each; the rows are the same, an error counts
    records.forEach(
        record ->
            bySet.merge(
                key(record.set()),
                record,
                (one, other) -> one.error() == null && other.error() != null ? other : one));
    List<RunRecord.Input> inputs = new ArrayList<>();
    List<RunRecord.Skipped> skipped = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    Map<String, Long> labelRows = labelRows(records);
    for (TargetFiles files : inventory.labels().values()) {
      inputs.add(
          RunRecord.Input.table(
              "targets",
              files.dataset(),
              paths(files.files()),
              bytes(files.files()),
              labelRows.getOrDefault(files.dataset(), 0L)));
    }
    int incomplete = 0;
    for (ScoredSet set : inventory.sets()) {
      ScoreRun.SetRecord record = Objects.requireNonNull(bySet.get(key(set)), set::name);
      if (record.error() != null) {
        skipped.add(new RunRecord.Skipped(set.source(), set.dataset(), record.error()));
        continue;
      }
      inputs.add(input(set, record, commonRows));
      RowCounts counts = record.counts();
      boolean sampled = study.sample().isPresent() || record.sampled();
      boolean whole =
          counts.dropped() == 0
              && (commonRows || counts.unmatched() == 0)
              && (sampled || record.labelsWithoutFeatures() == 0);
      if (!whole && !set.isSharedLabels() && ++incomplete <= MOST_WARNINGS) {
        warnings.add(
            "%s: %d of %d rows are used%s"
                .formatted(
                    set.name(),
                    counts.joined(),
                    counts.read(),
                    reasons(counts, sampled ? 0 : record.labelsWithoutFeatures(), commonRows)));
      }
    }
    if (incomplete > MOST_WARNINGS) {
      warnings.add(
          "%d more feature sets are used only in part, see inputs in run.json"
              .formatted(incomplete - MOST_WARNINGS));
    }
    return new RunInputs(inputs, skipped, warnings);
  }

  /** Why rows are not used, each reason with its number of rows. */
  private static String reasons(RowCounts counts, long withoutFeatures, boolean commonRows) {
    StringBuilder reasons = new StringBuilder();
    append(
        reasons,
        counts.unmatched(),
        commonRows ? "have no labels or are not in all sources" : "have no labels");
    append(reasons, counts.dropped(), "have features that are not finite");
    append(reasons, withoutFeatures, "rows of labels have no features");
    return reasons.toString();
  }

  private static void append(StringBuilder reasons, long rows, String reason) {
    if (rows > 0) {
      reasons.append("; %d %s".formatted(rows, reason));
    }
  }

  /** What a set is known by; its estimators follow from its columns. */
  private static List<Object> key(ScoredSet set) {
    return List.of(set.source(), set.dataset(), set.isSharedLabels());
  }

  /** Rows of labels by dataset: what found features, and what did not. */
  private static Map<String, Long> labelRows(List<ScoreRun.SetRecord> records) {
    Map<String, Long> rows = new HashMap<>();
    for (ScoreRun.SetRecord record : records) {
      if (record.error() == null && !record.set().isSharedLabels()) {
        rows.put(record.set().dataset(), record.counts().joined() + record.labelsWithoutFeatures());
      }
    }
    return rows;
  }

  private static RunRecord.Input input(
      ScoredSet set, ScoreRun.SetRecord record, boolean commonRows) {
    RowCounts counts = record.counts();
    Map<String, Long> dropped = new LinkedHashMap<>();
    if (counts.dropped() > 0) {
      dropped.put("features not finite", counts.dropped());
    }
    if (counts.unmatched() > 0) {
      dropped.put(
          commonRows ? "no labels with this id, or not in all sources" : "no labels with this id",
          counts.unmatched());
    }
    return new RunRecord.Input(
        set.isSharedLabels() ? "source labels" : "features",
        set.source(),
        set.dataset(),
        paths(set.files()),
        set.bytes(),
        counts.read(),
        counts.joined(),
        record.labelsWithoutFeatures(),
        dropped,
        seconds(counts));
  }

  private static Map<String, Double> seconds(RowCounts counts) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("read", counts.readNanos() / 1e9);
    seconds.put("blas", counts.accumulateNanos() / 1e9);
    seconds.put("merge", counts.mergeNanos() / 1e9);
    return seconds;
  }

  private static List<String> paths(List<DataFile> files) {
    return files.stream().map(DataFile::path).toList();
  }

  private static long bytes(List<DataFile> files) {
    return files.stream().mapToLong(DataFile::length).sum();
  }
}

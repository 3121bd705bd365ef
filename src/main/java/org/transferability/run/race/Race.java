package org.transferability.run.race;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.transferability.candidate.Selection;
import org.transferability.read.FeatureColumns;
import org.transferability.read.Footers;
import org.transferability.read.page.DataFile;
import org.transferability.report.Measure;
import org.transferability.report.ScoreRow;
import org.transferability.run.RaceResult;
import org.transferability.run.ScoreOptions;
import org.transferability.run.ScoreRun;
import org.transferability.run.StepTimes;
import org.transferability.run.aggregate.MomentsRun;
import org.transferability.run.plan.Inventory;
import org.transferability.run.plan.ScoredSet;
import org.transferability.run.resume.Resume;
import org.transferability.score.Flag;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Folds;
import org.transferability.study.InputException;
import org.transferability.study.RaceRounds;
import org.transferability.study.Sample;
import org.transferability.study.SampleSize;

/**
 * Scores the sources of a study in rounds. Each round reads more rows of the sources that are left,
 * and drops those that are behind for every target of their dataset; the others are scored on all
 * rows by an ordinary run, which reads all of them anew, so that its scores are those of a run
 * without a race bit for bit.
 */
public final class Race {
  private static final long LEAST_ROWS = 256;
  private static final long LEAST_ROWS_OF_A_FOLD = 4;

  private final ScoreOptions options;
  private final RaceRounds rounds;
  private final Configuration conf;
  private final MomentsRun moments;
  private final Resume resume;
  private final StepTimes times;
  private final LongConsumer progress;
  private final Measure measure;
  private final EstimatorKind estimator;

  private final Map<String, Contest> contests = new LinkedHashMap<>();
  private final List<Round> held = new ArrayList<>();
  private final List<ScoreRow> droppedRows = new ArrayList<>();
  private final List<ScoreRun.SetRecord> endedSets = new ArrayList<>();
  private final Set<String> doubts = new LinkedHashSet<>();

  /**
   * Prepares a race.
   *
   * @param rounds the samples
   * @param resume what is kept between runs
   * @param progress receives the number of sets that are done
   */
  public Race(
      ScoreOptions options,
      RaceRounds rounds,
      Configuration conf,
      MomentsRun moments,
      Resume resume,
      StepTimes times,
      LongConsumer progress) {
    this.options = options;
    this.rounds = rounds;
    this.conf = conf;
    this.moments = moments;
    this.resume = resume;
    this.times = times;
    this.progress = progress;
    this.measure = options.preference().get(0);
    this.estimator = EstimatorKind.parse(measure.estimator());
  }

  /**
   * Scores every set of the inventory, those that are dropped on a part of the rows.
   *
   * @param samples keeps the moments of one round for the next
   */
  public ScoreRun.Result run(Inventory inventory, Resume samples)
      throws IOException, InterruptedException {
    begin(inventory);
    for (SampleSize size : rounds.rounds()) {
      List<ScoredSet> racing = racing(size);
      if (!racing.isEmpty()) {
        hold(size, inventory.of(racing), samples);
      }
    }
    Set<ScoredSet> ended =
        endedSets.stream().map(ScoreRun.SetRecord::set).collect(Collectors.toSet());
    List<ScoredSet> finalists =
        inventory.sets().stream().filter(set -> !ended.contains(set)).toList();
    ScoreRun.Result last =
        finalists.isEmpty()
            ? ScoreRun.Result.NONE
            : new ScoreRun(options, conf, moments, resume, times, progress)
                .run(inventory.of(finalists));
    return together(last, finalists);
  }

  private void begin(Inventory inventory) throws IOException {
    Map<String, List<ScoredSet>> datasets = new LinkedHashMap<>();
    for (ScoredSet set : inventory.sets()) {
      if (set.estimators().contains(estimator)) {
        datasets.computeIfAbsent(set.dataset(), dataset -> new ArrayList<>()).add(set);
      }
    }
    Folds folds = options.study().folds();
    long least = Math.max(LEAST_ROWS, LEAST_ROWS_OF_A_FOLD * folds.parts());
    for (Map.Entry<String, List<ScoredSet>> dataset : datasets.entrySet()) {
      long rows = rows(dataset.getValue());
      int top = selection().top();
      contests.put(
          dataset.getKey(), new Contest(dataset.getValue(), rows, top, rounds.rounds(), least));
    }
  }

  private Selection selection() {
    return options.method().selection(options.study().folds());
  }

  /** Rows of the first set that can be read; 0 if none can, which the last run reports. */
  private long rows(List<ScoredSet> sets) throws IOException {
    for (ScoredSet set : sets) {
      OptionalLong rows = rows(set);
      if (rows.isPresent()) {
        return rows.getAsLong();
      }
    }
    return 0;
  }

  private OptionalLong rows(ScoredSet set) throws IOException {
    long rows = 0;
    try {
      for (DataFile file : set.files()) {
        rows += Footers.shape(conf, file, new FeatureColumns(null, null, null)).rows();
      }
      return OptionalLong.of(rows);
    } catch (InputException e) {
      return OptionalLong.empty(); // it is reported where the set is scored
    }
  }

  private List<ScoredSet> racing(SampleSize size) {
    return contests.values().stream()
        .filter(contest -> contest.races(size))
        .flatMap(contest -> contest.left().stream())
        .toList();
  }

  private void hold(SampleSize size, Inventory field, Resume samples)
      throws IOException, InterruptedException {
    ScoreOptions asked =
        options.ofRound(
            options.study().ofRound(List.of(estimator), new Sample(size, Sample.By.POSITION)));
    Resume kept = samples.ofSamples(asked.study(), rounds.rounds(), options.chunkSize(), conf);
    ScoreRun.Result result =
        new ScoreRun(asked, conf, moments, kept, times, done -> {})
            .run(field.withEstimators(List.of(estimator)));
    doubts.addAll(result.doubts());
    Map<List<String>, ScoreRun.SetRecord> records = new LinkedHashMap<>();
    for (ScoreRun.SetRecord record : result.sets()) {
      records.merge(
          List.of(record.set().source(), record.set().dataset()),
          record,
          (one, other) -> one.error() != null ? one : other);
    }
    int dropped = 0;
    for (Map.Entry<String, Contest> contest : contests.entrySet()) {
      if (contest.getValue().races(size)) {
        dropped += eliminate(contest.getKey(), contest.getValue(), result, records);
      }
    }
    held.add(new Round(size.toString(), field.sets().size(), dropped, kept.sampledRows()));
  }

  /** Ends a round for one dataset; returns how many sources were dropped. */
  private int eliminate(
      String dataset,
      Contest contest,
      ScoreRun.Result result,
      Map<List<String>, ScoreRun.SetRecord> records) {
    for (ScoredSet set : List.copyOf(contest.left())) {
      ScoreRun.SetRecord record = records.get(List.of(set.source(), dataset));
      if (record != null && record.error() != null) {
        contest.remove(set.source());
        end(set, record);
      }
    }
    List<ScoreRow> rows =
        result.rows().stream().filter(row -> row.dataset().equals(dataset)).toList();
    Elimination elimination =
        new Elimination(measure, selection(), contest.looks(), options.study().folds());
    Set<String> behind = new HashSet<>(elimination.behind(rows, contest.began()));
    for (ScoredSet set : List.copyOf(contest.left())) {
      if (behind.contains(set.source())) {
        end(set, Objects.requireNonNull(records.get(List.of(set.source(), dataset)), set::name));
      }
    }
    rows.stream()
        .filter(row -> behind.contains(row.source()))
        .map(row -> row.with(Flag.DROPPED))
        .forEach(droppedRows::add);
    contest.drop(behind);
    return behind.size();
  }

  private void end(ScoredSet set, ScoreRun.SetRecord record) {
    endedSets.add(record.ofSample(set));
    progress.accept(1);
  }

  private ScoreRun.Result together(ScoreRun.Result last, List<ScoredSet> finalists) {
    List<ScoreRow> rows = new ArrayList<>(last.rows());
    rows.addAll(droppedRows);
    List<ScoreRun.SetRecord> sets = new ArrayList<>(last.sets());
    sets.addAll(endedSets);
    List<String> warnings = new ArrayList<>(last.warnings());
    doubts.forEach(
        doubt -> warnings.add(doubt + "; a race may have dropped a source of it wrongly"));
    return new ScoreRun.Result(
        rows, sets, warnings, List.of(), last.sample(), Optional.of(report(finalists)));
  }

  private RaceResult report(List<ScoredSet> finalists) {
    long all = 0;
    long last = 0;
    Map<String, Integer> looks = new LinkedHashMap<>();
    for (Map.Entry<String, Contest> entry : contests.entrySet()) {
      Contest contest = entry.getValue();
      all += contest.rows() * contest.began();
      last += contest.rows() * contest.left().size();
      looks.put(entry.getKey(), contest.looks());
    }
    long inRounds = held.stream().mapToLong(Round::rows).sum();
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("rounds", held.stream().map(Round::describe).toList());
    described.put("finalists", finalists.size());
    described.put("rows_read_in_rounds", inRounds);
    described.put("rows_read_of_finalists", last);
    described.put("rows_without_race", all);
    return new RaceResult(
        looks, described, inRounds + last, all, endedSets.size(), finalists.size());
  }
}

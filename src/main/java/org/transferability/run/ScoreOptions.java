package org.transferability.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.transferability.accumulate.Precision;
import org.transferability.report.Measure;
import org.transferability.report.OutputDirectory;
import org.transferability.report.page.HtmlReport;
import org.transferability.run.plan.PlanSettings;
import org.transferability.run.scoring.ScoreMethod;
import org.transferability.run.scoring.Scoring;
import org.transferability.score.CvMse;
import org.transferability.score.CvR2;
import org.transferability.study.EstimatorKind;
import org.transferability.study.InputException;
import org.transferability.study.RaceRounds;
import org.transferability.study.Study;

/**
 * Everything that one run of {@code jobs/score} was asked to do.
 *
 * @param study what is compared
 * @param out the output directory, a Hadoop path
 * @param existing what becomes of an output that exists
 * @param onError what becomes of the run when a feature set cannot be scored
 * @param report whether report.html is written
 * @param verbosity how much is printed
 * @param inFlight how many Spark jobs accumulate at a time, each one wide feature set or many small
 *     ones; wide sets take several places so that their moments fit in half the driver's heap
 * @param broadcastLimit labels of a dataset that take more bytes than this are joined by a shuffle
 * @param chunkSize bytes of Parquet that one task reads; empty: chosen from the width of the
 *     features
 * @param state the directory that keeps moments between runs, a Hadoop path; empty: none does
 * @param method how scores are computed where there is a choice
 * @param tileLimit bytes of moments of all chunks of a set beyond which they are merged in tiles
 * @param precision in which products of features are formed
 * @param scratch the directory for a copy of tables, a Hadoop path; empty: next to the output
 * @param race the rounds in which sources are dropped before all rows are read; empty: none are
 */
public record ScoreOptions(
    Study study,
    String out,
    OutputDirectory.Existing existing,
    OnError onError,
    HtmlReport.Choice report,
    Verbosity verbosity,
    int inFlight,
    long broadcastLimit,
    OptionalLong chunkSize,
    Optional<String> state,
    ScoreMethod method,
    long tileLimit,
    Precision precision,
    Optional<String> scratch,
    Optional<RaceRounds> race) {

  public static final int DEFAULT_IN_FLIGHT = 4;
  public static final long DEFAULT_BROADCAST_LIMIT = 256L << 20;

  /** Below what Spark lets a job bring to the driver by default, which is 1 GiB. */
  public static final long DEFAULT_TILE_LIMIT = 768L << 20;

  /** The way around what tables cannot do. */
  public static final String COPY_ONCE =
      "write it once as Parquet files, with write.partitionBy(\"source\", \"dataset\").parquet(...), for targets partitionBy(\"dataset\"), and use --features and --targets";

  /** What becomes of the run when a feature set cannot be scored. */
  public enum OnError {
    /** The run ends, nothing is written, exit code 2. */
    STOP,
    /** The others are scored, the failed ones listed with their reasons, exit code 3. */
    SKIP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How much is printed. */
  public enum Verbosity {
    /** What is scored, progress, the ranking. */
    NORMAL,
    /** Warnings and errors only. */
    QUIET
  }

  public ScoreOptions {
    Objects.requireNonNull(study);
    Objects.requireNonNull(existing);
    Objects.requireNonNull(onError);
    Objects.requireNonNull(report);
    Objects.requireNonNull(verbosity);
    Objects.requireNonNull(method);
    Objects.requireNonNull(precision);
    if (out == null || out.isBlank()) {
      throw new InputException("Cannot score: expected a path for the output (--out), found none");
    }
    if (state.isPresent() && state.get().isBlank()) {
      throw new InputException("Cannot use --state: expected a path, found a blank one");
    }
    if (state.isPresent() && study.estimators().stream().anyMatch(EstimatorKind::readsClasses)) {
      throw new InputException(
          "Cannot store classes of labels between runs: expected --state without transrate and"
              + " h-score, found "
              + study.estimators());
    }
    if (state.isPresent() && !study.tables().isEmpty()) {
      throw new InputException(
          "Cannot use --state: expected files, whose length and time show what has changed, found a table or query; "
              + COPY_ONCE);
    }
    if (scratch.isPresent() && (scratch.get().isBlank() || study.tables().isEmpty())) {
      throw new InputException(
          "Cannot use --scratch: expected a path for the copy of a table or query, found %s"
              .formatted(scratch.get().isBlank() ? "a blank one" : "neither a table nor a query"));
    }
    if (state.isPresent() && study.sample().isPresent()) {
      throw new InputException(
          "Cannot use --state with --sample: expected moments of all rows, found --sample "
              + study.sample().get().size());
    }
    race.ifPresent(rounds -> requireRace(study));
    method.requireUseIn(study.estimators(), study.penalties());
    List<Measure> preference =
        Scoring.preference(study, method.rankBy()); // an unknown measure is refused
    race.ifPresent(rounds -> requireHeldOutErrors(preference.get(0).estimator()));
    if (method.outputs() == ScoreMethod.Outputs.EACH
        && study.estimators().stream().anyMatch(EstimatorKind::readsClasses)) {
      throw new InputException(
          "Cannot score each output: expected --each-output without transrate and h-score, found "
              + study.estimators());
    }
    if (inFlight < 1) {
      throw new InputException("Cannot use --in-flight: expected a number >= 1, found " + inFlight);
    }
    if (broadcastLimit < 0) {
      throw new InputException(
          "Cannot use --broadcast-limit: expected a size >= 0, found " + broadcastLimit);
    }
    if (tileLimit < 0 || tileLimit > DEFAULT_TILE_LIMIT) {
      throw new InputException(
          "Cannot use --tile-limit: expected a size of 0 to 768m, found " + tileLimit);
    }
    if (chunkSize.isPresent() && chunkSize.getAsLong() < 1) {
      throw new InputException(
          "Cannot use --chunk-size: expected a size >= 1, found " + chunkSize.getAsLong());
    }
  }

  private static void requireRace(Study study) {
    if (study.sample().isPresent()) {
      throw new InputException(
          "Cannot race on a sample: expected --race without --sample, found --sample "
              + study.sample().get().size());
    }
    if (study.commonRows()) {
      throw new InputException(
          "Cannot race on common rows: expected --race without --common-rows, because dropping a source changes them");
    }
  }

  private static void requireHeldOutErrors(String first) {
    if (!first.equals(CvR2.NAME) && !first.equals(CvMse.NAME)) {
      throw new InputException(
          "Cannot race by %s: expected cv-r2 or cv-mse as the estimator that ranks, whose errors on held-out rows can be compared"
              .formatted(first));
    }
  }

  /**
   * The options of one round of a race: moments alone decide, and what concerns other estimators is
   * left out.
   *
   * @param sampled by the estimator that ranks
   */
  public ScoreOptions ofRound(Study sampled) {
    return with(sampled, Optional.empty(), method.ofRound(), Optional.empty());
  }

  /** The measures by which rankings are made, the most preferred one first. */
  public List<Measure> preference() {
    return Scoring.preference(study, method.rankBy());
  }

  /** The same options for trees in place of tables. */
  public ScoreOptions of(Study ofTrees) {
    return with(ofTrees, state, method, race);
  }

  /** For a study without tables. */
  private ScoreOptions with(
      Study other,
      Optional<String> otherState,
      ScoreMethod otherMethod,
      Optional<RaceRounds> otherRace) {
    return new ScoreOptions(
        other,
        out,
        existing,
        onError,
        report,
        verbosity,
        inFlight,
        broadcastLimit,
        chunkSize,
        otherState,
        otherMethod,
        tileLimit,
        precision,
        Optional.empty(),
        otherRace);
  }

  /** Those that planning depends on. */
  public PlanSettings planSettings() {
    return new PlanSettings(
        study, precision, chunkSize, broadcastLimit, tileLimit, method.bins(), state.isPresent());
  }

  /**
   * The options by name, in a fixed order, with the defaults in their places: printed at the start
   * of a run and kept in run.json. Lists are lists of texts.
   */
  public Map<String, Object> describe() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("features", study.features());
    put(options, "features", study.tables().features());
    options.put("feature-sets", texts(study.featureSets()));
    options.put("targets", study.targets());
    put(options, "targets", study.tables().targets());
    options.put("out", out);
    options.put("sources", texts(study.sourceNames()));
    options.put("datasets", texts(study.datasetNames()));
    options.put("target-names", texts(study.targetNames()));
    options.put("include", texts(study.include()));
    options.put("exclude", texts(study.exclude()));
    options.put("estimators", texts(study.estimators()));
    options.put("lambda", study.penalties().describe(study.estimators()));
    options.put("rank-by", preference().get(0).toString());
    if (study.estimators().contains(EstimatorKind.SHARED_LABEL_MSE)) {
      options.put("source-labels", texts(study.sourceLabels()));
    }
    study
        .measured()
        .ifPresent(
            measured -> {
              options.put("actual", measured.path());
              options.putAll(measured.describe());
            });
    study.folds().describe(options);
    method.describe(options);
    options.put("id-column", study.columns().id());
    options.put("features-column", study.columns().features());
    options.put("prediction-column", study.columns().prediction());
    options.put("invalid-rows", study.invalidRows().toString());
    options.put("common-rows", study.commonRows());
    study.sample().ifPresent(sample -> sample.describe(options));
    race.ifPresent(rounds -> options.put("race", rounds.toString()));
    options.put("on-error", onError.toString());
    options.put("state", state.orElse(null));
    options.put("scratch", scratch.orElse(null));
    options.put("overwrite", existing == OutputDirectory.Existing.REPLACE);
    options.put("report", report.toString());
    options.put("in-flight", inFlight);
    options.put("broadcast-limit", broadcastLimit);
    options.put("chunk-size", chunkSize.isPresent() ? chunkSize.getAsLong() : "auto");
    options.put("tile-limit", tileLimit);
    options.put("precision", precision.toString());
    options.values().removeIf(value -> value == null || value.equals(List.of()));
    return options;
  }

  private static void put(Map<String, Object> options, String role, Optional<Study.Table> table) {
    table.ifPresent(
        t ->
            options.put(
                role + (t.form() == Study.Table.Form.NAME ? "-table" : "-query"), t.text()));
  }

  private static List<String> texts(List<?> values) {
    return values.stream().map(Object::toString).toList();
  }
}

package org.transferability.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transferability.study.Json;

/**
 * run.json: the record of a run. The keys are the names below in snake_case, including those of
 * {@link Execution} and {@link Outcome}; null values are omitted, and maps keep their order.
 *
 * @param options by name, as the run used them
 * @param inputs the tables that were read
 * @param steps seconds by step, in the order of the flow; steps that overlap count in each
 * @param state the directory in which moments are stored between runs, and the numbers of passes
 *     whose moments were found completely, in part, or not; null or empty without a state
 * @param sample by dataset the rows that a sample has of it; null or empty without a sample
 * @param race the rounds of a race, and what it read; null or empty without a race
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRecord(
    @JsonUnwrapped Execution execution,
    Map<String, Object> options,
    List<Input> inputs,
    List<Step> steps,
    @JsonUnwrapped Outcome outcome,
    Map<String, Object> state,
    Map<String, Object> sample,
    Map<String, Object> race) {

  /**
   * When and by what the run was made.
   *
   * @param started when the run started, ISO 8601 in UTC
   * @param finished when the computation ended
   * @param exitCode the exit code of the process
   * @param application Spark's id of the application, as in the history server; null if Spark did
   *     not run
   * @param versions by name: tool, spark, java, blas, os
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Execution(
      String started,
      String finished,
      int exitCode,
      String application,
      Map<String, String> versions) {
    public Execution {
      versions = ordered(versions);
    }
  }

  /**
   * What came of it.
   *
   * @param rows rows in scores.csv
   * @param skipped feature sets that were not scored
   * @param warnings sentences, as printed
   */
  public record Outcome(long rows, List<Skipped> skipped, List<String> warnings) {
    public Outcome {
      skipped = List.copyOf(skipped);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * One table that was read.
   *
   * @param kind {@code features} or {@code targets}
   * @param source the source, null for targets
   * @param dataset the dataset
   * @param paths its files; of a table its name and version, and the set
   * @param bytes bytes of the files
   * @param rows rows in the files
   * @param rowsJoined rows whose id was found in the other table; null if there was no join
   * @param labelsWithoutFeatures rows of labels whose id has no features here; null without a join
   * @param rowsDropped the others by reason, such as {@code no labels with this id}
   * @param seconds by step: task time of reading and of BLAS, driver time of merging; null if tasks
   *     read nothing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Input(
      String kind,
      String source,
      String dataset,
      List<String> paths,
      long bytes,
      long rows,
      Long rowsJoined,
      Long labelsWithoutFeatures,
      Map<String, Long> rowsDropped,
      Map<String, Double> seconds) {
    /** A table that was not read by tasks, and joined with nothing. */
    public static Input table(
        String kind, String dataset, List<String> paths, long bytes, long rows) {
      return new Input(kind, null, dataset, paths, bytes, rows, null, null, Map.of(), null);
    }

    public Input {
      seconds = seconds == null ? null : ordered(seconds);
      paths = List.copyOf(paths);
      rowsDropped = ordered(rowsDropped);
    }

    /** The same input with other paths. */
    public Input at(List<String> otherPaths) {
      return new Input(
          kind,
          source,
          dataset,
          otherPaths,
          bytes,
          rows,
          rowsJoined,
          labelsWithoutFeatures,
          rowsDropped,
          seconds);
    }

    /** The number of files. */
    @JsonProperty
    public int files() {
      return paths.size();
    }
  }

  /** A step of the flow and its time in seconds. */
  public record Step(String name, double seconds) {}

  /** A feature set that was not scored, and the reason. */
  public record Skipped(String source, String dataset, String reason) {}

  public RunRecord {
    options = ordered(options);
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
    state = state == null || state.isEmpty() ? null : ordered(state);
    sample = sample == null || sample.isEmpty() ? null : ordered(sample);
    race = race == null || race.isEmpty() ? null : ordered(race);
  }

  /** A run over all rows. */
  public RunRecord(
      Execution execution,
      Map<String, Object> options,
      List<Input> inputs,
      List<Step> steps,
      Outcome outcome,
      Map<String, Object> state) {
    this(execution, options, inputs, steps, outcome, state, Map.of(), Map.of());
  }

  /** Writes it as JSON in UTF-8; the caller closes the stream. */
  public void write(OutputStream out) throws IOException {
    Json.write(this, out);
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}

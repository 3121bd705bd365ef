package org.transferability.job;

import org.transferability.job.cli.OutputFormat;
import org.transferability.run.ScoreOptions;

/** What a command line of {@code jobs/score} asks for. */
public sealed interface ScoreOptionsRequest {
  /** Score with these options. */
  record Run(ScoreOptions options, OutputFormat format) implements ScoreOptionsRequest {}

  /** Print what scoring with these options would cost. */
  record Plan(ScoreOptions options, OutputFormat format) implements ScoreOptionsRequest {}

  /** Print this text (help, version) and end with exit code 0. */
  record Show(String text) implements ScoreOptionsRequest {}

  /** Reads a command line, and the study file that it names. */
  static ScoreOptionsRequest parse(String... arguments) {
    return ScoreOptionsCommand.parse(arguments);
  }
}

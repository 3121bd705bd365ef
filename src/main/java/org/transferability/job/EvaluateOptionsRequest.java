package org.transferability.job;

/** What a command line of {@code jobs/evaluate} asks for. */
public sealed interface EvaluateOptionsRequest {
  /** Evaluate with these options. */
  record Run(EvaluateOptions options) implements EvaluateOptionsRequest {}

  /** Print this text (help, version) and end with exit code 0. */
  record Show(String text) implements EvaluateOptionsRequest {}

  /**
   * Reads a command line.
   *
   * @throws org.transferability.study.InputException when an option is unknown, missing or wrong
   */
  static EvaluateOptionsRequest parse(String... arguments) {
    return EvaluateOptionsCommand.parse(arguments);
  }
}

package org.transferability.job;

/** stub */
final class ScoreOptionsCommand {
  private ScoreOptionsCommand() {}

  static ScoreOptionsRequest parse(String... arguments) {
    throw new UnsupportedOperationException(String.join(" ", arguments));
  }
}

package org.transferability.job;

/** A driver on YARN whose first attempt is lost after it wrote its output. */
public final class LostAttempt {
  private LostAttempt() {}

  /** The same arguments as {@link ScoreJob}. */
  public static void main(String[] arguments) {
    ScoreJob.main(arguments);
    // container_TIME_APPLICATION_ATTEMPT_NUMBER
    if (System.getenv("CONTAINER_ID").matches(".*_01_\\d+")) {
      Runtime.getRuntime().halt(1);
    }
  }
}

package org.transferability.sql;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transferability.study.InputException;

/**
 * The version of the Spark that runs. An older one lacks methods that are called here, which would
 * end with a NoSuchMethodError in the middle of a run. Newer ones are accepted.
 */
public final class SparkVersion {
  private static final int MAJOR = 4;
  private static final int MINOR = 1;

  /** The version of a vendor continues as it likes: 4.1.0-amzn-1, 4.1.0.dev0. */
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\D.*)?");

  private SparkVersion() {}

  /**
   * Refuses an older Spark. Takes microseconds, because Spark has read its own version before.
   *
   * @throws InputException if it is older
   */
  public static void requireSupported() {
    Optional<String> refusal = refusal(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    if (refusal.isPresent()) {
      throw new InputException(refusal.get());
    }
  }

  /** Whether the Spark that runs has this version or a later one; false if it is not a version. */
  static boolean isAtLeast(int major, int minor) {
    return compare(org.apache.spark.package$.MODULE$.SPARK_VERSION(), major, minor).orElse(-1) >= 0;
  }

  /** Negative for an older version than this; empty if the text is not a version. */
  private static OptionalInt compare(String version, int major, int minor) {
    Matcher numbers = NUMBERS.matcher(String.valueOf(version).strip());
    if (!numbers.matches()) {
      return OptionalInt.empty();
    }
    int found = Integer.parseInt(numbers.group(1));
    return OptionalInt.of(
        found == major
            ? Integer.compare(Integer.parseInt(numbers.group(2)), minor)
            : Integer.compare(found, major));
  }

  /** Why this version cannot be used; empty if it can be, or if it is not a version. */
  static Optional<String> refusal(String version) {
    if (compare(version, MAJOR, MINOR).orElse(0) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        "Cannot run on this version of Spark: expected %d.%d or later, found %s"
            .formatted(MAJOR, MINOR, version.strip()));
  }
}

package org.transferability.sql;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which versions of Spark are accepted. */
final class SparkVersionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "4.1.0",
        "4.1.3",
        "4.2.0",
        "4.10.0",
        "5.0.0",
        "10.0.0",
        "4.1.0-SNAPSHOT",
        "4.2.0-preview1",
        "4.1.0.dev0",
        "4.1.0-amzn-1",
        "4.1",
        "<unknown>",
        ""
      })
  void isAccepted(String version) {
    assertEquals(Optional.empty(), SparkVersion.refusal(version));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"4.0.1", "4.0.0-preview2", "3.5.6", "3.5.2-amzn-1", "3.10.0", "2.4.8", "0.9.2"})
  void isRefusedInOneLineWithBothVersions(String version) {
    assertEquals(
        "Cannot run on this version of Spark: expected 4.1 or later, found " + version,
        SparkVersion.refusal(version).orElseThrow());
  }

  @Test
  void theSparkOfTheBuildIsAccepted() {
    assertDoesNotThrow(SparkVersion::requireSupported);
  }
}

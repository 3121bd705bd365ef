package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EarlierAttemptTest {
  @TempDir private Path folder;

  private OptionalInt exitCode(String application, int attempt) throws IOException {
    return new EarlierAttempt(application, attempt)
        .exitCode(folder.resolve("out").toUri().toString(), new Configuration());
  }

  private void record(String json) throws IOException {
    Files.writeString(Files.createDirectories(folder.resolve("out")).resolve("run.json"), json);
  }

  @Test
  void theOutputOfAnEarlierAttemptIsTheResult() throws IOException {
    record("{\"exit_code\": 3, \"application\": \"application_1_0001\", \"other\": []}");
    assertEquals(OptionalInt.of(3), exitCode("application_1_0001", 2));
    assertEquals(OptionalInt.of(3), exitCode("application_1_0001", 3));
  }

  @Test
  void anotherOutputIsNot() throws IOException {
    assertEquals(OptionalInt.empty(), exitCode("application_1_0001", 2), "no output");
    record("{\"exit_code\": 0, \"application\": \"application_1_0002\"}");
    assertEquals(OptionalInt.empty(), exitCode("application_1_0001", 2), "of another application");
    record("{\"exit_code\": 0}");
    assertEquals(OptionalInt.empty(), exitCode("application_1_0001", 2), "of an older version");
    record("{\"exit_code\": 0, \"appl");
    assertEquals(OptionalInt.empty(), exitCode("application_1_0001", 2), "half a file");
  }

  @Test
  void aFirstAttemptHasNoEarlierOne() throws IOException {
    record("{\"exit_code\": 0, \"application\": \"application_1_0001\"}");
    assertEquals(OptionalInt.empty(), exitCode("application_1_0001", 1));
    assertEquals(OptionalInt.empty(), exitCode("application_1_0001", 0));
  }
}

package org.transferability.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.transferability.study.Json;

/**
 * Finds what an earlier attempt of this application wrote. YARN starts an application again if it
 * loses contact to it, even if the output is complete. All attempts have the same command line, so
 * this output is the result.
 *
 * @param application Spark's id, the same in each attempt
 * @param number the number of this attempt, from 1; 0 where applications are not started again
 */
record EarlierAttempt(String application, int number) {
  static EarlierAttempt of(SparkContext context) {
    String attempt = context.applicationAttemptId().getOrElse(() -> "0");
    return new EarlierAttempt(
        context.applicationId(), attempt.matches("\\d{1,6}") ? Integer.parseInt(attempt) : 0);
  }

  /** The recorded exit code of an earlier attempt that wrote this output; empty if none did. */
  OptionalInt exitCode(String out, Configuration conf) throws IOException {
    if (number < 2) {
      return OptionalInt.empty();
    }
    Path record = new Path(out, "run.json");
    try (InputStream in = record.getFileSystem(conf).open(record)) {
      JsonNode run = Json.MAPPER.readTree(in);
      return run.path("application").asText().equals(application)
          ? OptionalInt.of(run.path("exit_code").asInt())
          : OptionalInt.empty();
    } catch (FileNotFoundException | JacksonException e) {
      return OptionalInt.empty(); // the check of the output reports what is there
    }
  }
}

package org.transferability.run.chunk;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What tasks have done, as the Spark UI shows it while they do it. Only to be watched: a task that
 * runs twice counts twice. What a run records comes with the results, once each.
 */
public record TaskCounters(
    LongAccumulator rows, LongAccumulator readMillis, LongAccumulator blasMillis)
    implements Serializable {

  public static TaskCounters in(JavaSparkContext spark) {
    return new TaskCounters(
        spark.sc().longAccumulator("rows read"),
        spark.sc().longAccumulator("reading, milliseconds"),
        spark.sc().longAccumulator("BLAS, milliseconds"));
  }

  public void add(RowCounts counts) {
    rows.add(counts.read());
    readMillis.add(TimeUnit.NANOSECONDS.toMillis(counts.readNanos()));
    blasMillis.add(TimeUnit.NANOSECONDS.toMillis(counts.accumulateNanos()));
  }
}

package org.transferability.job;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.transferability.read.LabelSurvey;
import org.transferability.read.LabelTable;

/**
 * The labels of one dataset on the driver, sent to executors at most once. A large table has a
 * broadcast of its own, which ends with the last pass that uses it; small ones travel together with
 * their batch.
 */
final class DatasetLabels {
  /** Tables below this travel with their batch. */
  static final long SMALL = 1 << 20;

  private final LabelTable table;
  private final LabelSurvey survey;
  private Broadcast<LabelTable[]> broadcast;
  private int users;

  DatasetLabels(LabelTable table) {
    this.table = table;
    this.survey = LabelSurvey.of(table);
  }

  LabelTable table() {
    return table;
  }

  LabelSurvey survey() {
    return survey;
  }

  boolean isSmall() {
    return table.bytes() < SMALL;
  }

  /** Says that one more pass will use these labels. */
  synchronized void retain() {
    users++;
  }

  /** The table on its own; only for tables that are not small. */
  synchronized Broadcast<LabelTable[]> broadcast(JavaSparkContext spark) {
    if (broadcast == null) {
      broadcast = spark.broadcast(new LabelTable[] {table});
    }
    return broadcast;
  }

  /** Says that a pass is over; the last one frees the executors' copies. */
  synchronized void release() {
    users--;
    if (users == 0 && broadcast != null) {
      broadcast.destroy();
      broadcast = null;
    }
  }
}

package org.transferability.run.aggregate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.transferability.read.label.LabelTable;
import org.transferability.run.plan.DatasetLabels;

/**
 * The label tables that are too large to travel with a batch: each is broadcast once and destroyed
 * after the last pass that uses it. Thread-safe.
 */
final class LabelBroadcasts {
  private final JavaSparkContext spark;
  private final Map<DatasetLabels, Broadcast<LabelTable[]>> broadcasts = new ConcurrentHashMap<>();

  LabelBroadcasts(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** The table of these labels, sent to executors at most once. */
  Broadcast<LabelTable[]> of(DatasetLabels labels) {
    return broadcasts.computeIfAbsent(
        labels, l -> spark.broadcast(new LabelTable[] {l.table().orElseThrow()}));
  }

  /** Ends the use of the labels by one pass; after the last one, executors drop their copies. */
  void release(DatasetLabels labels) {
    if (labels.release()) {
      Broadcast<LabelTable[]> broadcast = broadcasts.remove(labels);
      if (broadcast != null) {
        broadcast.destroy();
      }
    }
  }
}

package org.transferability.run.aggregate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.transferability.run.chunk.ChunkAccumulation;
import org.transferability.run.chunk.ChunkResult;
import org.transferability.run.chunk.ChunkSpec;
import org.transferability.run.chunk.TaskCounters;
import scala.Function1;
import scala.collection.Iterator;

/** The function that Spark ships to executors: each partition holds one task's chunks. */
record AccumulateTask(Broadcast<SerializableConfiguration> conf, TaskCounters counters)
    implements Function1<Iterator<Batch.Task>, List<ChunkResult>>, Serializable {

  @Override
  public List<ChunkResult> apply(Iterator<Batch.Task> tasks) {
    List<ChunkResult> results = new ArrayList<>();
    while (tasks.hasNext()) {
      for (ChunkSpec spec : tasks.next().chunks()) {
        ChunkResult result =
            ChunkAccumulation.run(spec, conf.value().value(), UnaryOperator.identity());
        counters.add(result.counts());
        results.add(result);
      }
    }
    return results;
  }
}

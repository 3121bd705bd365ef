package org.transferability.read;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.transferability.job.BenchData;
import org.transferability.job.BenchShape;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.FeatureTree;

/** Pages of one file of 4,000 rows to blocks of doubles, from the page cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class RowReaderBenchmark {
  @Param({"256", "1024"})
  private int width;

  @Param({"PLAIN", "SNAPPY"})
  private BenchShape.Encoding encoding;

  private Configuration conf;
  private DataFile file;
  private RowBlock block;

  /** Writes the file if it is not there. */
  @Setup
  public void write() throws IOException, InterruptedException {
    conf = new Configuration();
    BenchData data =
        BenchData.of(
            Path.of("target/bench-data"), BenchShape.wide(16_000, width).with(encoding), 1);
    file = FeatureTree.list(conf, data.features()).get(0).files().get(0);
    block = new RowBlock(256);
  }

  @Benchmark
  public long read() throws IOException {
    FeatureColumns columns = new FeatureColumns("id", "features", null, List.of());
    try (RowReader rows =
        new RowReader(conf, FileRange.all(file), columns, MissingFeatures.ERROR)) {
      while (rows.read(block)) {
        block.clear();
      }
      return rows.rowsRead();
    }
  }
}

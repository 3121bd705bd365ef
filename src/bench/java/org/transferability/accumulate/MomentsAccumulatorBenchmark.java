package org.transferability.accumulate;

import java.util.Random;
import java.util.concurrent.TimeUnit;
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
import org.transferability.linear.Blas;

/** Centring, Gram matrix, cross-products and label sums of one block, by the size of the block. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class MomentsAccumulatorBenchmark {
  @Param({"64", "256", "1024", "2048"})
  private int width;

  @Param({"128", "256", "512", "1024"})
  private int rows;

  @Param({"2", "100"})
  private int outputs;

  private MomentsAccumulator moments;
  private double[] features;
  private double[] labels;

  /** Fills the block. */
  @Setup
  public void fill() {
    Blas.load();
    Random random = new Random(1);
    moments =
        new MomentsAccumulator(
            width,
            LabelLayout.complete(outputs),
            rows,
            Precision.DOUBLE,
            MomentsAccumulator.SQUARE_BYTES);
    features = random.doubles((long) rows * width, -1, 1).toArray();
    labels = random.doubles((long) rows * outputs, -1, 1).toArray();
  }

  /** The block is centred in place, so it drifts by its shift each time; the work is the same. */
  @Benchmark
  public void add() {
    moments.addChecked(features, labels, rows);
  }
}

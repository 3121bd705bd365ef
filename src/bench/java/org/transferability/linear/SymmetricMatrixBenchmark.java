package org.transferability.linear;

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

/**
 * X'X of one block: into packed storage, into the square that tasks keep while they have memory for
 * it, and by dsyrk alone. GF/s = rows d^2 / time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class SymmetricMatrixBenchmark {
  @Param({"256", "1024", "2048"})
  private int order;

  @Param({"256", "384", "1024"})
  private int rows;

  private double[] block;
  private double[] full;
  private SymmetricMatrix packed;
  private SquareSum square;

  /** Fills the block. */
  @Setup
  public void fill() {
    Blas.load();
    Random random = new Random(1);
    block = random.doubles((long) (rows + 1) * order, -1, 1).toArray();
    full = new double[order * order];
    packed = SymmetricMatrix.zeros(order);
    square = new SquareSum(order);
  }

  @Benchmark
  public SymmetricMatrix addOuterProducts() {
    packed.addOuterProducts(block, rows);
    return packed;
  }

  @Benchmark
  public SquareSum squareSum() {
    square.add(block, 0, rows);
    return square;
  }

  @Benchmark
  public double[] dsyrk() {
    Blas.blas().dsyrk("L", "N", order, rows, 1.0, block, 0, order, 1.0, full, 0, order);
    return full;
  }
}

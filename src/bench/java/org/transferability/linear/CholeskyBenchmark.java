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

/** The factorisation of a well-conditioned packed matrix, its copy included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class CholeskyBenchmark {
  @Param({"64", "256", "1024", "2048"})
  private int order;

  private SymmetricMatrix matrix;

  /** X'X of 2 d random rows. */
  @Setup
  public void fill() {
    Blas.load();
    Random random = new Random(1);
    int rows = 2 * order;
    matrix = SymmetricMatrix.zeros(order);
    matrix.addOuterProducts(random.doubles((long) (rows + 1) * order, -1, 1).toArray(), rows);
  }

  @Benchmark
  public Factorization factorise() {
    return Cholesky.of(matrix.copy());
  }
}

package org.transferability.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.transferability.linear.Blas;

/**
 * Nothing but matrix products of rows x width values, on all cores, one thread each: what no
 * program can beat that forms a Gram matrix. The rows are a block that is larger than the caches,
 * used again and again.
 */
final class BlasContender implements Contender {
  private static final long BLOCK_VALUES = 8L << 20;

  /** One thread's product of a block of rows, added to its own result. */
  @FunctionalInterface
  private interface Product {
    void add(int rows);
  }

  private final String name;
  private final int rows;
  private final int blockRows;
  private final List<Product> products;
  private final ExecutorService threads;

  private BlasContender(String name, int rows, int blockRows, List<Product> products) {
    this.name = name;
    this.rows = rows;
    this.blockRows = blockRows;
    this.products = products;
    this.threads = Executors.newFixedThreadPool(products.size());
  }

  private static int blockRows(int width) {
    return (int) Math.max(512, Math.min(4096, BLOCK_VALUES / width));
  }

  /** X'X in float64, one triangle. */
  static BlasContender dsyrk(int rows, int width, int cores) {
    int block = blockRows(width);
    List<Product> products = new ArrayList<>();
    for (int c = 0; c < cores; c++) {
      double[] x = doubles(block * width);
      double[] gram = new double[width * width];
      products.add(
          n -> Blas.blas().dsyrk("L", "N", width, n, 1.0, x, 0, width, 1.0, gram, 0, width));
    }
    return new BlasContender("dsyrk alone", rows, block, products);
  }

  /** X'X in float32, one triangle. */
  static BlasContender ssyrk(int rows, int width, int cores) {
    int block = blockRows(width);
    List<Product> products = new ArrayList<>();
    for (int c = 0; c < cores; c++) {
      float[] x = new float[block * width];
      Arrays.fill(x, 0.5f);
      float[] gram = new float[width * width];
      products.add(n -> Blas.blas().ssyrk("L", "N", width, n, 1f, x, 0, width, 1f, gram, 0, width));
    }
    return new BlasContender("ssyrk alone", rows, block, products);
  }

  /** X'Y in float64. */
  static BlasContender dgemm(int rows, int width, int outputs, int cores) {
    int block = blockRows(Math.max(width, outputs));
    List<Product> products = new ArrayList<>();
    for (int c = 0; c < cores; c++) {
      double[] x = doubles(block * width);
      double[] y = doubles(block * outputs);
      double[] cross = new double[width * outputs];
      products.add(
          n ->
              Blas.blas()
                  .dgemm(
                      "N", "T", width, outputs, n, 1.0, x, 0, width, y, 0, outputs, 1.0, cross, 0,
                      width));
    }
    return new BlasContender("one dgemm", rows, block, products);
  }

  private static double[] doubles(int length) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = (i % 1009 - 504) / 300.0;
    }
    return values;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Run run() throws Exception {
    return Contender.time(
        () -> {
          List<Future<?>> parts = new ArrayList<>();
          for (int c = 0; c < products.size(); c++) {
            Product product = products.get(c);
            int share =
                (int) ((long) rows * (c + 1) / products.size() - (long) rows * c / products.size());
            parts.add(threads.submit(() -> multiply(product, share)));
          }
          for (Future<?> part : parts) {
            part.get();
          }
        });
  }

  private void multiply(Product product, int share) {
    for (int left = share; left > 0; left -= blockRows) {
      product.add(Math.min(left, blockRows));
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

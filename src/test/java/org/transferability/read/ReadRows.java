package org.transferability.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.transferability.read.page.DataFile;

/** All rows of a file, copied out of the blocks for comparison. */
public record ReadRows(
    List<double[]> features,
    List<double[]> predictions,
    List<double[]> labels,
    List<String> ids,
    List<Long> numbers,
    long dropped) {

  public static ReadRows of(DataFile file, FeatureColumns columns) throws IOException {
    return of(FileRange.all(file), columns, MissingFeatures.ERROR, 7);
  }

  public static ReadRows of(
      FileRange range, FeatureColumns columns, MissingFeatures missing, int capacity)
      throws IOException {
    return of(ParquetFixture.CONF, range, columns, missing, capacity);
  }

  static ReadRows of(
      Configuration conf,
      FileRange range,
      FeatureColumns columns,
      MissingFeatures missing,
      int capacity)
      throws IOException {
    ReadRows all =
        new ReadRows(
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            0);
    RowBlock block = new RowBlock(capacity);
    try (RowReader reader = new RowReader(conf, range, columns, missing)) {
      while (reader.read(block)) {
        for (int r = 0; r < block.rows(); r++) {
          all.features.add(row(block.features(), r, block.width()));
          all.predictions.add(row(block.predictions(), r, block.predictionWidth()));
          all.labels.add(row(block.labels(), r, block.outputs()));
          all.ids.add(block.idText(r));
          all.numbers.add(block.rowInFile()[r]);
        }
        block.clear();
      }
      return new ReadRows(
          all.features, all.predictions, all.labels, all.ids, all.numbers, reader.rowsDropped());
    }
  }

  private static double[] row(double[] values, int row, int width) {
    return Arrays.copyOfRange(values, row * width, (row + 1) * width);
  }
}

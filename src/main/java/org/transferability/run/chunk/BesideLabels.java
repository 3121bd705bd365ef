package org.transferability.run.chunk;

import java.io.IOException;
import java.util.Iterator;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;
import org.transferability.read.Footers;
import org.transferability.read.MissingFeatures;
import org.transferability.read.RowBlock;
import org.transferability.read.RowReader;
import org.transferability.read.page.DataFile;

/**
 * Labels that stand in their files in the order of the features, row for row: each chunk reads its
 * own, and nothing is shuffled. That it is so is found out by reading: the first id that differs,
 * or that does not grow (then it could be there twice), ends the chunk with {@link Misplaced}; so
 * does a missing label where none was expected.
 */
public final class BesideLabels extends RowLabels {
  /** The two tables are not as they were thought to be: labels must be joined in another way. */
  public static final class Misplaced extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Misplaced() {
      super(
          "ids of features and labels differ in order, or labels are missing", null, false, false);
    }
  }

  private final Configuration conf;
  private final LabelSource.Beside source;
  private final Iterator<DataFile> files;
  private @Nullable RowReader reader;
  private RowBlock ahead = new RowBlock(1); // larger ones replace them
  private RowBlock behind = ahead;

  /** Number in the table of labels of the first row in {@link #ahead}; -1 before the first. */
  private long aheadFrom = -1;

  private double[] labels = new double[0];

  BesideLabels(LabelSource.Beside source, Configuration conf) {
    this.source = source;
    this.conf = conf;
    this.files = source.files().iterator();
  }

  @Override
  double[] of(RowBlock block, int range) throws IOException {
    int rows = block.rows();
    if (rows == 0) {
      return labels;
    }
    long start = source.fileStarts()[0][range];
    if (aheadFrom < 0) {
      ahead = new RowBlock(block.capacity());
      behind = new RowBlock(block.capacity());
      goTo(start + block.rowInFile()[0]);
    }
    int outputs = ahead.outputs();
    for (int row = 0; row < rows; row++) {
      long number = start + block.rowInFile()[row];
      while (number >= aheadFrom + ahead.rows()) {
        next();
      }
      int at = (int) (number - aheadFrom);
      if (at < 0 || !block.isSameId(row, ahead, at)) {
        throw new Misplaced();
      }
      if (labels.length < block.capacity() * outputs) {
        labels = new double[Math.multiplyExact(block.capacity(), outputs)];
      }
      System.arraycopy(ahead.labels(), at * outputs, labels, row * outputs, outputs);
    }
    return labels;
  }

  /** Opens the file at the row before this one. */
  private void goTo(long number) throws IOException {
    long seen = 0;
    // the row before it too, so that ids grow from chunk to chunk
    long from = Math.max(0, number - 1);
    while (files.hasNext()) {
      DataFile file = files.next();
      FileShape shape = Footers.shape(conf, file, source.columns());
      if (from < seen + shape.rows()) {
        int group = 0;
        while (from >= seen + shape.rowGroupRows()[group]) {
          seen += shape.rowGroupRows()[group++];
        }
        open(new FileRange(file, group, -1, from - seen, -1));
        aheadFrom = from;
        while (from >= aheadFrom + ahead.rows()) {
          next();
        }
        return;
      }
      seen += shape.rows();
    }
    throw new Misplaced();
  }

  private void open(FileRange range) throws IOException {
    close();
    reader = new RowReader(conf, range, source.columns(), MissingFeatures.ERROR);
  }

  /** Reads the block that follows, and checks that its ids grow. */
  private void next() throws IOException {
    aheadFrom += ahead.rows();
    RowBlock spare = behind;
    behind = ahead;
    ahead = spare;
    ahead.clear();
    while (!Objects.requireNonNull(reader).read(ahead)) {
      if (!files.hasNext()) {
        throw new Misplaced();
      }
      open(FileRange.all(files.next()));
    }
    if (!ahead.idsGrowFrom(behind) || (source.complete() && ahead.lacksLabels())) {
      throw new Misplaced();
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}

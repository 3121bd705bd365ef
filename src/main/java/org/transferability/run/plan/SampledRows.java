package org.transferability.run.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;
import org.transferability.read.RowChoice;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;
import org.transferability.study.Sample;
import org.transferability.study.SampleSize;

/** The rows of a feature set that a sample has. Depends on the input alone. */
public final class SampledRows {
  private final List<FileShape> shapes;
  private final Map<DataFile, FileStart> files = new HashMap<>();
  private final long all;
  private final long ofDataset;
  private final double share;
  private final long most;

  /** By their numbers among all rows of the set; null: by id. */
  private final RowChoice.@Nullable Runs runs;

  /** A file, and the number of its first row among all rows of the set. */
  private record FileStart(long start, FileShape shape) {
    /** The number in the file of the first row of a row group, or of the row after the last. */
    long ofGroup(int group) {
      return LongStream.of(shape.rowGroupRows()).limit(group).sum();
    }
  }

  private SampledRows(
      List<FileShape> shapes,
      long ofDataset,
      double share,
      RowChoice.@Nullable Runs runs,
      long most) {
    this.shapes = List.copyOf(shapes);
    this.ofDataset = ofDataset;
    this.share = share;
    this.runs = runs;
    this.most = most;
    long rows = 0;
    for (FileShape shape : shapes) {
      files.put(shape.file(), new FileStart(rows, shape));
      rows += shape.rows();
    }
    this.all = rows;
  }

  /**
   * The rows of a set, or null if they are all in the sample.
   *
   * @param shapes of all files, in order
   * @param hasIds whether rows have ids
   * @param labels those that are joined, or null
   */
  static @Nullable SampledRows of(
      Sample sample,
      ScoredSet set,
      List<FileShape> shapes,
      boolean hasIds,
      @Nullable DatasetLabels labels) {
    long rows = shapes.stream().mapToLong(FileShape::rows).sum();
    long ofDataset = labels == null ? rows : labels.rows(); // the same for all its sources
    double share = sample.size().shareOf(ofDataset);
    if (share >= 1 || rows == 0) {
      return null;
    }
    if (sample.by() == Sample.By.ID && !hasIds) {
      throw new InputException(
          "Cannot sample rows of %s by id: expected a column with ids, found none (--sample-by position)"
              .formatted(set.name()));
    }
    boolean byId =
        hasIds
            && (sample.by() == Sample.By.ID
                || (sample.by() == Sample.By.AUTO && !RowUnits.areMany(ofDataset)));
    if (byId) {
      RowChoice.ByHash choice = new RowChoice.ByHash(share);
      long most =
          labels == null ? rows : labels.table().map(t -> (long) t.count(choice)).orElse(rows);
      return new SampledRows(shapes, ofDataset, share, null, Math.min(rows, most));
    }
    RowChoice.Runs runs = RowUnits.chosen(rows, share);
    return new SampledRows(shapes, ofDataset, share, runs, runs.rows());
  }

  /** Whether rows are chosen by position, not by id. */
  public boolean byPosition() {
    return runs != null;
  }

  /** Rows of the set. */
  public long all() {
    return all;
  }

  /** The share of the rows that was asked for. */
  public double share() {
    return share;
  }

  /** The share of the rows that another size asks for. */
  public double share(SampleSize size) {
    return size.shareOf(ofDataset);
  }

  /** A text that is the same for the same rows. */
  public String describe(double ofShare) {
    return runs == null
        ? "%s of the hashes of ids".formatted(ofShare)
        : "%s of %d rows in units of %d".formatted(ofShare, all, RowUnits.size(all));
  }

  /** The most rows that the sample can have; by position their number. */
  public long most() {
    return most;
  }

  /** The rows of the sample, about. */
  long expected() {
    return runs == null ? Math.min(most, Math.round(share * all)) : most;
  }

  /** The share of the bytes that is read, about. */
  double readShare() {
    return runs == null ? 1 : (double) most / all;
  }

  /** The files with the bytes of the rows that are read, about. */
  List<FileShape> shapes() {
    RowChoice.Runs chosen = runs;
    if (chosen == null) {
      return shapes;
    }
    List<FileShape> scaled = new ArrayList<>();
    for (FileShape shape : shapes) {
      long[] bytes = shape.rowGroupBytes().clone();
      long from = start(shape.file()).start();
      for (int g = 0; g < bytes.length; g++) {
        long rows = shape.rowGroupRows()[g];
        double ofGroup = rows == 0 ? 0 : (double) chosen.within(from, from + rows).rows() / rows;
        bytes[g] = Math.round(bytes[g] * ofGroup);
        from += rows;
      }
      scaled.add(shape.withRowGroupBytes(bytes));
    }
    return scaled;
  }

  /** The same chunks without rows that are not in the sample; none of them is empty. */
  List<List<FileRange>> only(List<List<FileRange>> chunks) {
    RowChoice.Runs chosen = runs;
    return chosen == null
        ? chosen(chunks, range -> new RowChoice.ByHash(share))
        : chosen(
            chunks,
            range -> {
              FileStart file = start(range.file());
              long[] bounds = bounds(range, file);
              return chosen
                  .within(file.start() + bounds[0], file.start() + bounds[1])
                  .movedBack(file.start());
            });
  }

  /**
   * The rows of chunks of this sample, which is by position, that a smaller one lacks.
   *
   * @param smaller the share of the rows that the smaller one has
   */
  public List<List<FileRange>> beyond(List<List<FileRange>> chunks, double smaller) {
    RowChoice.Runs had = RowUnits.chosen(all, smaller);
    return chosen(
        chunks,
        range -> {
          FileStart file = start(range.file());
          RowChoice.Runs ofFile =
              had.within(file.start(), file.start() + file.shape().rows()).movedBack(file.start());
          return ((RowChoice.Runs) Objects.requireNonNull(range.choice())).without(ofFile);
        });
  }

  /** The chosen rows of chunks, without ranges and chunks that have none. */
  private static List<List<FileRange>> chosen(
      List<List<FileRange>> chunks, Function<FileRange, RowChoice> choice) {
    return chunks.stream()
        .map(ranges -> ranges.stream().map(range -> range.only(choice.apply(range))).toList())
        .map(ranges -> ranges.stream().filter(SampledRows::hasRows).toList())
        .filter(ranges -> !ranges.isEmpty())
        .toList();
  }

  private static boolean hasRows(FileRange range) {
    return !(range.choice() instanceof RowChoice.Runs runs) || runs.rows() > 0;
  }

  /** By chunk and range, the number of the first row of the range's file among all rows. */
  long[][] fileStarts(List<List<FileRange>> chunks) {
    return chunks.stream()
        .map(ranges -> ranges.stream().mapToLong(range -> start(range.file()).start()).toArray())
        .toArray(long[][]::new);
  }

  /** The first row of a range and the row after its last one, numbered in the file. */
  private static long[] bounds(FileRange range, FileStart file) {
    int groups = file.shape().rowGroupRows().length;
    int end = range.endRowGroup() < 0 ? groups : Math.min(groups, range.endRowGroup());
    long to = range.toRow() < 0 ? file.ofGroup(end) : file.ofGroup(end - 1) + range.toRow();
    return new long[] {file.ofGroup(range.firstRowGroup()) + range.fromRow(), to};
  }

  private FileStart start(DataFile file) {
    return Objects.requireNonNull(files.get(file), file::path);
  }
}

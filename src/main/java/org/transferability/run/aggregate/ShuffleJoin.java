package org.transferability.run.aggregate;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.MissingFeatures;
import org.transferability.read.RowBlock;
import org.transferability.read.RowReader;
import org.transferability.read.id.IdKind;
import org.transferability.read.label.RowFolds;
import org.transferability.run.chunk.ChunkSpec;
import org.transferability.run.chunk.LabelSource;
import org.transferability.run.chunk.RowLabels;
import org.transferability.run.chunk.RowPlace;
import org.transferability.run.plan.DatasetLabels;
import org.transferability.run.plan.Pass;
import org.transferability.study.InputException;
import scala.Tuple2;

/**
 * Joins labels that are too large for memory. The features stay where they are: their ids alone are
 * read and shuffled to the labels, and the labels come back to each chunk in the order of its rows.
 */
record ShuffleJoin(JavaSparkContext spark, Broadcast<SerializableConfiguration> conf) {
  private static final int ID_ROWS = 8192;

  /** Row groups whose ids are read, and where they stand. */
  private record IdRange(int chunk, int range, FileRange rows) implements Serializable {}

  /** What is done with a chunk whose labels can be read. */
  @FunctionalInterface
  interface ChunkWork<T> extends Serializable {
    Iterator<T> of(ChunkSpec spec, Configuration conf);
  }

  /** A partition for each chunk, in chunk order; labels are shuffled if the chunks need it. */
  <T> JavaRDD<T> perChunk(Pass plan, List<ChunkSpec> specs, ChunkWork<T> work) {
    Broadcast<SerializableConfiguration> shared = conf;
    if (!(specs.get(0).labels() instanceof LabelSource.Shuffled)) {
      return spark
          .parallelize(specs, specs.size())
          .flatMap(spec -> work.of(spec, shared.value().value()));
    }
    DatasetLabels joined = plan.joinedLabels();
    int partitions = Math.max(specs.size(), joined.ranges().size());
    String name = plan.set().name();
    FeatureColumns labelColumns =
        new FeatureColumns(
            plan.columns().id(), null, null, joined.foldColumn(), plan.targets().columns());
    RowFolds folds = plan.folds();
    FeatureColumns idColumn = new FeatureColumns(plan.columns().id(), null, null);
    JavaPairRDD<Object, double[]> labels =
        spark
            .parallelize(joined.ranges(), joined.ranges().size())
            .flatMapToPair(range -> labelRows(range, labelColumns, folds, shared.value().value()));
    List<IdRange> idRanges = idRanges(specs);
    IdKind idKind = joined.idKind();
    JavaPairRDD<Object, RowPlace> places =
        spark
            .parallelize(idRanges, idRanges.size())
            .flatMapToPair(range -> idRows(name, range, idColumn, idKind, shared.value().value()));
    return labels
        .cogroup(places, new HashPartitioner(partitions))
        .flatMapToPair(id -> placed(name, specs, id._1(), id._2()._1(), id._2()._2()))
        .repartitionAndSortWithinPartitions(
            new ByNumber(specs.size(), place -> ((RowPlace) place).chunk()))
        .mapPartitionsWithIndex(
            (chunk, sorted) ->
                work.of(
                    specs.get(chunk).withLabels(new LabelSource.Arrived(sorted)),
                    shared.value().value()),
            false);
  }

  private static List<IdRange> idRanges(List<ChunkSpec> specs) {
    List<IdRange> ranges = new ArrayList<>();
    for (ChunkSpec spec : specs) {
      for (int range = 0; range < spec.ranges().size(); range++) {
        ranges.add(new IdRange(spec.chunk(), range, spec.ranges().get(range)));
      }
    }
    return ranges;
  }

  private static Iterator<Tuple2<RowPlace, double[]>> placed(
      String name,
      List<ChunkSpec> specs,
      Object id,
      Iterable<double[]> labels,
      Iterable<RowPlace> places) {
    List<RowPlace.Row> where = new ArrayList<>();
    for (RowPlace place : places) {
      if (place instanceof RowPlace.Failed) {
        return List.of(new Tuple2<>(place, new double[0])).iterator();
      }
      where.add((RowPlace.Row) place);
    }
    Iterator<double[]> label = labels.iterator();
    double[] values = label.hasNext() ? label.next() : null;
    if (label.hasNext() || where.size() > 1) {
      where.sort(null);
      String found = label.hasNext() ? "in its labels" : twice(specs, where);
      RowPlace error =
          new RowPlace.Failed(
              where.isEmpty() ? 0 : where.get(0).chunk(),
              "Cannot join %s: expected every id once, found id %s twice (%s)"
                  .formatted(name, id, found));
      return List.of(new Tuple2<>(error, new double[0])).iterator();
    }
    return values == null || where.isEmpty()
        ? List.<Tuple2<RowPlace, double[]>>of().iterator()
        : List.of(new Tuple2<RowPlace, double[]>(where.get(0), values)).iterator();
  }

  private static String twice(List<ChunkSpec> specs, List<RowPlace.Row> where) {
    return where.stream()
        .limit(2)
        .map(
            place ->
                "row %d of %s"
                    .formatted(
                        place.row(),
                        specs.get(place.chunk()).ranges().get(place.range()).file().path()))
        .collect(Collectors.joining(" and "));
  }

  private static Iterator<Tuple2<Object, double[]>> labelRows(
      FileRange range, FeatureColumns columns, RowFolds rowFolds, Configuration conf) {
    return new BlockRows<>(range, columns, conf) {
      @Override
      void check(IdKind ids) {
        // already checked in the footers
      }

      @Override
      Tuple2<Object, double[]> row(RowBlock block, int row) {
        int outputs = block.outputs();
        double[] values = new double[columns.fold() == null ? outputs : outputs + 1];
        System.arraycopy(block.labels(), row * outputs, values, 0, outputs);
        if (columns.fold() != null) {
          values[outputs] = rowFolds.byKey(block, row);
        }
        return new Tuple2<>(id(block, row), values);
      }
    };
  }

  /** Where ids stand; an error in a file is a place too, as another try would find the same. */
  private static Iterator<Tuple2<Object, RowPlace>> idRows(
      String name, IdRange range, FeatureColumns columns, IdKind kind, Configuration conf) {
    return new BlockRows<>(range.rows(), columns, conf) {
      @Override
      void check(IdKind ids) {
        RowLabels.requireKind(name, kind, ids, range.rows().file());
      }

      @Override
      Tuple2<Object, RowPlace> failed(InputException e) {
        String message = Objects.requireNonNull(e.getMessage());
        return new Tuple2<>(message, new RowPlace.Failed(range.chunk(), message));
      }

      @Override
      Tuple2<Object, RowPlace> row(RowBlock block, int row) {
        RowPlace place = new RowPlace.Row(range.chunk(), range.range(), block.rowInFile()[row]);
        return new Tuple2<>(id(block, row), place);
      }
    };
  }

  private static Object id(RowBlock block, int row) {
    boolean signed = block.idKind() == IdKind.LONG;
    boolean fits = signed || (block.idKind().isNumber() && block.longIds()[row] >= 0);
    return fits ? (Object) block.longIds()[row] : block.idText(row);
  }

  /** The rows of a range one by one, for the shuffle. */
  private abstract static class BlockRows<T> implements Iterator<T> {
    private final FileRange range;
    private final FeatureColumns columns;
    private final Configuration conf;
    private final RowBlock block = new RowBlock(ID_ROWS);
    private @Nullable RowReader reader;
    private @Nullable InputException error;
    private boolean ended;
    private int row;

    BlockRows(FileRange range, FeatureColumns columns, Configuration conf) {
      this.range = range;
      this.columns = columns;
      this.conf = conf;
    }

    abstract T row(RowBlock filled, int number);

    /** May refuse the file for its ids. */
    abstract void check(IdKind ids);

    /** What comes last where the file cannot be read. */
    T failed(InputException e) {
      throw e;
    }

    @Override
    public boolean hasNext() {
      if (row < block.rows() || error != null) {
        return true;
      }
      if (ended) {
        return false;
      }
      block.clear();
      row = 0;
      try {
        if (reader == null) {
          reader = new RowReader(conf, range, columns, MissingFeatures.ERROR);
          check(reader.idKind());
        }
        if (reader.read(block)) {
          return true;
        }
        ended = true;
        reader.close();
        return false;
      } catch (InputException e) {
        ended = true;
        block.clear();
        error = e;
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public T next() {
      if (error != null) {
        InputException last = error;
        error = null;
        return failed(last);
      }
      return row(block, row++);
    }
  }
}

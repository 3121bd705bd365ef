package org.transferability.run.chunk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.IdLedger;
import org.transferability.read.MissingFeatures;
import org.transferability.read.RepeatedIds;
import org.transferability.read.RowBlock;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdSpan;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/**
 * Labels that stand in the same rows as the features. Nothing is joined, so that an id that is
 * there twice would go unseen: where there are ids, they are watched.
 */
public final class OwnLabels extends RowLabels {
  private final ChunkSpec spec;
  private final IdLedger ledger = new IdLedger();
  private @Nullable IdKind kind;
  private @Nullable DataFile first;

  /**
   * @param spec the chunk that is read
   */
  OwnLabels(ChunkSpec spec) {
    this.spec = spec;
  }

  @Override
  double[] of(RowBlock block, int range) {
    if (spec.columns().id() != null && block.rows() > 0) {
      DataFile file = spec.ranges().get(range).file();
      if (kind == null || first == null) {
        kind = block.idKind();
        first = file;
      }
      kind.requireIn(file.path(), block.idKind(), first.path());
      ledger.add(block);
    }
    return block.labels();
  }

  @Override
  IdSpan ids(Configuration conf) throws IOException {
    long[] suspects = RepeatedIds.few(ledger.repeated());
    if (suspects.length > 0) {
      List<RepeatedIds.Place> places = new ArrayList<>();
      FeatureColumns columns = whatKeepsRows(spec.columns(), spec.missing());
      for (int range = 0; range < spec.ranges().size(); range++) {
        FileRange rows = spec.ranges().get(range);
        places.addAll(RepeatedIds.places(conf, range, rows, columns, spec.missing(), suspects));
      }
      Optional<String> twice = RepeatedIds.twice(places);
      if (twice.isPresent()) {
        throw twice(spec.name(), twice.get());
      }
    }
    return ledger.span();
  }

  /** The id, with features and predictions only where a row can be left out for them. */
  public static FeatureColumns whatKeepsRows(FeatureColumns columns, MissingFeatures missing) {
    return missing == MissingFeatures.ERROR
        ? new FeatureColumns(columns.id(), null, null)
        : new FeatureColumns(columns.id(), columns.features(), columns.prediction());
  }

  /**
   * The error that an id is there twice.
   *
   * @param set name of the feature set
   */
  public static InputException twice(String set, String found) {
    return new InputException(
        "Cannot score %s: expected every id once, found %s".formatted(set, found));
  }
}

package org.transferability.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdSpan;
import org.transferability.read.id.RepeatedHashes;
import org.transferability.read.page.DataFile;

/**
 * Searches files for duplicated ids in one process. It reads the ids as many times as needed to
 * compare all of their hashes in bounded memory, and once if ids are increasing.
 */
public final class IdCheck {
  /** Number of hashes compared at a time: 8 bytes each, and 16 more during the comparison. */
  private static final int MOST_HASHES = 1 << 21;

  private final Configuration conf;
  private final List<DataFile> files;
  private final FeatureColumns id;
  private final int mostHashes;

  public IdCheck(Configuration conf, List<DataFile> files, String idColumn) {
    this(conf, files, idColumn, MOST_HASHES);
  }

  IdCheck(Configuration conf, List<DataFile> files, String idColumn, int mostHashes) {
    this.conf = conf;
    this.files = List.copyOf(files);
    this.id = new FeatureColumns(idColumn, null, null);
    this.mostHashes = mostHashes;
  }

  /**
   * The rows of a duplicated id, if there is one.
   *
   * @throws org.transferability.study.InputException if an id cannot be read
   */
  public Optional<String> twice() throws IOException {
    IdLedger ledger = new IdLedger(0);
    IdKind kind = null;
    long rows = 0;
    for (DataFile file : files) {
      try (RowReader reader = open(file)) {
        RowBlock block = new RowBlock(RepeatedIds.BLOCK_ROWS);
        kind = kind == null ? reader.idKind() : kind;
        kind.requireIn(file.path(), reader.idKind(), files.get(0).path());
        while (reader.read(block)) {
          ledger.add(block);
          rows += block.rows();
          block.clear();
        }
      }
    }
    IdSpan span = ledger.span();
    if (span == null || span.distinct()) {
      return Optional.empty();
    }
    int passes = Math.toIntExact(rows / mostHashes + 1);
    for (int pass = 0; pass < passes; pass++) {
      Optional<String> twice = twice(pass, passes);
      if (twice.isPresent()) {
        return twice;
      }
    }
    return Optional.empty();
  }

  /** The same for the ids whose hashes a pass compares. */
  private Optional<String> twice(int pass, int passes) throws IOException {
    long[][] hashes = {new long[mostHashes]};
    int[] kept = {0};
    for (DataFile file : files) {
      RepeatedIds.forEachHash(
          conf,
          FileRange.all(file),
          id,
          MissingFeatures.ERROR,
          hash -> {
            if ((hash >>> 33) % passes == pass) {
              if (kept[0] == hashes[0].length) {
                hashes[0] = Arrays.copyOf(hashes[0], 2 * kept[0]);
              }
              hashes[0][kept[0]++] = hash;
            }
          });
    }
    long[] suspects = RepeatedIds.few(RepeatedHashes.of(hashes[0], kept[0]));
    if (suspects.length == 0) {
      return Optional.empty();
    }
    List<RepeatedIds.Place> places = new ArrayList<>();
    for (int number = 0; number < files.size(); number++) {
      FileRange file = FileRange.all(files.get(number));
      places.addAll(RepeatedIds.places(conf, number, file, id, MissingFeatures.ERROR, suspects));
    }
    return RepeatedIds.twice(places);
  }

  private RowReader open(DataFile file) throws IOException {
    return new RowReader(conf, FileRange.all(file), id, MissingFeatures.ERROR);
  }
}

package org.transferability.read;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.transferability.read.id.IdStore;

/** Reads files to confirm ids that may be duplicated according to their hashes. */
public final class RepeatedIds {
  static final int BLOCK_ROWS = 1024;

  /** An error names one id; the others are for hashes that two ids share. */
  private static final int MOST_SUSPECTS = 64;

  private RepeatedIds() {}

  /**
   * A row with a suspected id.
   *
   * @param range number of its range of rows
   * @param row number in its file
   */
  public record Place(String id, int range, String file, long row) implements Serializable {}

  /** The hash by which ids are compared. */
  static long hash(IdStore ids, int row) {
    return ids.hash(row, 0);
  }

  /** Receives the rows that are kept. */
  private interface Rows {
    void accept(RowBlock block);
  }

  /**
   * The hashes of the ids of some row groups.
   *
   * @param columns the id, and the columns that decide whether a row is kept
   * @throws org.transferability.study.InputException if they cannot be read
   */
  public static long[] hashes(
      Configuration conf, FileRange range, FeatureColumns columns, MissingFeatures missing)
      throws IOException {
    long[][] hashes = {new long[BLOCK_ROWS]};
    int[] rows = {0};
    forEachHash(
        conf,
        range,
        columns,
        missing,
        hash -> {
          if (rows[0] == hashes[0].length) {
            hashes[0] = Arrays.copyOf(hashes[0], Math.multiplyExact(2, rows[0]));
          }
          hashes[0][rows[0]++] = hash;
        });
    return Arrays.copyOf(hashes[0], rows[0]);
  }

  static void forEachHash(
      Configuration conf,
      FileRange range,
      FeatureColumns columns,
      MissingFeatures missing,
      LongConsumer hashes)
      throws IOException {
    read(
        conf,
        range,
        columns,
        missing,
        block -> {
          for (int row = 0; row < block.rows(); row++) {
            hashes.accept(hash(block.ids(), row));
          }
        });
  }

  /** The first of the hashes, which are enough to name a duplicated id. */
  public static long[] few(long[] hashes) {
    return Arrays.copyOf(hashes, Math.min(MOST_SUSPECTS, hashes.length));
  }

  /**
   * The rows whose ids have one of some hashes, of each id the first two.
   *
   * @param range number of the range, for the places
   * @param suspects sorted
   */
  public static List<Place> places(
      Configuration conf,
      int number,
      FileRange range,
      FeatureColumns columns,
      MissingFeatures missing,
      long[] suspects)
      throws IOException {
    List<Place> places = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    read(
        conf,
        range,
        columns,
        missing,
        block -> {
          for (int row = 0; row < block.rows(); row++) {
            if (Arrays.binarySearch(suspects, hash(block.ids(), row)) >= 0) {
              String id = block.idText(row);
              if (seen.merge(id, 1, Integer::sum) <= 2) {
                places.add(new Place(id, number, range.file().path(), block.rowInFile()[row]));
              }
            }
          }
        });
    return places;
  }

  private static void read(
      Configuration conf,
      FileRange range,
      FeatureColumns columns,
      MissingFeatures missing,
      Rows rows)
      throws IOException {
    RowBlock block = new RowBlock(BLOCK_ROWS);
    try (RowReader reader = new RowReader(conf, range, columns, missing)) {
      while (reader.read(block)) {
        rows.accept(block);
        block.clear();
      }
    }
  }

  /**
   * The rows of the first duplicated id, or nothing if there is none.
   *
   * @param places in the order of the rows
   */
  public static Optional<String> twice(List<Place> places) {
    Map<String, Place> first = new HashMap<>();
    for (Place place : places) {
      Place before = first.putIfAbsent(place.id(), place);
      if (before != null) {
        return Optional.of(
            "id %s twice (row %d of %s and row %d of %s)"
                .formatted(place.id(), before.row(), before.file(), place.row(), place.file()));
      }
    }
    return Optional.empty();
  }
}

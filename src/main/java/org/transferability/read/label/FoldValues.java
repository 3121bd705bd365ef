package org.transferability.read.label;

import java.io.IOException;
import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.roaringbitmap.longlong.Roaring64NavigableMap;
import org.transferability.read.FileRange;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdStore;
import org.transferability.read.page.DataFile;
import org.transferability.study.Folds;
import org.transferability.study.InputException;

/**
 * The distinct values of a column that states the fold of each row, and the folds of each value.
 *
 * <p>Of groups, each value is a fold, in the order of the values. Of a split into rows for fits and
 * rows for the score, folds 0 to K - 1 are parts of the former and K to 2 K - 1 of the latter, by
 * the hash of the id; fold 2 K, if there is one, has the rows for the selection of a penalty.
 */
public final class FoldValues implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What a value of a split column means. */
  private enum Role {
    TRAIN,
    TEST,
    VALIDATION;

    /** The meaning of a value; null if it has none. */
    static Role of(String value) {
      return switch (value.strip().toLowerCase(Locale.ROOT)) {
        case "train", "training" -> TRAIN;
        case "test", "testing" -> TEST;
        case "validation", "valid", "val", "dev" -> VALIDATION;
        default -> null;
      };
    }
  }

  private final String column;
  private final List<String> names;
  private final long[] hashes; // ascending
  private final int[] first; // by value, in the order of the hashes
  private final int[] parts;
  private final int folds;
  private final boolean split;

  private FoldValues(
      String column,
      List<String> names,
      long[] hashes,
      int[] first,
      int[] parts,
      int folds,
      boolean split) {
    this.column = column;
    this.names = List.copyOf(names);
    this.hashes = hashes;
    this.first = first;
    this.parts = parts;
    this.folds = folds;
    this.split = split;
  }

  /**
   * Reads the column.
   *
   * @param asked its name and meaning
   * @param where the table, for messages
   * @throws InputException if there are too many values or too few, or a value has no meaning
   */
  public static FoldValues read(Configuration conf, List<DataFile> files, Folds asked, String where)
      throws IOException {
    Reader reader = new Reader(asked);
    for (DataFile file : files) {
      reader.read(conf, file);
    }
    return asked.rule() == Folds.Rule.SPLIT
        ? ofSplit(asked, reader.found, where)
        : ofGroups(asked, reader, where);
  }

  private static FoldValues ofGroups(Folds asked, Reader reader, String where) {
    long count = reader.seen.getLongCardinality();
    if (count > Folds.MOST_GROUPS) {
      throw new InputException(
          "Cannot leave out each value of fold column '%s': expected at most %d values, found %,d (%s); --folds K assigns them to K folds"
              .formatted(asked.column(), Folds.MOST_GROUPS, count, where));
    }
    if (count < 2) {
      throw new InputException(
          "Cannot use fold column '%s': expected at least 2 different values, found %d (%s)"
              .formatted(asked.column(), count, where));
    }
    Comparator<String> order =
        reader.kind.isNumber() ? Comparator.comparing(BigInteger::new) : Comparator.naturalOrder();
    List<String> names = reader.found.keySet().stream().sorted(order).toList();
    Map<String, Integer> folds = new LinkedHashMap<>();
    names.forEach(name -> folds.put(name, folds.size()));
    return of(asked.column(), reader.found, folds, 1, names, names.size(), false);
  }

  private static FoldValues ofSplit(Folds asked, Map<String, Long> found, String where) {
    List<Role> roles = found.keySet().stream().map(Role::of).distinct().toList();
    boolean tested = roles.contains(Role.TEST);
    boolean scored = tested || roles.contains(Role.VALIDATION);
    if (!roles.contains(Role.TRAIN) || !scored) {
      throw new InputException(
          "Cannot use split column '%s': expected rows with train and rows with test or validation, found only %s (%s)"
              .formatted(asked.column(), String.join(", ", found.keySet()), where));
    }
    int k = asked.count();
    Map<String, Integer> folds = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (String value : found.keySet()) {
      Role role = Role.of(value);
      boolean held = role == (tested ? Role.TEST : Role.VALIDATION);
      folds.put(value, role == Role.TRAIN ? 0 : held ? k : 2 * k);
      if (held) {
        names.add(value);
      }
    }
    boolean validated = tested && roles.contains(Role.VALIDATION);
    return of(
        asked.column(),
        found,
        folds,
        k,
        List.of(String.join("+", names)),
        validated ? 2 * k + 1 : 2 * k,
        validated);
  }

  private static FoldValues of(
      String column,
      Map<String, Long> found,
      Map<String, Integer> folds,
      int parts,
      List<String> names,
      int count,
      boolean validated) {
    List<Map.Entry<String, Long>> sorted = new ArrayList<>(found.entrySet());
    sorted.sort(Map.Entry.comparingByValue());
    long[] hashes = new long[sorted.size()];
    int[] first = new int[sorted.size()];
    int[] partsOf = new int[sorted.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = sorted.get(i).getValue();
      first[i] = folds.getOrDefault(sorted.get(i).getKey(), 0);
      partsOf[i] = validated && first[i] == count - 1 ? 1 : parts;
    }
    return new FoldValues(column, names, hashes, first, partsOf, count, parts > 1);
  }

  /** The number of folds. */
  int folds() {
    return folds;
  }

  /** Names of the folds whose rows are held out: of all groups, or one name of the test rows. */
  public List<String> names() {
    return names;
  }

  /** Whether the values state which rows are for fits and which for the score. */
  public boolean isSplit() {
    return split;
  }

  /** Whether the values of two tables are in the same folds. */
  public boolean isSame(FoldValues other) {
    return Arrays.equals(hashes, other.hashes) && Arrays.equals(first, other.first);
  }

  /**
   * The fold of a row.
   *
   * @param value hash of its value
   * @param id hash of its id
   */
  int fold(long value, long id) {
    int at = Arrays.binarySearch(hashes, value);
    if (at < 0) {
      throw new InputException(
          "Cannot assign rows to folds by column '%s': expected one of the values that were found at the start, found another one; the files have changed"
              .formatted(column));
    }
    return first[at] + (int) Long.remainderUnsigned(id, parts[at]);
  }

  @Override
  public String toString() {
    return names.toString();
  }

  /** Collects the values. */
  private static final class Reader {
    private final Folds asked;
    private final LabelReader columns = new LabelReader(List.of());
    private final Map<String, Long> found = new LinkedHashMap<>();
    private final Roaring64NavigableMap seen = new Roaring64NavigableMap();
    private IdKind kind = IdKind.NONE;
    private String firstFile = "";

    Reader(Folds asked) {
      this.asked = asked;
    }

    void read(Configuration conf, DataFile file) throws IOException {
      columns.read(
          conf,
          FileRange.all(file),
          asked.column(),
          (values, firstRow, rows) -> add(file, values, firstRow, rows),
          (column, firstRow, rows, values, width) -> {});
    }

    private void add(DataFile file, IdStore values, long firstRow, int rows) {
      if (kind == IdKind.NONE) {
        kind = values.kind;
        firstFile = file.path();
      }
      if (kind != values.kind) {
        throw new InputException(
            "Cannot read column '%s': expected values of kind %s as in %s, found %s (%s)"
                .formatted(asked.column(), kind, firstFile, values.kind, file.path()));
      }
      long last = 0;
      for (int row = 0; row < rows; row++) {
        long hash = RowFolds.hash(values, row);
        if (row > 0 && hash == last) {
          continue;
        }
        last = hash;
        if (!seen.contains(hash)) {
          seen.addLong(hash);
          add(values.text(row), hash, file, firstRow + row);
        }
      }
    }

    private void add(String value, long hash, DataFile file, long row) {
      if (asked.rule() == Folds.Rule.SPLIT && Role.of(value) == null) {
        throw new InputException(
            "Cannot use split column '%s': expected train, test or validation (also val, valid, dev), found '%s' (%s, row %d)"
                .formatted(asked.column(), value, file.path(), row));
      }
      if (found.size() <= Folds.MOST_GROUPS) {
        found.put(value, hash);
      }
    }
  }
}

package org.transferability.importing.source;

import java.util.ArrayList;
import java.util.List;
import org.transferability.study.Glob;
import org.transferability.study.InputException;

/**
 * The selected columns of a table: the part after the # of a pattern.
 *
 * @param text globs separated by commas, or the name of an array in a .npz; null: not given
 * @param reading the columns of ids and datasets, and those that options name
 */
public record Selection(String text, Reading reading) {
  /** The selected columns, and those that are omitted although no option excludes them. */
  public record Choice(List<String> columns, List<LeftOut> leftOut) {}

  /**
   * Chooses columns.
   *
   * @param names of all columns with numbers
   * @param others columns that cannot be imported
   */
  public Choice choose(List<String> names, List<LeftOut> others, String file) {
    List<Glob> globs = text == null ? List.of() : Glob.parseList(text);
    List<String> known = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>(others);
    for (String name : names) {
      if (reading.keys().contains(name)) {
        continue;
      }
      if (LeftOut.isIndex(name) && !isNamed(name, globs)) {
        leftOut.add(LeftOut.index(name));
      } else {
        known.add(name);
      }
    }
    leftOut.removeIf(column -> reading.keys().contains(column.column()));
    requireNumbers(globs, leftOut, file);
    if (text == null) {
      if (known.isEmpty()) {
        throw new InputException(
            "Cannot read %s: expected columns with numbers, found %s"
                .formatted(file, leftOut.isEmpty() ? names : described(leftOut)));
      }
      return new Choice(known, leftOut);
    }
    if (known.contains(text)) { // a name may contain what is special in globs
      return new Choice(List.of(text), List.of());
    }
    List<Glob> idle = Glob.unmatched(globs, known);
    if (!idle.isEmpty()) {
      throw new InputException(
          "Cannot read %s: expected columns called '%s', found %s"
              .formatted(file, idle.get(0), shown(known)));
    }
    List<String> chosen = known.stream().filter(name -> Glob.anyMatches(globs, name)).toList();
    leftOut.removeIf(column -> !Glob.anyMatches(globs, column.column()));
    return new Choice(chosen, leftOut);
  }

  /** Whether a column can be chosen: if so, it must be readable. */
  boolean mayChoose(String name) {
    return !reading.keys().contains(name)
        && (text == null || name.equals(text) || Glob.anyMatches(Glob.parseList(text), name));
  }

  /** Whether an option names this column exactly: {@code *} does not name an index. */
  private boolean isNamed(String name, List<Glob> globs) {
    return reading.named().contains(name)
        || name.equals(text)
        || globs.stream().anyMatch(glob -> glob.pattern().equals(name));
  }

  /** A column that is named explicitly must contain numbers. */
  private void requireNumbers(List<Glob> globs, List<LeftOut> leftOut, String file) {
    for (LeftOut column : leftOut) {
      if (isNamed(column.column(), globs)) {
        throw new InputException(
            "Cannot read %s: expected columns with numbers, found %s in column '%s'"
                .formatted(file, column.reason(), column.column()));
      }
    }
  }

  static String described(List<LeftOut> leftOut) {
    return String.join(
        ", ", leftOut.stream().limit(12).map(c -> c.column() + " (" + c.reason() + ")").toList());
  }

  private static String shown(List<String> names) {
    return names.size() <= 12
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 12)) + ", and " + (names.size() - 12) + " more";
  }
}

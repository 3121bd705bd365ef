package org.transferability.importing;

import java.util.List;
import org.transferability.study.Glob;
import org.transferability.study.InputException;

/**
 * Which columns of a table are meant: what stands after the # of a pattern.
 *
 * @param text globs separated by commas, or the name of an array in a .npz; null: nothing was said
 * @param idColumn a column that is the id, and never a number; or null
 */
record Selection(String text, String idColumn) {
  /** The chosen columns, in the order of the file. */
  List<String> choose(List<String> names, String file) {
    List<String> known = names.stream().filter(name -> !name.equals(idColumn)).toList();
    if (text == null) {
      if (known.isEmpty()) {
        throw new InputException(
            "Cannot read %s: expected columns with numbers, found %s".formatted(file, names));
      }
      return known;
    }
    List<Glob> globs = Glob.parseList(text);
    List<Glob> idle = Glob.unmatched(globs, known);
    if (!idle.isEmpty()) {
      throw new InputException(
          "Cannot read %s: expected columns called '%s', found %s"
              .formatted(file, idle.get(0), shown(known)));
    }
    return known.stream().filter(name -> Glob.anyMatches(globs, name)).toList();
  }

  private static String shown(List<String> names) {
    return names.size() <= 12
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 12)) + ", and " + (names.size() - 12) + " more";
  }
}

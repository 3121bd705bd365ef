package org.transferability.study.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.lang3.StringUtils;
import org.transferability.study.InputException;
import org.transferability.study.NumberText;

/**
 * Detects the separator of the columns of a CSV file from its first lines. It is the one of comma,
 * semicolon, tab and vertical bar that occurs in the first line and equally often in the others; or
 * blanks between numbers.
 */
final class CsvSeparator {
  private static final String CANDIDATES = ",;\t|";
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*+\"?");

  private final CsvFormat format;
  private final List<String> records;

  private CsvSeparator(CsvFormat format, List<String> records) {
    this.format = format;
    this.records = records;
  }

  /**
   * @param sample the beginning of the text
   * @param whole whether the sample is all of the text, and not cut off
   * @throws InputException if two are possible
   */
  static char in(String sample, boolean whole, CsvFormat format, String file) {
    return new CsvSeparator(format, records(sample, whole)).find(file);
  }

  private char find(String file) {
    List<Character> possible = new ArrayList<>();
    List<Character> regular = new ArrayList<>();
    for (int i = 0; i < CANDIDATES.length(); i++) {
      char candidate = CANDIDATES.charAt(i);
      int[] counts =
          records.stream()
              .mapToInt(record -> StringUtils.countMatches(record, candidate))
              .toArray();
      // the file may contain quoted numbers with decimal commas, separated by commas
      boolean usable =
          candidate != format.decimal()
              || records.stream().skip(1).anyMatch(record -> record.indexOf('"') >= 0);
      if (!usable || counts.length == 0 || counts[0] == 0) {
        continue;
      }
      long same = Arrays.stream(counts).filter(count -> count == counts[0]).count();
      if (same == counts.length) {
        regular.add(candidate);
      }
      if (2 * same > counts.length) {
        possible.add(candidate);
      }
    }
    if (regular.size() == 1) {
      return regular.get(0);
    }
    if (regular.size() > 1) {
      throw new InputException(
          "Cannot read CSV: expected one separator of columns, found %s and %s equally often in every line (%s)%s"
              .formatted(
                  CsvFormat.shown(regular.get(0)),
                  CsvFormat.shown(regular.get(1)),
                  file,
                  format.options() ? "; choose one with --separator" : ""));
    }
    if (possible.size() == 1) {
      return possible.get(0);
    }
    return possible.isEmpty() && blanksSeparateNumbers() ? ' ' : usual();
  }

  private boolean blanksSeparateNumbers() {
    if (records.isEmpty() || StringUtils.countMatches(records.get(0), usual()) > 0) {
      return false;
    }
    int columns = CsvRecords.blankSeparated(records.get(0), true).length;
    List<String> rows = records.subList(Math.min(1, records.size() - 1), records.size());
    return columns > 1
        && rows.stream()
            .map(row -> CsvRecords.blankSeparated(row, false))
            .allMatch(
                cells ->
                    cells.length == columns
                        && Arrays.stream(cells)
                            .allMatch(cell -> NumberText.isValue(cell, format.decimal())));
  }

  private char usual() {
    return format.decimal() == ',' ? ';' : ',';
  }

  /** The lines that are not blank, without separators and ends of lines inside quotes. */
  private static List<String> records(String sample, boolean whole) {
    String unquoted =
        QUOTED.matcher(sample).replaceAll(cell -> cell.group().replaceAll("[,;\t|\r\n]", "_"));
    List<String> lines = List.of(unquoted.split("[\r\n]", -1));
    List<String> complete = lines.subList(0, lines.size() - 1);
    List<String> records = complete.stream().filter(line -> !line.isBlank()).toList();
    return whole || records.isEmpty()
        ? lines.stream().filter(line -> !line.isBlank()).toList()
        : records;
  }
}

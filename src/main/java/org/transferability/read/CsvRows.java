package org.transferability.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.transferability.study.InputException;

/**
 * Rows of a CSV file: RFC 4180 in UTF-8, with or without a byte order mark, one header line with
 * the names of the columns. Blank lines do not count; cells are taken as they are, blanks included.
 */
final class CsvRows {
  private static final ObjectReader READER =
      new CsvMapper().readerFor(String[].class).with(CsvParser.Feature.WRAP_AS_ARRAY);

  /** What the parser makes of a line without anything. */
  private static final String[] BLANK = {""};

  private final DataFile file;
  private final MappingIterator<String[]> lines;

  private CsvRows(DataFile file, MappingIterator<String[]> lines) {
    this.file = file;
    this.lines = lines;
  }

  static void read(Configuration conf, DataFile file, SmallTable.Layout layout, List<TableRow> rows)
      throws IOException {
    Path path = new Path(file.path());
    try (InputStream in = path.getFileSystem(conf).open(path);
        MappingIterator<String[]> lines = READER.readValues(in)) {
      new CsvRows(file, lines).addTo(rows, layout);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      throw new InputException(
          "Cannot read CSV: expected RFC 4180 in UTF-8, found: %s (%s%s)"
              .formatted(e.getOriginalMessage(), file.path(), line),
          e);
    } catch (IOException e) {
      throw Damage.inFile(file.path(), e);
    }
  }

  private void addTo(List<TableRow> rows, SmallTable.Layout layout) throws IOException {
    String[] names = BLANK;
    while (isBlank(names)) {
      if (!lines.hasNextValue()) {
        throw new InputException(
            "Cannot read CSV: expected a line with the names of the columns, found an empty file ("
                + file.path()
                + ")");
      }
      names = lines.nextValue();
    }
    List<String> header = header(names);
    int[] at = layout.wanted().stream().mapToInt(column -> header.indexOf(column.name())).toArray();
    String[] cells = new String[at.length];
    for (int i = 0; i < at.length; i++) {
      TableColumn column = layout.wanted().get(i);
      cells[i] = layout.partitions().getOrDefault(column.name(), "");
      if (at[i] < 0
          && column.presence() == TableColumn.Presence.REQUIRED
          && !layout.partitions().containsKey(column.name())) {
        throw SmallTable.missing(file, column, header);
      }
    }
    long row = 0;
    while (lines.hasNextValue()) {
      // the parser stands in the first cell of the row
      long number = lines.getParser().currentLocation().getLineNr();
      String[] line = lines.nextValue();
      if (isBlank(line)) {
        continue;
      }
      row++;
      String place = "row " + row + ", line " + number;
      if (line.length != header.size()) {
        throw new InputException(
            "Cannot read CSV: expected %d cells, as in the header, found %d (%s, %s)"
                .formatted(header.size(), line.length, file.path(), place));
      }
      for (int i = 0; i < at.length; i++) {
        cells[i] = at[i] < 0 ? cells[i] : line[at[i]];
      }
      rows.add(new TableRow(file.path(), place, Arrays.asList(cells)));
    }
  }

  private static boolean isBlank(String[] line) {
    return line.length == 1 && line[0].isEmpty();
  }

  private List<String> header(String[] names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new InputException(
            "Cannot read CSV: expected each column once, found '%s' twice (%s)"
                .formatted(name, file.path()));
      }
    }
    return List.of(names);
  }
}

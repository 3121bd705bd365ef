package org.transferability.read.table;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.transferability.read.page.Damage;
import org.transferability.read.page.DataFile;
import org.transferability.study.csv.CsvFormat;
import org.transferability.study.csv.CsvLines;

/** Rows of a CSV file with a header line, as {@link CsvLines} reads them, for a small table. */
final class CsvRows {
  private final DataFile file;
  private final CsvLines lines;

  private CsvRows(DataFile file, CsvLines lines) {
    this.file = file;
    this.lines = lines;
  }

  static void read(Configuration conf, DataFile file, SmallTable.Layout layout, List<TableRow> rows)
      throws IOException {
    Path path = new Path(file.path());
    try (InputStream in = path.getFileSystem(conf).open(path);
        CsvLines lines = CsvLines.open(in, file.path(), CsvFormat.PLAIN)) {
      new CsvRows(file, lines).addTo(rows, layout);
    } catch (IOException e) {
      throw Damage.inFile(file.path(), e);
    }
  }

  private void addTo(List<TableRow> rows, SmallTable.Layout layout) throws IOException {
    List<String> header = lines.names();
    SmallTable.requireColumns(file, layout, header);
    int[] at = layout.wanted().stream().mapToInt(column -> header.indexOf(column.name())).toArray();
    String[] cells = new String[at.length];
    for (int i = 0; i < at.length; i++) {
      TableColumn column = layout.wanted().get(i);
      cells[i] = layout.partitions().getOrDefault(column.name(), "");
    }
    for (String[] line = lines.next(); line != null; line = lines.next()) {
      for (int i = 0; i < at.length; i++) {
        cells[i] = at[i] < 0 ? cells[i] : line[at[i]];
      }
      rows.add(new TableRow(file.path(), lines.place(), Arrays.asList(cells)));
    }
  }
}

package org.transferability.importing;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.transferability.study.csv.CsvFormat;

/** Opens files while the import is planned, to see what they contain. */
public record FileContents(Configuration conf, CsvFormat csv) {
  /** The names of the columns or arrays of a file; none for a file of one array. */
  List<String> names(SourceFile file) throws IOException {
    return file.names(conf, csv);
  }

  /** Whether a column of a table contains text, judged by the first row. */
  boolean isText(SourceFile column) throws IOException {
    return column.isText(conf, csv);
  }
}

package org.transferability.importing;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.transferability.study.csv.CsvFormat;

/** Opens files while the import is planned, to see what they contain. */
public interface FileContents {
  /** The names of the columns or arrays of a file; none for a file of one array. */
  List<String> names(SourceFile file) throws IOException;

  /** Whether a column of a table contains text, judged by the first row. */
  boolean isText(SourceFile column) throws IOException;

  static FileContents of(Configuration conf, CsvFormat csv) {
    return new FileContents() {
      @Override
      public List<String> names(SourceFile file) throws IOException {
        return file.names(conf, csv);
      }

      @Override
      public boolean isText(SourceFile column) throws IOException {
        return column.isText(conf, csv);
      }
    };
  }
}

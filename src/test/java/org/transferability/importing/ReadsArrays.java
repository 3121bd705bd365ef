package org.transferability.importing;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.importing.source.NumberRows;
import org.transferability.importing.source.Reading;
import org.transferability.study.InputException;
import org.transferability.study.csv.CsvFormat;

/** Reads the arrays of files that other programs wrote, for the tests of their formats. */
abstract class ReadsArrays {
  static final Configuration CONF = new Configuration();

  static SourceFile file(Path path, String member) throws IOException {
    return new SourceFile(path.toString(), Files.size(path), member);
  }

  static Reading reading() {
    return new Reading(Set.of(), Set.of(), CsvFormat.DEFAULT);
  }

  static double[] numbers(Path path, String member) throws IOException {
    return numbers(path, member, 2);
  }

  static double[] numbers(Path path, String member, int most) throws IOException {
    List<double[]> read = new ArrayList<>();
    try (NumberRows rows = file(path, member).numbers(CONF, reading())) {
      double[] block = new double[most * rows.width()];
      for (int n = rows.read(block, most); n > 0; n = rows.read(block, most)) {
        read.add(Arrays.copyOf(block, n * rows.width()));
      }
    }
    return read.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  static List<String> ids(Path path, String member) throws IOException {
    List<String> all = new ArrayList<>();
    try (IdRows rows = file(path, member).ids(CONF, CsvFormat.DEFAULT, Id.Form.DETECT)) {
      for (Id id = rows.next(); id != null; id = rows.next()) {
        all.add(id.text());
      }
      assertNull(rows.next());
    }
    return all;
  }

  static void assertFails(Path path, String member, String part) {
    InputException e = assertThrows(InputException.class, () -> numbers(path, member));
    assertTrue(e.getMessage().startsWith("Cannot read "), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  /** The table of 7 x 3 numbers in the files: a function of multiples of 1/4. */
  static double[] table(DoubleUnaryOperator of) {
    double[] table = new double[21];
    Arrays.setAll(table, k -> of.applyAsDouble((k / 3 + 1) * (k % 3 - 1) / 4.0));
    return table;
  }
}

package org.transferability.importing.source;

import java.util.Set;
import org.transferability.study.csv.CsvFormat;

/**
 * How the files of a table are read.
 *
 * @param idColumn the column of ids, which is never a feature or label; or null
 * @param named columns that an option names, which are used even if they look like a row number
 * @param csv the format of CSV files
 */
public record Reading(String idColumn, Set<String> named, CsvFormat csv) {
  public Reading {
    named = Set.copyOf(named);
  }
}

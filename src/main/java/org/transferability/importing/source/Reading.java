package org.transferability.importing.source;

import java.util.Set;
import org.transferability.study.csv.CsvFormat;

/**
 * How the files of a table are read.
 *
 * @param idColumn a column that is the id, and never a number; or null
 * @param named columns that an option names, which count even if they look like a row number
 * @param csv how CSV files are written
 */
public record Reading(String idColumn, Set<String> named, CsvFormat csv) {
  public Reading {
    named = Set.copyOf(named);
  }
}

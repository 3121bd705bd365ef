package org.transferability.importing.source;

import java.util.Set;
import org.transferability.study.csv.CsvFormat;

/**
 * How the files of a table are read.
 *
 * @param keys columns of ids and of datasets, which are never features or labels
 * @param named columns that an option names, which are used even if they look like a row number
 * @param csv the format of CSV files
 */
public record Reading(Set<String> keys, Set<String> named, CsvFormat csv) {
  public Reading {
    keys = Set.copyOf(keys);
    named = Set.copyOf(named);
  }
}

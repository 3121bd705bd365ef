package org.transferability.job.table;

import java.util.List;

/** What a table is read for. */
enum Role {
  FEATURES("features", List.of("source", "dataset")),
  TARGETS("targets", List.of("dataset"));

  private final String option;
  private final List<String> keys;

  Role(String option, List<String> keys) {
    this.option = option;
    this.keys = keys;
  }

  /** The option of a query, without its dashes: {@code features-query}. */
  String query() {
    return option + "-query";
  }

  /** The columns that name a set of rows; the folders of its copy. */
  List<String> keys() {
    return keys;
  }

  @Override
  public String toString() {
    return option;
  }
}

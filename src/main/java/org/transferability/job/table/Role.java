package org.transferability.job.table;

import java.util.List;

/** What a table is read for. */
enum Role {
  FEATURES("features"),
  TARGETS("targets");

  private final String option;

  Role(String option) {
    this.option = option;
  }

  /** The option of a query, without its dashes: {@code features-query}. */
  String query() {
    return option + "-query";
  }

  /** The columns that name a set of rows; the folders of its copy. */
  List<String> keys() {
    return this == FEATURES ? List.of("source", "dataset") : List.of("dataset");
  }

  @Override
  public String toString() {
    return option;
  }
}

package org.transferability.run.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.transferability.read.FileRange;
import org.transferability.read.label.LabelSurvey;

/** Looks through label columns without keeping their values. */
@FunctionalInterface
public interface Surveys {
  /**
   * Surveys the named columns of the given row groups.
   *
   * @param idColumn the id, or null: rows are identified by file and number
   * @param bytes bytes of the columns, at least about
   */
  LabelSurvey survey(
      List<FileRange> ranges, @Nullable String idColumn, List<String> targets, long bytes);
}

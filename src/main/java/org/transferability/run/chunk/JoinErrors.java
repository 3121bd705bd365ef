package org.transferability.run.chunk;

import org.transferability.read.id.IdKind;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** What is wrong with ids, said alike by the joins that find it. */
public final class JoinErrors {
  private JoinErrors() {}

  /**
   * Numbers and texts never match, not even 7 and "7": better said than "no id in common".
   *
   * @param set name of the feature set
   * @param file of the set
   * @throws InputException if the ids of the file are of another kind than the labels'
   */
  public static void requireKind(String set, IdKind ofLabels, IdKind found, DataFile file) {
    if (!ofLabels.joins(found)) {
      throw new InputException(
          "Cannot join %s: expected ids of kind %s as in the labels, found %s (%s)"
              .formatted(set, ofLabels, found, file.path()));
    }
  }
}

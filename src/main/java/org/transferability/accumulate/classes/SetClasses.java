package org.transferability.accumulate.classes;

import java.io.Serializable;

/**
 * The classes of labels that a pass tells apart, in the order of its targets.
 *
 * @param features what is kept of the features of each class, or null: nothing
 * @param predictions what is kept of the predictions, or null
 */
public record SetClasses(ClassLayout features, ClassLayout predictions) implements Serializable {
  /** Whether none are. */
  public boolean areNone() {
    return features == null && predictions == null;
  }
}

package org.transferability.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether stored moments are those that a run requests. */
public sealed interface Answer {
  /** They are complete. */
  record Complete() implements Answer {}

  /** They are, except for files that were added later. */
  record Grown(List<InputFile> missing) implements Answer {}

  /** They are not. The reason is the end of a sentence about the set. */
  record Stale(String reason) implements Answer {}

  /** Compares the stored request with the current one; both have the same key. */
  static Answer of(Request stored, Request asked) {
    List<InputFile> added = new ArrayList<>();
    String labels = difference(stored.labelFiles(), asked.labelFiles(), added);
    if (labels == null && !added.isEmpty()) {
      labels = "label file %s was added".formatted(added.get(0).path());
    }
    if (labels != null) {
      return new Stale(labels);
    }
    for (Map.Entry<String, String> option : asked.options().entrySet()) {
      String before = stored.options().get(option.getKey());
      if (!option.getValue().equals(before)) {
        return new Stale(
            "%s is now %s, was %s".formatted(option.getKey(), option.getValue(), before));
      }
    }
    if (asked.folds() != 1 && asked.folds() != stored.folds()) {
      return new Stale(
          "rows are now assigned to %d folds, were stored in %d"
              .formatted(asked.folds(), stored.folds()));
    }
    if (asked.folds() != 1 && !asked.dealing().equals(stored.dealing())) {
      return new Stale(
          "rows are now assigned to folds by %s, were by %s"
              .formatted(asked.dealing(), stored.dealing()));
    }
    String features = difference(stored.featureFiles(), asked.featureFiles(), added);
    if (features != null) {
      return new Stale(features);
    }
    return added.isEmpty() ? new Complete() : new Grown(List.copyOf(added));
  }

  /** The change among the earlier files, or null; collects the files that are new. */
  private static String difference(
      List<InputFile> before, List<InputFile> now, List<InputFile> added) {
    Map<String, InputFile> left = new HashMap<>();
    before.forEach(file -> left.put(file.path(), file));
    for (InputFile file : now) {
      InputFile earlier = left.remove(file.path());
      if (earlier == null) {
        added.add(file);
      } else if (!earlier.equals(file)) {
        return file.path() + " " + file.differenceTo(earlier);
      }
    }
    return left.keySet().stream().min(String::compareTo).map(p -> p + " was removed").orElse(null);
  }
}

package org.transferability.importing;

import java.util.Arrays;
import java.util.List;
import org.transferability.study.InputException;

/**
 * A target that consists of columns: {@code x_y=x,y} is the target x_y with two outputs.
 *
 * @param name of the target
 * @param columns in the order of its outputs
 */
public record TargetRule(String name, List<String> columns) {
  public TargetRule {
    columns = List.copyOf(columns);
  }

  /** Reads {@code NAME=COLUMN[,COLUMN...]}. */
  public static TargetRule parse(String text) {
    int equals = text.indexOf('=');
    List<String> columns =
        Arrays.stream(text.substring(equals + 1).split(",", -1)).map(String::strip).toList();
    if (equals < 1 || columns.stream().anyMatch(String::isEmpty)) {
      throw new InputException(
          "Cannot use target: expected NAME=COLUMN,COLUMN, found '%s'".formatted(text));
    }
    return new TargetRule(text.substring(0, equals).strip(), columns);
  }

  @Override
  public String toString() {
    return name + "=" + String.join(",", columns);
  }
}

package org.transferability.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.transferability.report.OutputDirectory;
import org.transferability.run.ScoreOptions;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;

/**
 * Looks at paths of this machine before Spark starts, so that a mistyped one takes a second to
 * report. Paths of other file systems are left to the job, as is everything but existence.
 */
final class LocalPaths {
  private LocalPaths() {}

  /**
   * Requires that inputs exist and that the output may be written.
   *
   * @throws InputException with the message that the job would give, and the nearest name
   */
  static void require(ScoreOptions options) {
    for (String input : new String[] {options.study().features(), options.study().targets()}) {
      local(input).filter(path -> !Files.exists(path)).ifPresent(LocalPaths::missing);
    }
    if (options.existing() == OutputDirectory.Existing.REFUSE) {
      local(options.out())
          .filter(Files::exists)
          .ifPresent(
              path -> {
                throw new InputException(
                    "Cannot write output: expected a new directory, found an existing one (%s); --overwrite replaces it"
                        .formatted(path.toAbsolutePath().normalize()));
              });
    }
  }

  /** The path if it is one of this machine without a scheme and without patterns. */
  private static Optional<Path> local(String path) {
    if (path == null || path.isBlank() || path.matches(".*([*?{\\[\\\\]|^[a-zA-Z][\\w+.-]*:).*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(path));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static void missing(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    String hint = "";
    if (parent != null && Files.isDirectory(parent)) {
      hint = nearest(parent, absolute).map(" (did you mean %s?)"::formatted).orElse("");
    }
    throw new InputException(
        "Cannot list %s: expected a folder or file, found nothing%s".formatted(absolute, hint));
  }

  /** The name in a folder that is nearest to a missing one, as a path. */
  private static Optional<String> nearest(Path parent, Path missing) {
    String name = String.valueOf(missing.getFileName()).toLowerCase(Locale.ROOT);
    try (Stream<Path> siblings = Files.list(parent)) {
      return NearestName.of(
              name, siblings.map(sibling -> sibling.getFileName().toString()).sorted().toList())
          .map(near -> parent.resolve(near).toString());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

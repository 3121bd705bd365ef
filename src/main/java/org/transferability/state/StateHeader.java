package org.transferability.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a state file, as JSON at its start.
 *
 * @param request the request that the file answers
 * @param counts numbers of rows, by how they were treated
 * @param sections the following sections, in order
 */
public record StateHeader(Request request, Map<String, Long> counts, List<Section> sections) {

  /** A run of bytes after the header. */
  public record Section(String name, long bytes) {
    public Section {
      if (bytes < 0 || bytes > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "Cannot keep section " + name + ": expected at most 2 GiB, found " + bytes + " bytes");
      }
    }
  }

  public StateHeader {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    sections = List.copyOf(sections);
  }

  long bodyBytes() {
    return sections.stream().mapToLong(Section::bytes).sum();
  }
}

package org.transferability.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a state file says of itself, as JSON at its start.
 *
 * @param request what it answers
 * @param counts rows by what became of them
 * @param sections what follows, in order
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

package org.transferability.run.race;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One round of a race.
 *
 * @param size of its sample, as it was asked for
 * @param sets feature sets that were scored
 * @param dropped how many of them were dropped after it
 * @param rows that were read for it, of all sets together
 */
record Round(String size, int sets, int dropped, long rows) {
  /** For run.json. */
  Map<String, Object> describe() {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("sample", size);
    described.put("sets", sets);
    described.put("dropped", dropped);
    described.put("rows_read", rows);
    return described;
  }
}

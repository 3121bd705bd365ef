package org.transferability.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A request to the state: the moments of one pass over one feature set.
 *
 * @param source the source model
 * @param dataset the inputs
 * @param identity distinguishes the pass from others of the same set: columns, targets, chunks
 * @param options everything else that affects the moments; if one differs, they belong to another
 *     pass
 * @param folds the number of folds, 1 if rows are kept together
 * @param dealing how rows are assigned to folds; ignored with one fold
 * @param labelFiles the files of labels, empty if labels are in the feature files
 * @param featureFiles the files of features
 */
public record Request(
    String source,
    String dataset,
    Map<String, String> identity,
    Map<String, String> options,
    int folds,
    String dealing,
    List<InputFile> labelFiles,
    List<InputFile> featureFiles) {

  private static final int READABLE = 40;

  public Request {
    identity = Collections.unmodifiableMap(new TreeMap<>(identity));
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    labelFiles = List.copyOf(labelFiles);
    featureFiles = List.copyOf(featureFiles);
  }

  /**
   * The prefix of the names of this pass's state files: the legible part of source and dataset, and
   * a hash of everything that distinguishes the pass. It is a valid file name for any names.
   */
  public String key() {
    MessageDigest digest = DigestUtils.getSha256Digest();
    for (String part : List.of(source, dataset, identity.toString())) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    String hash = HexFormat.of().formatHex(digest.digest(), 0, 12);
    return readable(source) + "." + readable(dataset) + "." + hash;
  }

  private static String readable(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9_-]", "_");
    return safe.length() <= READABLE ? safe : safe.substring(0, READABLE);
  }
}

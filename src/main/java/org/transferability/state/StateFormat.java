package org.transferability.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;
import org.transferability.study.InputException;
import org.transferability.study.Json;

/**
 * State files, version {@value #VERSION}, whole numbers big-endian:
 *
 * <pre>
 * 8 bytes   TSPSTATE
 * 4         version
 * 4         length of the header, H
 * H         the header: JSON in UTF-8, {@link StateHeader} with names in snake_case
 * 32        SHA-256 of everything before
 * B         the sections that the header lists, one after the other
 * 32        SHA-256 of the sections
 * </pre>
 *
 * Any other file is refused with an error that names it: it is damaged, or not a state file.
 */
public final class StateFormat {
  static final int VERSION = 3;
  private static final byte[] MAGIC = "TSPSTATE".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_HEADER_BYTES = 256 << 20;
  private static final int DIGEST_BYTES = 32;
  private static final ObjectWriter HEADER =
      Json.MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

  private StateFormat() {}

  /** Writes a file; the caller closes the stream. The sections are those that the header lists. */
  public static void write(StateHeader header, List<byte[]> sections, OutputStream out)
      throws IOException {
    byte[] json = HEADER.writeValueAsBytes(header);
    MessageDigest digest = DigestUtils.getSha256Digest();
    DataOutputStream head = new DataOutputStream(new DigestOutputStream(out, digest));
    head.write(MAGIC);
    head.writeInt(VERSION);
    head.writeInt(json.length);
    head.write(json);
    head.flush();
    out.write(digest.digest());
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).length != header.sections().get(i).bytes()) {
        throw new IllegalArgumentException("Cannot keep section " + i + " of another length");
      }
      digest.update(sections.get(i));
      out.write(sections.get(i));
    }
    out.write(digest.digest());
    out.flush();
  }

  /**
   * Reads and checks the start of a file.
   *
   * @param name for messages
   * @param length bytes of the file
   * @throws InputException if the file is damaged or not a state file
   */
  public static StateHeader readHeader(InputStream in, String name, long length)
      throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    DataInputStream data = new DataInputStream(new DigestInputStream(in, digest));
    try {
      if (!Arrays.equals(data.readNBytes(MAGIC.length), MAGIC)) {
        throw refused(name, "other content");
      }
      int version = data.readInt();
      if (version != VERSION) {
        throw refused(name, "version " + version);
      }
      int bytes = data.readInt();
      if (bytes < 0 || bytes > Math.min(length, MOST_HEADER_BYTES)) {
        throw refused(name, "a damaged header");
      }
      byte[] json = data.readNBytes(bytes);
      byte[] expected = digest.digest();
      if (json.length < bytes || !Arrays.equals(in.readNBytes(DIGEST_BYTES), expected)) {
        throw refused(name, "a damaged header");
      }
      StateHeader header = Json.MAPPER.readValue(json, StateHeader.class);
      long whole = MAGIC.length + 8L + bytes + DIGEST_BYTES + header.bodyBytes() + DIGEST_BYTES;
      if (whole != length) {
        throw refused(name, "%,d bytes where its header declares %,d".formatted(length, whole));
      }
      return header;
    } catch (EOFException e) {
      throw refused(name, "a damaged header");
    } catch (JsonProcessingException e) {
      throw refused(name, "a header of another kind");
    }
  }

  /**
   * Reads and checks the sections, by name; the stream must be positioned after the header.
   *
   * @throws InputException if they are damaged
   */
  public static Map<String, byte[]> readSections(StateHeader header, InputStream in, String name)
      throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    Map<String, byte[]> sections = new LinkedHashMap<>();
    for (StateHeader.Section section : header.sections()) {
      byte[] bytes = in.readNBytes((int) section.bytes());
      digest.update(bytes);
      sections.put(section.name(), bytes);
    }
    if (!Arrays.equals(in.readNBytes(DIGEST_BYTES), digest.digest())) {
      throw refused(name, "damaged contents");
    }
    return sections;
  }

  private static InputException refused(String name, String found) {
    return new InputException(
        "Cannot resume from %s: expected a complete state file of version %d, found %s (delete it, and its feature set is read again)"
            .formatted(name, VERSION, found));
  }
}

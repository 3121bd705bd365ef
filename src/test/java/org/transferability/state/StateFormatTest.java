package org.transferability.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transferability.study.InputException;

/** A state file reads as it was written, or is refused; the layout is the documented one. */
final class StateFormatTest {
  private static final List<byte[]> SECTIONS = List.of(new byte[] {1, 2, 3}, new byte[40]);

  private static StateHeader header() {
    return new StateHeader(
        new Request(
            "s\n\u00fc",
            "d",
            Map.of("features", "f"),
            Map.of("layout", "[1]"),
            5,
            "id",
            List.of(new InputFile("dataset=d/t.parquet", 7, 8)),
            List.of(new InputFile("a", 1, 2), new InputFile("b", 1L << 40, 3))),
        Map.of("read", 12L),
        List.of(new StateHeader.Section("x/0", 3), new StateHeader.Section("y", 40)));
  }

  private static byte[] written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StateFormat.write(header(), SECTIONS, out);
    return out.toByteArray();
  }

  private static List<byte[]> read(byte[] bytes) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    StateHeader header = StateFormat.readHeader(in, "the file", bytes.length);
    assertEquals(header(), header);
    return List.copyOf(StateFormat.readSections(header, in, "the file").values());
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    List<byte[]> sections = read(written());
    assertEquals(2, sections.size());
    assertArrayEquals(SECTIONS.get(0), sections.get(0));
    assertArrayEquals(SECTIONS.get(1), sections.get(1));
  }

  @Test
  void hasTheDocumentedLayout() throws Exception {
    byte[] bytes = written();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] magic = new byte[8];
    in.get(magic);
    assertEquals("TSPSTATE", new String(magic, StandardCharsets.US_ASCII));
    assertEquals(3, in.getInt());
    int length = in.getInt();
    String json = new String(bytes, 16, length, StandardCharsets.UTF_8);
    assertTrue(
        json.contains("\"label_files\":[{\"path\":\"dataset=d/t.parquet\",\"length\":7"), json);
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(bytes, 0, 16 + length);
    assertArrayEquals(sha256.digest(), Arrays.copyOfRange(bytes, 16 + length, 48 + length));
    sha256.update(bytes, 48 + length, 43);
    assertArrayEquals(sha256.digest(), Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length));
  }

  @Test
  void everyFlippedBitIsRefusedByName() throws IOException {
    byte[] bytes = written();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(damaged);
    }
  }

  @Test
  void everyCutAndEveryForeignFileIsRefusedByName() throws IOException {
    byte[] bytes = written();
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length));
    }
    assertRefused(Arrays.copyOf(bytes, bytes.length + 1));
    assertRefused("PAR1 is not ours".repeat(10).getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(byte[] bytes) {
    String message = assertThrows(InputException.class, () -> read(bytes)).getMessage();
    assertTrue(
        message.startsWith("Cannot resume from the file: expected a complete state"), message);
  }

  @Test
  void keysAreSafeAndDistinctFileNames() {
    assertTrue(
        key("../../etc/passwd", "..").matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[0-9a-f]+"));
    assertTrue(
        !key("a.b", "c").equals(key("a", "b.c")) && !key("a/b", "c").equals(key("a_b", "c")));
  }

  private static String key(String source, String dataset) {
    return new Request(source, dataset, Map.of(), Map.of(), 1, "", List.of(), List.of()).key();
  }
}

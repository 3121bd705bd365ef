package org.transferability.importing.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.study.InputException;
import org.transferability.study.Json;
import org.transferability.study.NearestName;

/**
 * A .safetensors file: 8 bytes with the length of a header, the header in JSON (type, shape and
 * place of each tensor), and the tensors, little-endian and in C order.
 */
public final class Safetensors {
  /** The format allows no longer headers. */
  private static final long LONGEST = 100_000_000;

  private static final String METADATA = "__metadata__";

  private final FileSystem files;
  private final Path path;
  private final long length;
  private final long start; // of the tensors
  private final Map<String, JsonNode> tensors = new LinkedHashMap<>();

  private Safetensors(FileSystem files, Path path, long length, long start, JsonNode header) {
    this.files = files;
    this.path = path;
    this.length = length;
    this.start = start;
    header
        .properties()
        .forEach(
            tensor -> {
              if (!tensor.getKey().equals(METADATA)) {
                tensors.put(tensor.getKey(), tensor.getValue());
              }
            });
  }

  /** Reads the header. */
  public static Safetensors open(FileSystem files, Path path, long length) throws IOException {
    try (DataInputStream in = new DataInputStream(files.open(path))) {
      long size = Long.reverseBytes(in.readLong());
      if (size < 2 || size > LONGEST || size > length - Long.BYTES) {
        throw wrong(
            path,
            "a header of 2 to %,d bytes".formatted(Math.min(LONGEST, length - Long.BYTES)),
            Long.toUnsignedString(size) + " bytes");
      }
      byte[] text = in.readNBytes((int) size);
      JsonNode header =
          Json.MAPPER
              .reader()
              .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
              .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(text);
      if (!header.isObject()) {
        throw wrong(path, "a header with tensors", "other JSON");
      }
      return new Safetensors(files, path, length, Long.BYTES + size, header);
    } catch (EOFException e) {
      throw new InputException(
          "Cannot read %s: expected a .safetensors header, found the end of the file"
              .formatted(path),
          e);
    } catch (JsonProcessingException e) {
      throw new InputException(
          "Cannot read %s: expected a .safetensors header in JSON, found: %s"
              .formatted(path, e.getOriginalMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  /** The names of the tensors, in the order of the header. */
  public List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  /** Opens the numbers of a tensor; null: the only one. */
  public NumberRows rows(String name) throws IOException {
    return tensor(name).rows();
  }

  /** Opens the ids in a tensor; null: the only one. */
  public IdRows ids(String name) throws IOException {
    ArrayLabels.Array tensor = tensor(name);
    return new NpyIds(tensor.bytes(), tensor.header());
  }

  /** Opens the tensors as the columns of a table. */
  public NumberRows labels(Selection selection) throws IOException {
    return new ArrayLabels(path.toString(), names(), this::tensor, selection);
  }

  private ArrayLabels.Array tensor(String given) {
    if (given == null && tensors.size() != 1) {
      throw wrong(
          path,
          "the name of a tensor after #, or #{source} if each tensor is a source",
          "none and %d tensors (%s)".formatted(tensors.size(), String.join(", ", names())));
    }
    String name = given == null ? names().get(0) : given;
    JsonNode tensor = tensors.get(name);
    if (tensor == null) {
      throw new InputException(
          "Cannot read %s: no tensor '%s' in it; %s"
              .formatted(path, name, NearestName.expected(name, tensors.keySet())));
    }
    String called = path + "#" + name;
    JsonNode place = tensor.path("data_offsets");
    JsonNode shape = tensor.path("shape");
    if (!areSizes(shape) || !areSizes(place) || place.size() != 2) {
      throw wrong(
          called, "a tensor with dtype, shape and data_offsets in the header", "none of them");
    }
    long first = place.get(0).longValue();
    long end = place.get(1).longValue();
    if (first > end || end > length - start) {
      throw wrong(
          called,
          "a place within the %,d bytes of the tensors".formatted(length - start),
          "%d to %d: the file is truncated or damaged".formatted(first, end));
    }
    long[] axes = new long[shape.size()];
    for (int axis = 0; axis < axes.length; axis++) {
      axes[axis] = shape.get(axis).longValue();
    }
    NpyHeader header =
        NpyHeader.of(type(tensor.path("dtype").asText(), called), axes, end - first, called);
    return new ArrayLabels.Array(
        new ArrayBytes(files, path, called, start + first, end - first, false), header);
  }

  /** Whether it is a list of whole numbers from 0 on. */
  private static boolean areSizes(JsonNode list) {
    for (JsonNode size : list) {
      if (!size.canConvertToLong() || !size.isIntegralNumber() || size.longValue() < 0) {
        return false;
      }
    }
    return list.isArray();
  }

  private static NpyType type(String name, String called) {
    return switch (name) {
      case "F64" -> new NpyType('f', 8, ByteOrder.LITTLE_ENDIAN);
      case "F32" -> new NpyType('f', 4, ByteOrder.LITTLE_ENDIAN);
      case "F16" -> new NpyType('f', 2, ByteOrder.LITTLE_ENDIAN);
      case "BF16" -> new NpyType('B', 2, ByteOrder.LITTLE_ENDIAN);
      case "I64" -> new NpyType('i', 8, ByteOrder.LITTLE_ENDIAN);
      case "I32" -> new NpyType('i', 4, ByteOrder.LITTLE_ENDIAN);
      case "I16" -> new NpyType('i', 2, ByteOrder.LITTLE_ENDIAN);
      case "I8" -> new NpyType('i', 1, ByteOrder.LITTLE_ENDIAN);
      case "U64" -> new NpyType('u', 8, ByteOrder.LITTLE_ENDIAN);
      case "U32" -> new NpyType('u', 4, ByteOrder.LITTLE_ENDIAN);
      case "U16" -> new NpyType('u', 2, ByteOrder.LITTLE_ENDIAN);
      case "U8" -> new NpyType('u', 1, ByteOrder.LITTLE_ENDIAN);
      case "BOOL" -> new NpyType('b', 1, ByteOrder.LITTLE_ENDIAN);
      default ->
          throw wrong(called, "F64, F32, F16, BF16, whole numbers or BOOL", "type '" + name + "'");
    };
  }

  private static InputException wrong(Object called, String expected, String found) {
    return new InputException(
        "Cannot read %s: expected %s, found %s".formatted(called, expected, found));
  }
}

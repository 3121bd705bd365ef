package org.transferability.study;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * The study file: YAML whose keys are those of {@code conf/study.example.yaml}, all optional. Read
 * strictly: an unknown or repeated key, an alias, an anchor or a tag is an error. Every error names
 * the file, the line and the column.
 */
public final class StudyFile {
  private static final int MOST_CHARACTERS = 4 << 20; // thousands of feature sets with their paths
  private static final int DEEPEST = 8;

  private static final String STUDY = "study file";

  private static final ObjectMapper YAML = mapper();

  private StudyFile() {}

  /**
   * Reads a file of the local file system.
   *
   * @param keys whose properties are the keys; those that the file lacks are left as they are
   */
  public static <T> T read(Path file, T keys) {
    return read(file, keys, STUDY);
  }

  /**
   * Reads another file of the same form.
   *
   * @param what the kind of file, in errors
   */
  public static <T> T read(Path file, T keys, String what) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString(), keys, what);
    } catch (NoSuchFileException e) {
      throw new InputException(
          "Cannot read %s: expected a file, found none (%s)".formatted(what, file), e);
    } catch (IOException e) {
      throw new InputException(
          "Cannot read %s: expected a readable file, found: %s (%s)"
              .formatted(what, e.getMessage(), file),
          e);
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param name the name of the study file in errors
   */
  public static <T> T read(InputStream in, String name, T keys) throws IOException {
    return read(in, name, keys, STUDY);
  }

  private static <T> T read(InputStream in, String name, T keys, String what) throws IOException {
    InputStream text = Utf8Text.withoutMark(in, name);
    try (StudyFileParser parser = new StudyFileParser((YAMLParser) YAML.createParser(text))) {
      try {
        JsonToken first = parser.nextToken();
        if (first == null) {
          throw new InputException(
              "Cannot read %s: expected at least one key, found nothing (%s)"
                  .formatted(what, name));
        }
        if (first != JsonToken.START_OBJECT) {
          throw new InputException(
              "Cannot read %s: expected keys with values, found %s (%s)"
                  .formatted(what, found(first), where(parser.currentTokenLocation(), name)));
        }
        return YAML.readerForUpdating(keys).readValue(parser);
      } catch (UnrecognizedPropertyException e) {
        throw unknownKey(e, parser.lastKeyLocation(), name, what);
      } catch (JsonProcessingException e) {
        throw invalid(e, parser, name, what);
      }
    }
  }

  private static ObjectMapper mapper() {
    LoaderOptions limits = new LoaderOptions();
    limits.setCodePointLimit(MOST_CHARACTERS);
    YAMLFactory factory =
        YAMLFactory.builder()
            .loaderOptions(limits)
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();
    SimpleModule words = new SimpleModule();
    words.setDeserializers(new Words());
    YAMLMapper mapper =
        YAMLMapper.builder(factory)
            .addModule(words)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    mapper.setDefaultSetterInfo(JsonSetter.Value.construct(Nulls.SKIP, Nulls.FAIL));
    return mapper;
  }

  private static InputException unknownKey(
      UnrecognizedPropertyException e, JsonLocation location, String name, String what) {
    Collection<String> known =
        e.getKnownPropertyIds().stream()
            .map(Object::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    return new InputException(
        "Cannot read %s: unknown key '%s'%s: %s (%s)"
            .formatted(
                what,
                e.getPropertyName(),
                within(e.getPath()),
                NearestName.expected(e.getPropertyName(), known),
                where(location, name)),
        e);
  }

  private static InputException invalid(
      JsonProcessingException e, StudyFileParser parser, String name, String what) {
    String problem;
    JsonLocation location = e.getLocation();
    if (e.getCause() instanceof InputException inner) {
      problem = inner.getMessage();
    } else if (e instanceof MismatchedInputException mismatch) {
      problem =
          "expected %s%s, found %s"
              .formatted(
                  expected(mismatch.getTargetType()),
                  key(mismatch.getPath()),
                  found(parser.currentToken()));
      location = parser.currentTokenLocation();
    } else {
      problem = e.getOriginalMessage().lines().collect(Collectors.joining("; "));
      if (problem.contains("alias") || problem.contains("anchor")) {
        problem += "; a name that begins with * or & must be in quotes";
      }
    }
    return new InputException(
        "Cannot read %s: %s (%s)".formatted(what, problem, where(location, name)), e);
  }

  private static String expected(Class<?> type) {
    if (type == null) {
      return "a value";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    boolean single = type.isPrimitive() || ValueText.reads(type);
    return single ? "a single value" : "keys with values";
  }

  private static String found(JsonToken token) {
    if (token == null) {
      return "the end";
    }
    return switch (token) {
      case START_ARRAY, END_ARRAY -> "a list";
      case START_OBJECT, END_OBJECT, FIELD_NAME -> "keys with values";
      case VALUE_NULL -> "nothing";
      default -> "a single value";
    };
  }

  private static String key(List<JsonMappingException.Reference> path) {
    String text = text(path);
    return text.isEmpty() ? "" : " for '" + text + "'";
  }

  private static String within(List<JsonMappingException.Reference> path) {
    String text = text(path.subList(0, Math.max(0, path.size() - 1)));
    return text.isEmpty() ? "" : " in '" + text + "'";
  }

  private static String text(List<JsonMappingException.Reference> path) {
    StringBuilder text = new StringBuilder();
    for (JsonMappingException.Reference step : path) {
      if (step.getFieldName() == null) {
        text.append('[').append(step.getIndex() + 1).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return text.toString();
  }

  private static String where(JsonLocation location, String name) {
    return location == null || location.getLineNr() < 1
        ? name
        : "%s, line %d, column %d".formatted(name, location.getLineNr(), location.getColumnNr());
  }

  /** Single values are read by {@link ValueText}. */
  private static final class Words extends SimpleDeserializers {
    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> findEnumDeserializer(
        Class<?> type, DeserializationConfig config, BeanDescription description) {
      return new FromText<>(type);
    }

    @Override
    public JsonDeserializer<?> findBeanDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription description) {
      return ValueText.reads(type.getRawClass()) ? new FromText<>(type.getRawClass()) : null;
    }
  }

  /**
   * Reads a value from the text of a scalar as it was written, so that a name like {@code 007} or
   * {@code true} stays a name. An error in the text keeps its position in the file.
   */
  private static final class FromText<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;

    FromText(Class<T> type) {
      super(type);
      this.type = type;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      if (!parser.currentToken().isScalarValue()) {
        context.handleUnexpectedToken(handledType(), parser);
      }
      try {
        return ValueText.parse(type, parser.getText());
      } catch (InputException e) {
        throw JsonMappingException.from(parser, e.getMessage(), e);
      }
    }
  }
}

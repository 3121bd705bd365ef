package org.transferability.study;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.util.function.Function;

/**
 * Reads a value from the text of a scalar as it was written, so that a name like {@code 007} or
 * {@code true} stays a name. An error in the text keeps its position in the file.
 */
final class FromText<T> extends StdScalarDeserializer<T> {
  private static final long serialVersionUID = 1L;

  private final transient Function<String, T> parse;

  FromText(Class<T> type, Function<String, T> parse) {
    super(type);
    this.parse = parse;
  }

  @Override
  public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.currentToken().isScalarValue()) {
      context.handleUnexpectedToken(handledType(), parser);
    }
    try {
      return parse.apply(parser.getText());
    } catch (InputException e) {
      throw JsonMappingException.from(parser, e.getMessage(), e);
    }
  }

  /** An entry of a list without a value. After a key, a missing value is the same as no key. */
  @Override
  public T getNullValue(DeserializationContext context) {
    return null;
  }
}

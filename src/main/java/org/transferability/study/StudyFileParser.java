package org.transferability.study;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;

/**
 * A YAML parser that rejects tags, anchors and aliases (Jackson would read the alias {@code *cub}
 * as the text cub, although the glob *cub was meant). It stores the position of the last key for
 * errors about keys, because the parser is past the key when the error is found.
 */
final class StudyFileParser extends JsonParserDelegate {
  private final YAMLParser yaml;
  private JsonLocation lastKeyLocation;

  StudyFileParser(YAMLParser yaml) {
    super(yaml);
    this.yaml = yaml;
  }

  JsonLocation lastKeyLocation() {
    return lastKeyLocation;
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = yaml.nextToken();
    if (token == JsonToken.FIELD_NAME) {
      lastKeyLocation = yaml.currentTokenLocation();
    }
    if (yaml.isCurrentAlias()) {
      throw refused("an alias, *" + yaml.getText());
    }
    if (token != null && yaml.getObjectId() != null) {
      throw refused("an anchor, &" + yaml.getObjectId());
    }
    if (token != null && yaml.getTypeId() != null) {
      throw refused("a tag, !" + yaml.getTypeId());
    }
    return token;
  }

  @Override
  public JsonToken nextValue() throws IOException {
    JsonToken token = nextToken();
    return token == JsonToken.FIELD_NAME ? nextToken() : token;
  }

  // The delegate's own versions would bypass nextToken.
  @Override
  public String nextFieldName() throws IOException {
    return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
  }

  @Override
  public String nextTextValue() throws IOException {
    return nextToken() == JsonToken.VALUE_STRING ? getText() : null;
  }

  private JsonParseException refused(String found) {
    return new JsonParseException(
        this, "expected plain keys and values, found " + found, yaml.currentTokenLocation());
  }
}

package org.transferability.run.chunk;

import java.io.Serializable;
import java.util.List;

/**
 * What a chunk of a second pass sends back.
 *
 * @param numbers one array for each revisit
 * @param error the user's error that ended the chunk, or null
 */
public record RevisitResult(List<double[]> numbers, String error) implements Serializable {}

package org.transferability.job;

import java.io.Serializable;

/**
 * Where a target stands among the outputs of a set's layout.
 *
 * @param name the target column
 * @param firstOutput its first output, counted over all targets of the layout
 * @param width its outputs, q
 * @param group the group of targets with the same present rows
 */
record TargetSlice(String name, int firstOutput, int width, int group) implements Serializable {}

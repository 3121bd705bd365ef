/**
 * What is compared: feature sets, targets, pairs, penalties, and the study file that names them.
 *
 * <p>Knows neither Spark nor arrays of data. Neighbours: {@code read} finds and reads what a study
 * names; {@code job} builds the study from the command line.
 */
package org.transferability.study;

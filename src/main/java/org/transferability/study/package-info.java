/**
 * Describes what is compared: feature sets, targets, pairs, penalties, and the study file that
 * names them; and the form of text, tables and JSON in all files.
 *
 * <p>Must not depend on Spark or on arrays of data. {@code read} finds and reads what a study
 * names; {@code job} builds the study from the command line.
 */
package org.transferability.study;

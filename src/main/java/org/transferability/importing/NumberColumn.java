package org.transferability.importing;

/**
 * Numbers of a row that belong together.
 *
 * @param name of the column, or null: an array has no names
 * @param width numbers a row
 */
record NumberColumn(String name, int width) {}

/**
 * The verdict for each target in words: which source to use, how sure that is, and what limits it;
 * for the console and as JSON.
 *
 * <p>Must not compute scores. Neighbours: {@code report} ranks the sources, {@code job} prints the
 * verdicts, {@code report.page} shows them.
 */
package org.transferability.report.verdict;

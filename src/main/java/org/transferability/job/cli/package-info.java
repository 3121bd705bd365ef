/**
 * The common part of all command lines: exit codes, interruption, sessions, messages about options.
 *
 * <p>Must not depend on a command. Neighbours: {@code job}.
 */
package org.transferability.job.cli;

package org.transferability.job;

import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.deploy.SparkSubmit;

/**
 * Starts spark-submit for a user whom the system knows by number only, as in a container that runs
 * under an arbitrary user. Hadoop's login would fail, because it asks the system for a name; it
 * takes the name of the Java property {@code user.name} in its place. Started by {@code
 * jobs/submit}.
 */
public final class NamelessUser {
  private NamelessUser() {}

  /** Takes the arguments of spark-submit. */
  public static void main(String[] arguments) {
    UserGroupInformation.setLoginUser(
        UserGroupInformation.createRemoteUser(System.getProperty("user.name")));
    SparkSubmit.main(arguments);
  }
}

package org.transferability.job.cli;

/** Removes what a run writes if the process is ended before the run is complete. */
public final class CleanUp {
  private final Thread hook;

  private CleanUp(Thread hook) {
    this.hook = hook;
  }

  public static CleanUp atShutdown(AutoCloseable output) {
    Thread hook =
        new Thread(
            () -> {
              try {
                output.close();
              } catch (Exception e) {
                System.err.println("warning: cannot remove what was written: " + e.getMessage());
              }
            },
            "clean-up");
    Runtime.getRuntime().addShutdownHook(hook);
    return new CleanUp(hook);
  }

  /** The run is over in the ordinary way. */
  public void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending: the hook runs now
    }
  }
}

package io.headwater.api.cli;

import io.headwater.api.server.StartAhead;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The program: {@code headwater COMMAND}. Whatever fails is told in one line, with exit code 1. */
@Command(
    name = "headwater",
    description = "A DynamoDB-compatible database.",
    mixinStandardHelpOptions = true,
    version = "headwater 0.1.0",
    subcommands = {ServeCommand.class, VerifyCommand.class, DumpCommand.class, TrainCommand.class})
public final class HeadwaterCli implements Runnable {
  private static final int FAILED = 1;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  /** Runs the program and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    StartAhead.begin();
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new HeadwaterCli())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(HeadwaterCli::onBadArguments)
        .setExecutionExceptionHandler(HeadwaterCli::onFailure)
        .execute(arguments);
  }

  /** Without a command there is nothing to do but to say which there are. */
  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  private static int onBadArguments(ParameterException e, String[] arguments) {
    return fail(e.getCommandLine(), e);
  }

  private static int onFailure(
      Exception e, CommandLine commandLine, CommandLine.ParseResult parseResult) {
    return fail(commandLine, e);
  }

  private static int fail(CommandLine commandLine, Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    PrintWriter err = commandLine.getErr();
    err.println("headwater: " + message.lines().findFirst().orElse(message));
    err.flush();
    return FAILED;
  }
}

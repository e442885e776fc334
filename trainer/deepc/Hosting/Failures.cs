using DeepCompression.Aot.OnnxRuntime;
using DeepCompression.Aot.Trainer;

namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>Tells the failures that a user can do something about from defects of the tool, which keep their stack trace.</summary>
internal static class Failures
{
    public static bool IsExpected(Exception exception) => exception is
        CommandException or TrainerException or OnnxRuntimeException
        or IOException or UnauthorizedAccessException or OutOfMemoryException;

    public static string Describe(Exception exception) => exception is OutOfMemoryException
        ? "the network does not fit into this machine's memory; use a machine with more"
        : exception.Message;
}

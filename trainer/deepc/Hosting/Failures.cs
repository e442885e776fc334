using DeepCompression.Aot.OnnxRuntime;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Export;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Training;

namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>Tells the failures that a user can do something about from defects of the tool, which keep their stack trace.</summary>
internal static class Failures
{
    public static bool IsExpected(Exception exception) => exception is
        CommandException or ArtifactFileException or DataException or ExportException or ImportException or OnnxRuntimeException or TrainingDivergedException
        or IOException or UnauthorizedAccessException or OutOfMemoryException;

    public static string Describe(Exception exception) => exception is OutOfMemoryException
        ? "the network does not fit into this machine's memory; use a machine with more"
        : exception.Message;
}

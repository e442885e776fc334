namespace DeepCompression.Aot.CommandLine.Hosting;

/// <summary>What the process returns; every <c>--help</c> lists them.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>The command failed; one line on standard error says why.</summary>
    public const int Failure = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted by Ctrl+C: 128 plus the signal's number, as shells have it.</summary>
    public const int Interrupted = 130;

    /// <summary>The table for help texts.</summary>
    public static IReadOnlyList<string> Descriptions { get; } =
    [
        $"{Success,3}  done",
        $"{Failure,3}  failed; one line on standard error says why",
        $"{Usage,3}  wrong usage",
        $"{Interrupted,3}  interrupted; no file was left half-written",
    ];
}

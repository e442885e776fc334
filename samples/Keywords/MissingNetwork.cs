namespace KeywordsSample;

/// <summary>Stands in for the network where the sample was built without it. No constants: the compiler would find code that they switch off.</summary>
internal static class Network
{
    public static int InputLength => 490;
    public static int OutputLength => 12;
    public static int WorkspaceLength => 0;

    /// <exception cref="SampleException">Always.</exception>
    public static void Load() => throw new SampleException(
        """
        this program was built without its network, kws_dscnn_float.converted.onnx, which is not part of the repository. Put it into
        ../shared/data/models/mlperf-tiny beside the repository, or name it with -p:NetworkModel=PATH, and build again; README.md says what it is
        """);

    /// <inheritdoc cref="Load" />
    public static void Run(ReadOnlySpan<float> input, Span<float> output, Span<float> workspace) => Load();
}

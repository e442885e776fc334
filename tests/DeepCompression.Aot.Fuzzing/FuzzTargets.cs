using DeepCompression.Aot.Fuzzing.Targets;

namespace DeepCompression.Aot.Fuzzing;

/// <summary>All targets, and how often each has its turn: those that take an input in microseconds more often than those that take milliseconds.</summary>
internal sealed class FuzzTargets : IDisposable
{
    private readonly ImporterTarget _importer = new();
    private readonly (FuzzTarget Target, int Share)[] _targets;

    public FuzzTargets() => _targets =
    [
        (new ReaderTarget(), 60),
        (new DecoderTarget(), 8),
        (new WriterTarget(), 8),
        (new InterpreterTarget(), 8),
        (new PackedTarget(), 12),
        (new GeneratorTarget(), 2),
        (_importer, 2),
    ];

    /// <summary>The names of the targets.</summary>
    public IEnumerable<string> Names => _targets.Select(target => target.Target.Name);

    /// <summary>The target of a name.</summary>
    public FuzzTarget this[string name] => _targets.Single(target => target.Target.Name == name).Target;

    /// <summary>Each target as often as it has its turn, or the one of a name.</summary>
    public IEnumerable<FuzzTarget> Shares(string? only) => _targets
        .Where(target => only is null || target.Target.Name == only)
        .SelectMany(target => Enumerable.Repeat(target.Target, target.Share));

    public void Dispose() => _importer.Dispose();
}

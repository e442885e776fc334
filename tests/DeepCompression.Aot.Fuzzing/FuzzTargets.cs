using System.Globalization;
using DeepCompression.Aot.Fuzzing.Targets;

namespace DeepCompression.Aot.Fuzzing;

/// <summary>
/// All targets, and how many of a thousand inputs each gets: about as much time each, but for the reader, behind which all others lie.
/// </summary>
internal sealed class FuzzTargets : IDisposable
{
    private readonly ImporterTarget _importer = new();
    private readonly (FuzzTarget Target, int Share)[] _targets;

    public FuzzTargets() => _targets =
    [
        (new ReaderTarget(), 650),
        (new DecoderTarget(), 60),
        (new WriterTarget(), 50),
        (new InterpreterTarget(), 30),
        (new PackedTarget(), 160),
        (new PlacedTarget(), 30),
        (new GeneratorTarget(), 4),
        (_importer, 6),
        (new SafetensorsTarget(), 10),
    ];

    /// <summary>The names of the targets.</summary>
    public IEnumerable<string> Names => _targets.Select(target => target.Target.Name);

    /// <summary>The target of a name.</summary>
    public FuzzTarget this[string name] => _targets.Single(target => target.Target.Name == name).Target;

    /// <summary>Each target as often as it has its turn, or the one of a name.</summary>
    public IEnumerable<FuzzTarget> Shares(string? only) => Chosen(only).SelectMany(target => Enumerable.Repeat(target.Target, target.Share));

    /// <summary>What inputs of a run are made for: what a number stands for depends on it.</summary>
    public string Composition(string? only) =>
        string.Join(", ", Chosen(only).Select(target => string.Create(CultureInfo.InvariantCulture, $"{target.Target.Name} {target.Share}")));

    public void Dispose() => _importer.Dispose();

    private IEnumerable<(FuzzTarget Target, int Share)> Chosen(string? only) => _targets.Where(target => only is null || target.Target.Name == only);
}

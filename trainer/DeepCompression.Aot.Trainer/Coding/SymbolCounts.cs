using System.Runtime.InteropServices;

namespace DeepCompression.Aot.Trainer.Coding;

/// <summary>How often each symbol of a stream occurs, however large symbols are.</summary>
internal sealed class SymbolCounts
{
    private readonly Dictionary<int, long> _counts = [];

    /// <summary>Shannon's bound in mean bits per symbol; 0 where there are none.</summary>
    public double Entropy => _counts.Count == 0 ? 0 : Coding.Entropy.BitsOf(_counts.Values) / _counts.Values.Sum();

    /// <summary>Counts a symbol.</summary>
    public void Add(int symbol) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, symbol, out _)++;
}

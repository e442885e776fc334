namespace DeepCompression.Aot.Runtime;

/// <summary>One way to add up the steps of a group of rows in a sliding-window layout for floats.</summary>
internal interface IWindowSteps
{
    /// <summary>Rows of a group.</summary>
    static abstract int GroupRows { get; }

    /// <summary>Words of a step.</summary>
    static abstract int WordsPerStep { get; }

    /// <summary>Adds up the steps of a group.</summary>
    /// <param name="words">The words of the steps, best aligned to vectors.</param>
    /// <param name="starts">The first column of each step's window.</param>
    /// <param name="count">Steps.</param>
    /// <param name="x">The activations.</param>
    /// <param name="codebook">The values of 32 codes, where words hold codes.</param>
    /// <param name="sums">Receives a sum for each row of a group.</param>
    /// <param name="ahead">How far ahead steps are fetched, see <see cref="WindowSteps.PrefetchWords"/>.</param>
    static abstract unsafe void Sum(uint* words, ushort* starts, int count, float* x, float* codebook, float* sums, nint ahead);
}

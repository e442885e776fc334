namespace DeepCompression.Aot.Benchmarks.Ratios;

/// <summary>
/// An estimate, not a measurement: what weights and additions would cost on the 45 nm chip of the paper's figures (Deep Compression,
/// section 1 and its reference Horowitz). Weights that the on-chip memory holds come from there in every inference, others from DRAM.
/// </summary>
/// <param name="onChipBytes">On-chip memory: the second-level cache.</param>
internal sealed class EnergyEstimate(long onChipBytes)
{
    private const double DramPicojoules = 640; // 32 bits
    private const double SramPicojoules = 5; // 32 bits
    private const double AddPicojoules = 0.9; // 32 bits, floating point

    /// <summary>The energy of one inference in microjoules.</summary>
    /// <param name="weightBytes">The weights as they are stored for running.</param>
    /// <param name="additions">One for each weight and output position.</param>
    public double Microjoules(long weightBytes, long additions)
    {
        double word = weightBytes <= onChipBytes ? SramPicojoules : DramPicojoules;
        return ((weightBytes / 4.0 * word) + (additions * AddPicojoules)) / 1e6;
    }
}

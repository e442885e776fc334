namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>An arithmetic.</summary>
internal enum Precision
{
    /// <summary>Single precision throughout.</summary>
    Fp32,

    /// <summary>Activations and centroids of 14 bits: nearly single precision.</summary>
    F14,

    /// <summary>8-bit activations and centroids.</summary>
    Int8,
}

/// <summary>What follows from an arithmetic.</summary>
internal static class PrecisionFacts
{
    /// <summary>The name in reports.</summary>
    public static string Name(this Precision precision) => precision switch
    {
        Precision.Fp32 => "fp32",
        Precision.F14 => "f14",
        _ => "int8",
    };

    /// <summary>
    /// The most by which an output may differ from the reference, relative to the largest output: for single precision what another
    /// order of summation costs, for 8 bits what rounding the activations of several layers to 7 bits and centroids to 8 does.
    /// </summary>
    public static double Tolerance(this Precision precision) => precision switch
    {
        Precision.Fp32 => 1e-4,
        Precision.F14 => 5e-4,
        _ => 4e-2,
    };
}

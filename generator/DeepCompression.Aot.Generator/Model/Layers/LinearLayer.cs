namespace DeepCompression.Aot.Generator.Model;

/// <summary>A fully connected layer: output (M) = weight (M, K) · input (K) + bias (M).</summary>
internal sealed record LinearLayer(int Output, int Input, Parameter Weight, Parameter? Bias) : WeightLayer(Output, Input, Weight, Bias)
{
    /// <summary>The largest magnitude that calibration saw in the input; null where it is not known.</summary>
    public float? CalibratedMagnitude { get; init; }

    /// <summary>How kernels that compute with integers take the input; null where the layer is to compute with floats.</summary>
    public IntegerActivations? IntegerActivations { get; init; }

    /// <summary>The samples that it computes; the same element of all of them lies side by side if there are several.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>The vectors that it multiplies, one after another.</summary>
    public int Vectors { get; init; } = 1;

    /// <summary>Elements of the output of a vector.</summary>
    public int Rows => Weight.Tensor.Shape.Rows;

    /// <summary>Elements of a vector.</summary>
    public int Columns => Weight.Tensor.Shape.RowLength;

    /// <summary>Whether 16 bits name every column.</summary>
    public bool HasShortColumns => Columns <= 1 << 16;

    public override string DefaultName => "Fc";

    public override string? PartSuffix => Vectors > 1 ? "Row" : null;

    public override Layer WithInputs(Func<int, int> replace) => this with { Input = replace(Input) };
}

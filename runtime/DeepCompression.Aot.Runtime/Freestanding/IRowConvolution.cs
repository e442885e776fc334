using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>A convolution's shape as constants of a type, so that the compiler writes code for this one alone. There is no padding.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRowConvolution
{
    /// <summary>Output channels.</summary>
    static abstract int Channels { get; }

    /// <summary>Groups of channels.</summary>
    static abstract int Groups { get; }

    /// <summary>Elements of the input that belong to a group.</summary>
    static abstract int GroupStride { get; }

    /// <summary>Rows of an output plane, after pooling.</summary>
    static abstract int OutputHeight { get; }

    /// <summary>Elements of an output row, after pooling.</summary>
    static abstract int OutputWidth { get; }

    /// <summary>Elements from one row of an input plane to the next.</summary>
    static abstract int RowStride { get; }

    /// <summary>Rows from one window to the next below it.</summary>
    static abstract int StrideY { get; }

    /// <summary>Columns from one window to the next beside it.</summary>
    static abstract int StrideX { get; }

    /// <summary>Whether the largest of each 2×2 of the convolution's elements is the output's.</summary>
    static abstract bool Pools { get; }

    /// <summary>Whether negative elements become 0.</summary>
    static abstract bool Relu { get; }
}

using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>Products of matrices that the network computes: (…, M, K) · (…, K, N) = (…, M, N).</summary>
internal sealed record MatMulLayer(int Output, int Left, int Right, TensorShape LeftShape, TensorShape RightShape) : Layer(Output)
{
    public int Rows => LeftShape[LeftShape.Rank - 2];

    public int Depth => LeftShape[LeftShape.Rank - 1];

    public int Columns => RightShape[RightShape.Rank - 1];

    public override EquatableArray<int> Inputs => new([Left, Right]);

    public override string DefaultName => "MatMul";

    public override Layer WithInputs(Func<int, int> replace) => this with { Left = replace(Left), Right = replace(Right) };
}

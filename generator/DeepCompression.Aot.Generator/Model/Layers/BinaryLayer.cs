using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Generator.Model;

/// <summary>A function of two numbers, element by element.</summary>
/// <param name="Output">The value it computes.</param>
/// <param name="Left">The value with the first number.</param>
/// <param name="Right">The value with the second.</param>
/// <param name="Function">The function.</param>
/// <param name="LeftShape">The shape of the one value.</param>
/// <param name="RightShape">The shape of the other, of the same rank; a dimension of 1 stands for all that the other has.</param>
internal sealed record BinaryLayer(
    int Output, int Left, int Right, BinaryFunction Function, TensorShape LeftShape, TensorShape RightShape) : Layer(Output)
{
    /// <summary>Whether elements of one value stand for several of the other.</summary>
    public bool Spreads => LeftShape != RightShape;

    public override EquatableArray<int> Inputs => new([Left, Right]);

    public override string DefaultName => Function.ToString();

    public override Layer WithInputs(Func<int, int> replace) => this with { Left = replace(Left), Right = replace(Right) };

    /// <summary>
    /// The dimensions to walk, outermost first, and how far the next element along each is in either value: neighbouring dimensions
    /// along which the same values have one element are walked as one.
    /// </summary>
    public (int[] Sizes, int[] LeftSteps, int[] RightSteps) Walk()
    {
        var sizes = new List<int>();
        var kinds = new List<(bool Left, bool Right)>();
        for (int axis = 0; axis < LeftShape.Rank; axis++)
        {
            int size = Math.Max(LeftShape[axis], RightShape[axis]);
            (bool Left, bool Right) kind = (LeftShape[axis] > 1, RightShape[axis] > 1);
            if (size > 1 && kinds.Count > 0 && kinds[kinds.Count - 1] == kind)
            {
                sizes[sizes.Count - 1] *= size;
            }
            else if (size > 1)
            {
                sizes.Add(size);
                kinds.Add(kind);
            }
        }

        return (sizes.ToArray(), Steps(sizes, [.. kinds.Select(kind => kind.Left)]), Steps(sizes, [.. kinds.Select(kind => kind.Right)]));
    }

    private static int[] Steps(List<int> sizes, bool[] moves)
    {
        var steps = new int[moves.Length];
        int step = 1;
        for (int axis = steps.Length - 1; axis >= 0; axis--)
        {
            steps[axis] = moves[axis] ? step : 0;
            step *= moves[axis] ? sizes[axis] : 1;
        }

        return steps;
    }
}

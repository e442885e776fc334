using System.Linq;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>Elements along some axes taken together to one, in their order, each step rounded.</summary>
internal static class ReferenceReduce
{
    public static float[] Run(float[] input, TensorShape inputShape, ReduceOperator reduce, TensorShape outputShape)
    {
        int inner = ReferenceAxis.Inner(inputShape, reduce.Axis + reduce.Axes - 1);
        var output = new float[outputShape.ElementCount];
        int count = input.Length / output.Length;
        for (int i = 0; i < output.Length; i++)
        {
            (int row, int element) = Math.DivRem(i, inner);
            float[] elements = [.. Enumerable.Range(0, count).Select(k => input[(((row * count) + k) * inner) + element])];
            output[i] = Of(reduce.Function, elements);
        }

        return output;
    }

    private static float Of(ReduceFunction function, float[] elements) => function switch
    {
        ReduceFunction.Sum => Sum(elements),
        ReduceFunction.Mean => Sum(elements) / elements.Length,
        ReduceFunction.Max => elements.Aggregate(MathF.Max),
        ReduceFunction.Min => elements.Aggregate(MathF.Min),
        ReduceFunction.Product => elements.Aggregate((product, element) => product * element),
        ReduceFunction.SumOfMagnitudes => Sum(elements.Select(MathF.Abs)),
        ReduceFunction.SumOfSquares => Sum(elements.Select(element => element * element)),
        ReduceFunction.Norm => MathF.Sqrt(Sum(elements.Select(element => element * element))),
        ReduceFunction.LogSumExp => LogSumExp(elements),
        ReduceFunction.IndexOfMax => Array.IndexOf(elements, elements.Max()),
        ReduceFunction.LastIndexOfMax => Array.LastIndexOf(elements, elements.Max()),
        ReduceFunction.IndexOfMin => Array.IndexOf(elements, elements.Min()),
        ReduceFunction.LastIndexOfMin => Array.LastIndexOf(elements, elements.Min()),
        _ => throw new InvalidOperationException($"The reference interpreter does not know the function {function}."),
    };

    /// <summary>The largest element is subtracted first and added last, so that no finite element overflows.</summary>
    private static float LogSumExp(float[] elements)
    {
        float largest = elements.Max();
        return float.IsInfinity(largest) ? largest : largest + MathF.Log(Sum(elements.Select(element => MathF.Exp(element - largest))));
    }

    private static float Sum(IEnumerable<float> elements) => elements.Aggregate(0f, (sum, element) => sum + element);
}

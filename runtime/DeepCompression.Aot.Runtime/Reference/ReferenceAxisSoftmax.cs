using System.Linq;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Runtime.Reference;

/// <summary>A softmax, its logarithm or its limit, along one axis, computed in double precision and rounded once.</summary>
internal static class ReferenceAxisSoftmax
{
    public static float[] Run(float[] input, AxisSoftmaxOperator op, TensorShape shape)
    {
        int length = shape[op.Axis];
        int step = shape.Dimensions.Skip(op.Axis + 1).Aggregate(1, (product, size) => product * size);
        var output = new float[input.Length];
        for (int line = 0; line < input.Length / length; line++)
        {
            int first = (line / step * step * length) + (line % step);
            double[] elements = [.. Enumerable.Range(0, length).Select(i => (double)input[first + (i * step)])];
            double[] results = Line(elements, op.Form);
            for (int i = 0; i < length; i++)
            {
                output[first + (i * step)] = (float)results[i];
            }
        }

        return output;
    }

    private static double[] Line(double[] elements, SoftmaxForm form)
    {
        double largest = elements.Max();
        double sum = elements.Sum(element => Math.Exp(element - largest));
        int first = Array.IndexOf(elements, largest);
        return form switch
        {
            SoftmaxForm.Softmax => [.. elements.Select(element => Math.Exp(element - largest) / sum)],
            SoftmaxForm.LogSoftmax => [.. elements.Select(element => element - largest - Math.Log(sum))],
            _ => [.. elements.Select((_, i) => i == first ? 1.0 : 0)],
        };
    }
}

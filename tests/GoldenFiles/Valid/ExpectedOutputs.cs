using System.Globalization;
using System.Text;
using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.GoldenFiles.Valid;

/// <summary>Draws inputs for a golden artifact and writes them with the outputs that <see cref="DoubleReference"/> computes.</summary>
internal static class ExpectedOutputs
{
    private const int SampleCount = 3;

    /// <summary>
    /// <c>{"samples":[{"inputs":[[…],…],"outputs":[[…],…]},…]}</c>, an array for each input and output of the graph. Inputs are
    /// multiples of 1/64, so exact in every number format; outputs have nine digits, so that they do not depend on the last bit
    /// of a machine's exponential function.
    /// </summary>
    public static string ToJson(ValidCase valid)
    {
        var random = new Random(valid.Name.Length);
        var json = new StringBuilder("{\"samples\":[");
        for (int sample = 0; sample < SampleCount; sample++)
        {
            double[][] inputs = [.. valid.Graph.Inputs.Select(shape => Draw(random, shape, sample))];
            double[][] outputs = DoubleReference.Run(valid.Graph, valid.ValueShapes, valid.Parameters, inputs);
            json.Append(sample == 0 ? "\n" : ",\n");
            json.Append("{\"inputs\":").Append(ToJson(inputs)).Append(",\n \"outputs\":").Append(ToJson(outputs)).Append('}');
        }

        return json.Append("\n]}\n").ToString();
    }

    /// <summary>Between −2 and 2; all negative in the last sample, where a padding of zeros would win a maximum.</summary>
    private static double[] Draw(Random random, TensorShape shape, int sample) =>
        [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (random.Next(-128, sample == SampleCount - 1 ? 0 : 129)) / 64.0)];

    private static string ToJson(double[][] tensors) => "[" + string.Join(",", tensors.Select(ToJson)) + "]";

    private static string ToJson(double[] values) =>
        "[" + string.Join(",", values.Select(value => value.ToString("G9", CultureInfo.InvariantCulture))) + "]";
}

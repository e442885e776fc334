using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Tests.Aot;

/// <summary>
/// The committed LeNets with every fully connected layer in integers, whether or not the generator would pick that: their accuracy on
/// MNIST's test images, with scales from each inference and with calibrated ones.
/// </summary>
[Trait("Category", "Slow")]
public sealed class IntegerAccuracyTests
{
    /// <summary>0.05 points of 10,000 images.</summary>
    private const int AllowedErrors = 5;

    private const int CalibrationImages = 1000;

    /// <summary>
    /// How far the logits of 14 bits may be off, of the largest of an image: a layer is within 5e-4, and the error of several in turn in
    /// the worst of 10,000 images was 1.8e-3 (LeNet-300-100) and 5.6e-4 (LeNet-5).
    /// </summary>
    private const double WorstOfAll = 2.5e-3;

    [DataFact("mnist")]
    public void Lenet_300_100_loses_at_most_a_twentieth_of_a_point() => Compare("lenet-300-100");

    [DataFact("mnist")]
    public void Lenet_5_loses_at_most_a_twentieth_of_a_point() => Compare("lenet-5");

    private static void Compare(string model)
    {
        string mnist = Path.Combine(Repository.Data, "mnist");
        Artifact artifact = ArtifactFile.Load(Repository.File("samples", "Digits", model + ".dcz"));
        LinearOperator[] linear = [.. artifact.Graph.Operators.OfType<LinearOperator>()];
        Artifact observed = artifact with { Graph = artifact.Graph with { Outputs = new([.. linear.Select(op => op.Input), artifact.Graph.Outputs[0]]) } };
        var reference = new ReferenceInterpreter(observed);
        Layer[] layers = [.. linear.Select(op => new Layer(artifact, op))];

        DatasetSplits data = IdxFolder.Read(mnist);
        var magnitudes = new float[linear.Length];
        for (int i = 0; i < CalibrationImages; i++)
        {
            float[][] values = Run(reference, data.Train, i);
            for (int layer = 0; layer < magnitudes.Length; layer++)
            {
                magnitudes[layer] = Math.Max(magnitudes[layer], values[layer].Max(Math.Abs));
            }
        }

        Dataset test = data.Test;
        int[] errors = new int[5];
        double worst = 0;
        Parallel.For(0, test.Count, i =>
        {
            float[][] values = Run(reference, test, i);
            float[] exact = values[^1];
            float[][] logits =
            [
                exact,
                Predict(layers, values[0], (layer, x, last) => layer.Bytes(x, ActivationBytes.Of(x), !last)),
                Predict(layers, values[0], (layer, x, last) => layer.Bytes(x, ActivationBytes.Calibrated(magnitudes[Array.IndexOf(layers, layer)], mayBeNegative: false), !last)),
                Predict(layers, values[0], (layer, x, last) => layer.Fine(x, FineActivations.Of(x), !last)),
                Predict(layers, values[0], (layer, x, last) => layer.Fine(x, FineActivations.Calibrated(magnitudes[Array.IndexOf(layers, layer)], mayBeNegative: false), !last)),
            ];
            double difference = exact.Zip(logits[3]).Max(pair => Math.Abs(pair.First - pair.Second)) / exact.Max(Math.Abs);
            lock (errors)
            {
                worst = Math.Max(worst, difference);
                for (int form = 0; form < errors.Length; form++)
                {
                    errors[form] += Array.IndexOf(logits[form], logits[form].Max()) == test.Labels[i] ? 0 : 1;
                }
            }
        });

        Assert.InRange(errors[0], 1, test.Count / 10);
        Assert.All(errors, count => Assert.InRange(count, errors[0] - AllowedErrors, errors[0] + AllowedErrors));
        Assert.InRange(worst, 0, WorstOfAll);
    }

    private static float[][] Run(ReferenceInterpreter reference, Dataset images, int image)
    {
        float[] pixels = new float[images.Shape.Length];
        images.CopyInputs(image, pixels);
        return reference.Run(pixels);
    }

    /// <summary>All fully connected layers in turn, each but the last with a rectifier behind it.</summary>
    private static float[] Predict(Layer[] layers, float[] input, Func<Layer, float[], bool, float[]> apply)
    {
        float[] value = input;
        foreach (Layer layer in layers)
        {
            value = apply(layer, value, layer == layers[^1]);
        }

        return value;
    }

    /// <summary>A fully connected layer in the layouts for integers.</summary>
    private sealed class Layer
    {
        private readonly ByteWindowRows _bytes;
        private readonly FineWindowRows _fine;

        public Layer(Artifact artifact, LinearOperator op)
        {
            var tensor = (CodedTensor)artifact.Tensors[op.Weight];
            float[] bias = op.Bias is int number ? artifact.Tensors[number].ToDense() : [];
            float[] codebook = [0, .. tensor.Codebook];
            (int rows, int columns) = (tensor.Shape.Rows, tensor.Shape.RowLength);
            var starts = new int[rows + 1];
            var places = new ushort[tensor.Nnz];
            var codes = new byte[tensor.Nnz];
            var reader = new CodedWeightReader(tensor);
            for (int i = 0; reader.MoveNext(); i++)
            {
                starts[(reader.Position / columns) + 1]++;
                (places[i], codes[i]) = ((ushort)(reader.Position % columns), (byte)(reader.Index + 1));
            }

            for (int row = 0; row < rows; row++)
            {
                starts[row + 1] += starts[row];
            }

            var sparse = new RowWeights(starts, places, codes);
            int width = codebook.Length <= 32 ? 128 : 64;
            _bytes = ByteWindowRows.Build(sparse, columns, codebook, bias, width);
            _fine = FineWindowRows.Build(sparse, columns, codebook, bias, width);
        }

        public float[] Bytes(float[] input, ActivationBytes activations, bool relu)
        {
            var output = new float[_bytes.Rows];
            ByteWindowProduct.Apply(_bytes, input, activations, new float[ByteWindowProduct.ScratchLength(input.Length)], output, relu);
            return output;
        }

        public float[] Fine(float[] input, FineActivations activations, bool relu)
        {
            var output = new float[_fine.Rows];
            FineWindowProduct.Apply(_fine, input, activations, new float[FineWindowProduct.ScratchLength(input.Length)], output, relu);
            return output;
        }
    }
}

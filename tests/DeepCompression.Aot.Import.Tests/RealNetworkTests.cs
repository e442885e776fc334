using DeepCompression.Aot.Format;
using DeepCompression.Aot.Import.Tests.Support;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Import;

namespace DeepCompression.Aot.Import.Tests;

/// <summary>Networks that others trained: what they compute, imported, must be what was recorded with them.</summary>
[Trait("Category", "Slow")]
public class RealNetworkTests
{
    /// <summary>Of the largest value: sums in another order differ by as much.</summary>
    private const double Tolerance = 1e-4;

    private const double BytesTolerance = 0.1;

    [DataFact("models/mnist-8-cntk")]
    public void Mnist_8() => AssertParity("mnist-8-cntk/mnist-8.onnx", "mnist-8-cntk");

    [DataFact("models/mlperf-tiny")]
    public void Keyword_spotting_with_depthwise_convolutions() => AssertParity("mlperf-tiny/kws_dscnn_float.converted.onnx", "mlperf-tiny/kws_dscnn_float");

    [DataFact("models/mlperf-tiny")]
    public void Image_classification_with_residuals() => AssertParity("mlperf-tiny/ic_resnet8_float.converted.onnx", "mlperf-tiny/ic_resnet8_float");

    [DataFact("models/mlperf-tiny")]
    public void Visual_wake_words_on_a_mobile_net() => AssertParity("mlperf-tiny/vww_96_float.converted.onnx", "mlperf-tiny/vww_96_float");

    [DataFact("models/mlperf-tiny")]
    public void Anomaly_detection_by_an_autoencoder() => AssertParity("mlperf-tiny/ad01_float.converted.onnx", "mlperf-tiny/ad01_float");

    [DataFact("models/tflm-lstm")]
    public void Digits_read_row_by_row_by_an_lstm() => AssertParity("tflm-lstm/mnist_lstm.converted.onnx", "tflm-lstm/mnist_lstm");

    [DataFact("models/squeezenet-dc-decoded")]
    public void The_authors_own_compressed_SqueezeNet_is_stored_without_loss_in_a_fifth_fewer_bytes_than_theirs()
    {
        const string Model = "squeezenet-dc-decoded/squeezenet_dc_decoded.onnx";
        byte[] artifact = Bytes(Model);

        Assert.True(artifact.Length <= 535_000, $"{artifact.Length} bytes; the authors' file has 675,763");
        AssertExact(Model, artifact);
        AssertParity(artifact, "squeezenet-dc-decoded");
    }

    [DataFact("models")]
    public void In_bytes_networks_come_to_the_same_class()
    {
        (string Model, string Data)[] networks =
        [
            ("mnist-8-cntk/mnist-8.onnx", "mnist-8-cntk"),
            ("mlperf-tiny/kws_dscnn_float.converted.onnx", "mlperf-tiny/kws_dscnn_float"),
            ("mlperf-tiny/ic_resnet8_float.converted.onnx", "mlperf-tiny/ic_resnet8_float"),
            ("mlperf-tiny/vww_96_float.converted.onnx", "mlperf-tiny/vww_96_float"),
            ("squeezenet-dc-decoded/squeezenet_dc_decoded.onnx", "squeezenet-dc-decoded"),
        ];
        GeneratedModel[] models = GeneratedModels.Of([.. networks.Select(network => Bytes(network.Model))], "int8");
        foreach (((string model, string data), GeneratedModel generated) in networks.Zip(models))
        {
            foreach (string set in Sets(data))
            {
                float[] expected = RecordedTensors.Read(set, "output").Single().Floats;
                float[] actual = Assert.Single(generated.Run([RecordedTensors.Read(set, "input").Single().Floats], expected.Length));

                // A tenth of the largest: steps of a hundredth in layer after layer, and a softmax that tells them apart.
                Closeness.AssertClose([.. expected.Select(value => (double)value)], actual, BytesTolerance);
                Assert.True(Array.IndexOf(expected, expected.Max()) == Array.IndexOf(actual, actual.Max()), $"{model}, {set}");
            }
        }
    }

    [DataFact("models/lenet-dns-pruned")]
    public void Pruned_LeNets_with_thousands_of_values_are_stored_without_loss_by_their_weights_alone()
    {
        foreach ((string name, int dense, int weights) in new[] { ("lenet300100_sparse", 1_066_400, 4_952), ("lenet5_sparse", 1_724_320, 3_977) })
        {
            string model = $"lenet-dns-pruned/{name}.onnx";
            byte[] artifact = Bytes(model);

            // Less than four bytes for each weight and the place of it.
            Assert.True(artifact.Length < 4 * weights && artifact.Length < dense / 50, $"{name}: {artifact.Length} bytes");
            AssertExact(model, artifact);
            AssertParity(artifact, $"lenet-dns-pruned/{name}");
        }
    }

    /// <summary>Every parameter of the artifact has the bits of the imported one, but that a pruned weight has no sign.</summary>
    private static void AssertExact(string model, byte[] artifact)
    {
        ImportedNetwork network = GraphImporter.Import(Path.Combine(Repository.Data, "models", model), ImportOptions.Default);
        Assert.All(ArtifactReader.Read(artifact).Tensors.Zip(network.Parameters), pair => Assert.Equal(
            pair.Second.Select(weight => weight == 0 ? 0 : BitConverter.SingleToUInt32Bits(weight)), pair.First.ToDense().Select(BitConverter.SingleToUInt32Bits)));
    }

    private static void AssertParity(string model, string data) => AssertParity(Bytes(model), data);

    private static void AssertParity(byte[] artifact, string data)
    {
        var reference = new ReferenceInterpreter(ArtifactReader.Read(artifact));
        GeneratedModel generated = Assert.Single(GeneratedModels.Of([artifact]));
        foreach (string set in Sets(data))
        {
            float[] input = RecordedTensors.Read(set, "input").Single().Floats;
            double[] expected = [.. RecordedTensors.Read(set, "output").Single().Floats.Select(value => (double)value)];

            Closeness.AssertClose(expected, Assert.Single(reference.Run(input)), Tolerance);
            Closeness.AssertClose(expected, Assert.Single(generated.Run([input], expected.Length)), Tolerance);
        }
    }

    private static string[] Sets(string data)
    {
        string[] sets = Directory.GetDirectories(Path.Combine(Repository.Data, "models", data), "test_data_set_*");
        Assert.NotEmpty(sets);
        return sets;
    }

    private static byte[] Bytes(string model)
    {
        string path = Path.Combine(Repository.Data, "models", model);
        return DataFreeCompression.Run(GraphImporter.Import(path, ImportOptions.Default), Imported.Exact, Path.GetFileName(path), _ => { });
    }
}

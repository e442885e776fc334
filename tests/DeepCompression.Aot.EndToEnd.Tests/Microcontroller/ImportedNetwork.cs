using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using DeepCompression.Aot.Tests.CommandLine;
using DeepCompression.Aot.Trainer.Onnx;

namespace DeepCompression.Aot.Tests.Microcontroller;

/// <summary>A network of MLPerf Tiny, imported with what its recorded inputs calibrate, and these inputs as numbers of 16 bits.</summary>
internal sealed class ImportedNetwork : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;

    private ImportedNetwork(string model, string onnx, int exponent)
    {
        (Model, Exponent) = (model, exponent);
        _data = Path.Combine(Repository.Data, "models", "mlperf-tiny", onnx);
        short[][] inputs = [.. Sets.Select(set => Numbers(set, "input_0.pb").Select(number => (short)Math.Round(number * (1 << exponent))).ToArray())];
        Inputs = _folder.Write("inputs.bin", [.. inputs.SelectMany(input => MemoryMarshal.AsBytes(input.AsSpan()).ToArray())]);
        Header = _folder.Write("inputs.h", Encoding.UTF8.GetBytes($$"""
            #define IMAGE_COUNT {{inputs.Length}}
            #define IMAGE_EXPONENT {{exponent}}
            static const short images[IMAGE_COUNT][{{inputs[0].Length}}] = {
            {{string.Join(",\n", inputs.Select(input => "{" + string.Join(',', input) + "}"))}}
            };
            static int image_number(int image, int i) { return images[image][i]; }

            """));
        Artifact = _folder.File(model + ".dcz");
    }

    /// <summary>Its name in the sample.</summary>
    public string Model { get; }

    public string Artifact { get; }

    /// <summary>The power of two that the recorded inputs are multiplied by.</summary>
    public int Exponent { get; }

    /// <summary>A file of them.</summary>
    public string Inputs { get; }

    /// <summary>A header for C with them.</summary>
    public string Header { get; }

    /// <summary>How many there are.</summary>
    public int Count => Sets.Length;

    /// <summary>What the sample is published with for it.</summary>
    public string[] Properties => [$"-p:ModelFile={Artifact}", $"-p:McuImages={Header}"];

    private string[] Sets => [.. Directory.GetDirectories(_data).Order(StringComparer.Ordinal)];

    /// <summary>Imports a network.</summary>
    /// <param name="model">Its name in the sample.</param>
    /// <param name="options">Options of <c>deepc compress</c> beyond those that every import has.</param>
    public static async Task<ImportedNetwork> Create(string model, params string[] options)
    {
        // Sounds are small numbers with fractions, pictures are bytes.
        bool isPicture = model == "resnet8";
        var network = new ImportedNetwork(model, isPicture ? "ic_resnet8_float" : "kws_dscnn_float", isPicture ? 0 : 8);
        string[] contract = isPicture ? ["--scale", "1"] : [];
        (await CommandRun.Deepc(["compress", network._data + ".converted.onnx", "--data", network._data, "-o", network.Artifact, .. contract, .. options])).AssertSucceeds();
        return network;
    }

    /// <summary>The class of each recorded output.</summary>
    public string[] RecordedAnswers() => [.. Sets.Select(set =>
    {
        float[] output = Numbers(set, "output_0.pb");
        return Array.IndexOf(output, output.Max()).ToString(CultureInfo.InvariantCulture);
    })];

    public void Dispose() => _folder.Dispose();

    private static float[] Numbers(string set, string file) =>
        MemoryMarshal.Cast<byte, float>(TensorProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(set, file))).RawData.Span).ToArray();
}

using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.DataFree;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Onnx;
using DeepCompression.Aot.Verification.Generating;

namespace DeepCompression.Aot.Verification.Conformance;

/// <summary>A test whose model is an artifact.</summary>
/// <param name="Test">The test.</param>
/// <param name="Bytes">The artifact, nothing lost.</param>
/// <param name="Inputs">The recorded elements of each of the network's inputs.</param>
/// <param name="Expected">The recorded outputs.</param>
internal sealed record PreparedTest(NodeTest Test, byte[] Bytes, float[][] Inputs, ConstantTensor[] Expected)
{
    /// <summary>Imports the model, with all its inputs as constants that are not data.</summary>
    /// <exception cref="ImportException">The model or a tensor cannot be imported.</exception>
    public static PreparedTest Of(NodeTest test)
    {
        ModelProto model = OnnxFile.Load(test.ModelPath);
        if (model.Graph.Input.FirstOrDefault(input => input.Type?.TensorType is null) is { } other)
        {
            throw new ImportException($"input '{other.Name}' is no tensor; only tensors of numbers are taken");
        }

        ConstantTensor[] inputs = RecordedTensors.Read(test.DataFolder, "input");
        ImportedNetwork network = GraphImporter.Import(test.ModelPath, new ImportOptions { Constants = DataInputs.Constants(model, inputs) });
        byte[] bytes = DataFreeCompression.Run(network, new CompressionSettings { Keep = new(true) }, test.Name, _ => { });
        string[] names = [.. model.Graph.Input.Select(input => input.Name)];
        return new PreparedTest(
            test,
            bytes,
            [.. network.InputNames.Select(name => inputs[Array.IndexOf(names, name)].Numbers)],
            RecordedTensors.Read(test.DataFolder, "output"));
    }

    /// <summary>Runs the generated code and compares every output.</summary>
    public TestResult Run(GeneratedModel model)
    {
        Artifact artifact = ArtifactReader.Read(Bytes);
        TensorShape[] shapes = [.. artifact.Graph.Outputs.Select(output => artifact.ValueShapes[output])];
        if (shapes.Length != Expected.Length)
        {
            return Failed($"{shapes.Length} outputs are computed, {Expected.Length} were recorded");
        }

        float[][] outputs = model.Run(Inputs, shapes.Select(shape => (int)shape.ElementCount));
        for (int i = 0; i < outputs.Length; i++)
        {
            if (shapes[i] != new ComputedValue(null!, Expected[i].Shape).NaturalShape)
            {
                return Failed($"output {i} is {shapes[i]}, and {Dimensions.Text(Expected[i].Shape)} was recorded");
            }

            float[] expected = Expected[i].Numbers;
            int wrong = Enumerable.Range(0, expected.Length).FirstOrDefault(element => !Tolerance.Onnx.Accepts(expected[element], outputs[i][element]), -1);
            if (wrong >= 0)
            {
                return Failed($"output {i}, element {wrong} is {outputs[i][wrong]:R}, and {expected[wrong]:R} was recorded");
            }
        }

        return new TestResult(Test.Name, Test.Operator, TestOutcome.Passed);
    }

    private TestResult Failed(string reason) => new(Test.Name, Test.Operator, TestOutcome.Failed, reason);
}

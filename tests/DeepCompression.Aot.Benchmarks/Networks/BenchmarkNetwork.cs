using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime.Reference;
using DeepCompression.Aot.Trainer.Coding;

namespace DeepCompression.Aot.Benchmarks.Networks;

/// <summary>A network to time, with one input and one output.</summary>
internal sealed class BenchmarkNetwork
{
    private readonly Lazy<byte[]> _file;
    private readonly Lazy<ReferenceInterpreter> _reference;

    private BenchmarkNetwork(Artifact artifact, Func<byte[]> file)
    {
        Artifact = artifact;
        _file = new(file);
        _reference = new(() => new ReferenceInterpreter(artifact));
    }

    public Artifact Artifact { get; }

    /// <summary>The bytes of the artifact.</summary>
    public byte[] File => _file.Value;

    /// <summary>Elements of the input of one sample.</summary>
    public int InputLength => (int)Artifact.ValueShapes[0].ElementCount;

    /// <summary>Elements of the output of one sample.</summary>
    public int OutputLength => (int)Artifact.ValueShapes[Artifact.Graph.Outputs[0]].ElementCount;

    /// <summary>The bytes of all parameters, dense and in single precision.</summary>
    public long DenseBytes => Artifact.Graph.Parameters.Sum(shape => shape.ElementCount) * sizeof(float);

    /// <summary>Whether the network is one fully connected layer.</summary>
    public bool IsLinearLayer => Artifact.Graph.Operators is [LinearOperator];

    /// <summary>The weights of the only layer.</summary>
    public CodedTensor OnlyWeight => Artifact.Tensors.OfType<CodedTensor>().Single();

    /// <summary>The bias of the only layer.</summary>
    public float[] OnlyBias => Artifact.Tensors.Single(tensor => tensor.Shape.Rank == 1).ToDense();

    /// <summary>Multiplications and additions of one sample: as many for each stored weight as its output has positions.</summary>
    public long MultiplyAdds => Sum(weight => weight.Nnz);

    /// <summary>The same where every weight is stored.</summary>
    public long DenseMultiplyAdds => Sum(weight => weight.Shape.ElementCount);

    /// <summary>A network in memory.</summary>
    public static BenchmarkNetwork Of(Graph graph, IReadOnlyList<Tensor> tensors)
    {
        var artifact = new Artifact(
            graph, ShapeInference.Infer(graph), new([.. tensors]), GraphNames.None, default, InputContract: null, default);
        return new BenchmarkNetwork(artifact, () => ArtifactWriter.Write(graph, tensors));
    }

    /// <summary>The network of an artifact's bytes.</summary>
    public static BenchmarkNetwork Of(byte[] file) => new(ArtifactReader.Read(file), () => file);

    /// <summary>What the network makes of each sample of a batch: by plain loops, one fully connected layer in double precision.</summary>
    public float[] Expected(ReadOnlySpan<float> inputs)
    {
        if (IsLinearLayer)
        {
            return ExpectedOfLayer(inputs);
        }

        var outputs = new List<float>();
        for (int start = 0; start < inputs.Length; start += InputLength)
        {
            outputs.AddRange(_reference.Value.Run(inputs.Slice(start, InputLength).ToArray())[0]);
        }

        return [.. outputs];
    }

    private float[] ExpectedOfLayer(ReadOnlySpan<float> inputs)
    {
        int columns = InputLength;
        int rows = OutputLength;
        int batch = inputs.Length / columns;
        double[] sums = [.. Enumerable.Repeat(OnlyBias, batch).SelectMany(bias => bias).Select(bias => (double)bias)];
        CodedTensor tensor = OnlyWeight;
        var weights = new CodedWeightReader(tensor);
        while (weights.MoveNext())
        {
            (int row, int column) = Math.DivRem(weights.Position, columns);
            double weight = tensor.Codebook[weights.Index];
            for (int sample = 0; sample < batch; sample++)
            {
                sums[(sample * rows) + row] += weight * inputs[(sample * columns) + column];
            }
        }

        return [.. sums.Select(sum => (float)sum)];
    }

    private long Sum(Func<Tensor, long> weights)
    {
        long sum = 0;
        for (int i = 0; i < Artifact.Graph.Operators.Length; i++)
        {
            if (Artifact.Graph.Operators[i] is (LinearOperator or ConvolutionOperator or GroupedConvolutionOperator) and var op)
            {
                TensorShape output = Artifact.ValueShapes[Artifact.Graph.ValueOf(i)];
                sum += weights(Artifact.Tensors[op.Parameters[0]]) * (output.ElementCount / output.Rows);
            }
        }

        return sum;
    }
}

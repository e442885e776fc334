using System.Text.Json;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Trainer.Onnx;
using Google.Protobuf;

namespace DeepCompression.Aot.Trainer.Export;

/// <summary>Writes the decoded network as a dense ONNX model, batch dimension first and symbolic.</summary>
internal static class OnnxExporter
{
    /// <summary>The operator set, unless an operator needs a newer one: most have had their present form since 13, and 17 is what tools of several years read.</summary>
    public const int OperatorSet = 17;

    /// <summary>The IR version that came with that operator set.</summary>
    private const int IrVersion = 8;

    /// <summary>The name of the batch dimension.</summary>
    private const string Batch = "N";

    /// <summary>A protobuf message ends at 2 GiB; what is kept free is far more than names and graph can take.</summary>
    private const long LargestWeightBytes = int.MaxValue - (64L << 20);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The model as the bytes of an .onnx file.</summary>
    /// <exception cref="ExportException">The dense weights do not fit into one ONNX file.</exception>
    public static byte[] Export(Artifact artifact, string graphName)
    {
        RequireFits(artifact.Graph);
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "deepc",
            ProducerVersion = typeof(OnnxExporter).Assembly.GetName().Version!.ToString(3),
            Graph = CreateGraph(artifact, graphName),
            OpsetImport = { new OperatorSetIdProto { Version = artifact.Graph.Operators.Select(OnnxNodes.OperatorSetOf).Append(OperatorSet).Max() } },
        };
        AddMetadata(model, artifact);
        return model.ToByteArray();
    }

    private static void RequireFits(Graph graph)
    {
        long bytes = graph.Parameters.Sum(shape => shape.ElementCount) * sizeof(float);
        if (bytes > LargestWeightBytes)
        {
            throw new ExportException(
                $"the dense weights take {bytes >> 20} MiB, but one ONNX file holds at most {LargestWeightBytes >> 20}; use the artifact itself");
        }
    }

    private static GraphProto CreateGraph(Artifact artifact, string graphName)
    {
        Graph graph = artifact.Graph;
        var names = new OnnxNames(graph, artifact.Names);
        var result = new GraphProto { Name = graphName };
        for (int i = 0; i < graph.Inputs.Length; i++)
        {
            result.Input.Add(Describe(names.Value(i), graph.Inputs[i]));
        }

        HashSet<int> values = [.. graph.Operators.OfType<ConstantOperator>().Select(op => op.Tensor)];
        for (int i = 0; i < graph.Parameters.Length; i++)
        {
            result.Initializer.Add(Store(names.Parameter(i), artifact.Tensors[i], hasBatch: values.Contains(i)));
        }

        var recurrent = new OnnxRecurrent(artifact, names);
        for (int i = 0; i < graph.Operators.Length; i++)
        {
            result.Node.Add(graph.Operators[i] switch
            {
                RecurrentOperator op => recurrent.Create(op, graph.ValueOf(i)),
                Operator op when recurrent.IsPartOfNode(op) => [],
                Operator op => OnnxNodes.Create(op, graph.ValueOf(i), artifact.ValueShapes, names),
            });
        }

        foreach (int value in graph.Outputs)
        {
            result.Output.Add(Describe(names.Value(value), artifact.ValueShapes[value]));
        }

        return result;
    }

    private static ValueInfoProto Describe(string name, TensorShape shape)
    {
        var dimensions = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = Batch } } };
        dimensions.Dim.Add(shape.Dimensions.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = dimensions },
            },
        };
    }

    /// <summary>A tensor; one that is a value stands for every sample of a batch.</summary>
    private static TensorProto Store(string name, Tensor tensor, bool hasBatch) => new()
    {
        Name = name,
        DataType = (int)TensorProto.Types.DataType.Float,
        Dims = { tensor.Shape.Dimensions.Select(size => (long)size).Prepend(1).Skip(hasBatch ? 0 : 1) },
        RawData = UnsafeByteOperations.UnsafeWrap(LittleEndian.Bytes(tensor.ToDense())),
    };

    private static void AddMetadata(ModelProto model, Artifact artifact)
    {
        if (ContractDescription.Of(artifact) is { } contract)
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = "deepc.input_contract", Value = JsonSerializer.Serialize(contract, Json) });
        }

        if (artifact.Provenance.Length > 0)
        {
            string provenance = JsonSerializer.Serialize(artifact.Provenance.AsSpan().ToArray(), Json);
            model.MetadataProps.Add(new StringStringEntryProto { Key = "deepc.provenance", Value = provenance });
        }
    }
}

using System.Runtime.InteropServices;
using DeepCompression.Aot.Trainer.Onnx;
using DeepCompression.Aot.Trainer.Tests.Data;
using Google.Protobuf;
using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;
using Kind = DeepCompression.Aot.Trainer.Onnx.AttributeProto.Types.AttributeType;

namespace DeepCompression.Aot.Import.Tests.Support;

/// <summary>Puts ONNX models together node by node.</summary>
internal sealed class OnnxBuilder
{
    public OnnxBuilder(int operatorSet = 13) => Model = new ModelProto
    {
        IrVersion = 8,
        Graph = new GraphProto { Name = "test" },
        OpsetImport = { new OperatorSetIdProto { Version = operatorSet } },
    };

    public ModelProto Model { get; }

    /// <summary>An input whose first dimension, the batch, is open.</summary>
    public OnnxBuilder Input(string name, params long[] shape) =>
        Add(name, [new() { DimParam = "N" }, .. shape.Select(Size)]);

    /// <summary>An input of which every dimension is said.</summary>
    public OnnxBuilder FixedInput(string name, params long[] shape) => Add(name, shape.Select(Size));

    /// <summary>An input whose dimensions have only names.</summary>
    public OnnxBuilder OpenInput(string name, params string[] shape) =>
        Add(name, shape.Select(dimension => new TensorShapeProto.Types.Dimension { DimParam = dimension }));

    private static TensorShapeProto.Types.Dimension Size(long size) => new() { DimValue = size };

    private OnnxBuilder Add(string name, IEnumerable<TensorShapeProto.Types.Dimension> dimensions)
    {
        Model.Graph.Input.Add(new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = new TensorShapeProto { Dim = { dimensions } } } },
        });
        return this;
    }

    public OnnxBuilder Floats(string name, long[] shape, params float[] values)
    {
        Model.Graph.Initializer.Add(Tensor(name, shape, values));
        return this;
    }

    public OnnxBuilder Integers(string name, params long[] values)
    {
        Model.Graph.Initializer.Add(new TensorProto { Name = name, Dims = { values.Length }, DataType = (int)DataType.Int64, Int64Data = { values } });
        return this;
    }

    /// <summary>A node named after its operator and output; inputs are divided by spaces.</summary>
    public OnnxBuilder Node(string type, string inputs, string outputs, params AttributeProto[] attributes)
    {
        Model.Graph.Node.Add(new NodeProto
        {
            OpType = type,
            Name = $"{type}/{outputs}",
            Input = { inputs.Split(' ') },
            Output = { outputs.Split(' ') },
            Attribute = { attributes },
        });
        return this;
    }

    public OnnxBuilder Output(string name)
    {
        Model.Graph.Output.Add(new ValueInfoProto { Name = name });
        return this;
    }

    /// <summary>Writes the model into a folder and returns its path.</summary>
    public string Save(TemporaryFolder folder, string name = "model.onnx") => folder.Write(name, Model.ToByteArray());

    public static TensorProto Tensor(string name, long[] shape, params float[] values) => new()
    {
        Name = name,
        Dims = { shape },
        DataType = (int)DataType.Float,
        RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values)),
    };

    public static AttributeProto Integer(string name, long value) => new() { Name = name, Type = Kind.Int, I = value };

    public static AttributeProto List(string name, params long[] values) => new() { Name = name, Type = Kind.Ints, Ints = { values } };

    public static AttributeProto Number(string name, float value) => new() { Name = name, Type = Kind.Float, F = value };

    public static AttributeProto Numbers(string name, params float[] values) => new() { Name = name, Type = Kind.Floats, Floats = { values } };

    public static AttributeProto Texts(string name, params string[] values) =>
        new() { Name = name, Type = Kind.Strings, Strings = { values.Select(ByteString.CopyFromUtf8) } };

    public static AttributeProto Text(string name, string value) => new() { Name = name, Type = Kind.String, S = ByteString.CopyFromUtf8(value) };
}

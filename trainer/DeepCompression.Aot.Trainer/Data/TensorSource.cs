using System.Globalization;
using DeepCompression.Aot.Trainer.Import;
using DeepCompression.Aot.Trainer.Onnx;
using Google.Protobuf;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>
/// Recorded ONNX tensors, as they lie beside models: <c>input_0.pb</c> and, if there, <c>output_0.pb</c>, in one folder or in its
/// sub-folders <c>test_data_set_0</c>, <c>test_data_set_1</c> and so on. The first dimension counts samples. A sample's label is what
/// its output says: a class, or the largest of its elements, so that an error is how often a network disagrees with the recorded one.
/// </summary>
internal sealed class TensorSource : SampleSource
{
    private const string Input = "input_0.pb";
    private const string SecondInput = "input_1.pb";
    private const string Output = "output_0.pb";
    private const string Prefix = "test_data_set_";
    private const string Remedy = "Record the tensors again.";

    private readonly string[] _folders;

    private TensorSource(string path, string[] folders)
        : base(path) => _folders = folders;

    /// <summary>The tensors of a folder, or null where it has none.</summary>
    public static TensorSource? TryOpen(string folder)
    {
        string[] folders = File.Exists(System.IO.Path.Combine(folder, Input))
            ? [folder]
            : [.. Directory.EnumerateDirectories(folder, Prefix + "*").Where(set => File.Exists(System.IO.Path.Combine(set, Input))).OrderBy(Number)];
        return folders.Length > 0 ? new TensorSource(folder, folders) : null;
    }

    protected override bool Has(SampleSet set) => set == SampleSet.Whole;

    protected override Dataset Read(SampleSet set, IReadOnlyList<string>? classNames)
    {
        string? several = _folders.FirstOrDefault(folder => File.Exists(System.IO.Path.Combine(folder, SecondInput)));
        if (several is not null)
        {
            throw new DataException(several, SecondInput, "these are the tensors of several inputs.", "Only data of networks with one input are read.");
        }

        SampleArray samples = Join(Input);
        bool isLabelled = Array.TrueForAll(_folders, folder => File.Exists(System.IO.Path.Combine(folder, Output)));
        return new SampleBuilder(Path).Build(Name, Input, samples, isLabelled ? Join(Output) : null, classNames);
    }

    /// <summary>The tensors of all folders, one behind another.</summary>
    private SampleArray Join(string file)
    {
        SampleArray[] parts = [.. _folders.Select(folder => ReadTensor(System.IO.Path.Combine(folder, file)))];
        int different = Array.FindIndex(parts, part => !part.Shape.Skip(1).SequenceEqual(parts[0].Shape.Skip(1)) || (part.Bytes is null) != (parts[0].Bytes is null));
        if (different >= 0)
        {
            throw new DataException(_folders[different], file, "it has another shape or type than that of the first folder.", "Use tensors of one network.");
        }

        int[] shape = [parts.Sum(part => part.Shape[0]), .. parts[0].Shape.Skip(1)];
        return parts[0].Bytes is null
            ? new SampleArray(shape, [.. parts.SelectMany(part => part.Numbers!)])
            : new SampleArray(shape, [.. parts.SelectMany(part => part.Bytes!)]);
    }

    private static SampleArray ReadTensor(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            TensorProto tensor = TensorProto.Parser.ParseFrom(file);
            ConstantTensor values = new TensorDecoder(path, new ExternalData(path)).Decode(tensor);
            int[] shape = values.Rank == 0 ? [1] : values.Shape;
            return (values.IsFloat, (TensorProto.Types.DataType)tensor.DataType) switch
            {
                (true, _) => new(shape, values.Floats),
                (_, TensorProto.Types.DataType.Uint8) => new(shape, [.. values.Integers.Select(value => (byte)value)]),
                _ => new SampleArray(shape, Array.ConvertAll(values.Integers, value => (float)value)),
            };
        }
        catch (Exception error) when (error is InvalidProtocolBufferException or ImportException)
        {
            throw new DataException(path, "tensor", $"it is damaged or of a type that is not read ({error.Message}).", Remedy, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, "opening or reading", error.Message, "Check that the file may be read.", error);
        }
    }

    /// <summary>So that set 10 comes behind set 9.</summary>
    private static int Number(string folder) =>
        int.TryParse(System.IO.Path.GetFileName(folder)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : int.MaxValue;
}

using DeepCompression.Aot.Trainer.Onnx;
using DataType = DeepCompression.Aot.Trainer.Onnx.TensorProto.Types.DataType;

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>The shapes of a model's inputs: the batch is 1, and dimensions that are only named get the size that the user gives.</summary>
/// <param name="path">The model's file, for messages.</param>
/// <param name="sizes">Sizes by the name of the dimension.</param>
internal sealed class InputShapes(string path, IReadOnlyDictionary<string, int> sizes)
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _notices = [];

    /// <summary>What the user should know of the inputs.</summary>
    public IEnumerable<string> Notices => _notices;

    /// <summary>Whether an input's elements are integers or truth values.</summary>
    public static bool IsInteger(ValueInfoProto input) => (DataType)(input.Type?.TensorType?.ElemType ?? 0) is DataType.Int8 or DataType.Uint8
        or DataType.Int16 or DataType.Uint16 or DataType.Int32 or DataType.Uint32 or DataType.Int64 or DataType.Uint64 or DataType.Bool;

    /// <exception cref="ImportException">The input is no tensor of numbers, or a dimension is open.</exception>
    public int[] Of(ValueInfoProto input)
    {
        TypeProto.Types.Tensor tensor = input.Type?.TensorType
            ?? throw new ImportException($"{path}: input '{input.Name}' is no tensor; only tensors of numbers are taken");
        if ((DataType)tensor.ElemType is not (DataType.Float or DataType.Float16 or DataType.Bfloat16 or DataType.Double) && !IsInteger(input))
        {
            throw new ImportException($"{path}: input '{input.Name}' has elements of type {(DataType)tensor.ElemType}; only numbers are taken, as float32");
        }

        if (IsInteger(input))
        {
            _notices.Add($"input '{input.Name}' has elements of type {(DataType)tensor.ElemType}; they are taken as float32, which is exact up to 16,777,216");
        }

        if (tensor.Shape is null)
        {
            throw new ImportException($"{path}: input '{input.Name}' has no shape; export the model with one");
        }

        return [.. tensor.Shape.Dim.Select((dimension, axis) => Size(input.Name, dimension, axis))];
    }

    /// <exception cref="ImportException">A size was given for a dimension that no input has.</exception>
    public void RequireAllUsed()
    {
        string? unknown = sizes.Keys.Where(name => !_names.Contains(name)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            string known = _names.Count == 0 ? "it names none" : "it names " + string.Join(", ", _names.Order(StringComparer.Ordinal));
            throw new ImportException($"{path}: the model has no dimension named '{unknown}': {known}");
        }
    }

    private int Size(string input, TensorShapeProto.Types.Dimension dimension, int axis)
    {
        string name = dimension.DimParam;
        if (name.Length > 0)
        {
            _names.Add(name);
        }

        if (sizes.TryGetValue(name, out int given))
        {
            return given;
        }

        if (dimension.DimValue is > 0 and <= int.MaxValue)
        {
            return (int)dimension.DimValue;
        }

        return axis == 0
            ? 1
            : throw new ImportException(name.Length > 0
                ? $"{path}: input '{input}' has an open dimension '{name}'; say what it is with --dim {name}=SIZE"
                : $"{path}: input '{input}' has no size for axis {axis}; export the model with a fixed shape");
    }
}

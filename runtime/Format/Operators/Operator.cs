namespace DeepCompression.Aot.Format;

/// <summary>The kinds of operator, by the bits that stand for each in the artifact (FORMAT.md, Graph).</summary>
internal enum OperatorKind : byte
{
    Linear = 1,
    Convolution = 2,
    MaxPool = 3,
    AveragePool = 4,
    Relu = 5,
    Softmax = 6,
    Flatten = 7,
    Add = 8,
    Concat = 9,
    GroupedConvolution = 10,
    Pad = 11,
    Unary = 12,
    Binary = 13,
    Constant = 14,
    Reshape = 15,
    AxisSoftmax = 16,
    Copy = 17,
    Gather = 18,
    Reduce = 19,
    MatMul = 20,
    Inset = 21,
    Interpolate = 22,
    Lstm = 26,
    Gru = 27,
    Rnn = 28,
    LinearRows = 29,
    LocalResponseNormalization = 30,
}

/// <summary>Facts about operator kinds.</summary>
internal static class OperatorKinds
{
    /// <summary>The bits that hold a kind below <see cref="FirstExtended"/>.</summary>
    public const int TagBits = 4;

    /// <summary>The tag that says that a kind of more bits follows.</summary>
    public const uint Escape = 0;

    /// <summary>The bits of a kind behind the escape, less <see cref="FirstExtended"/>.</summary>
    public const int ExtendedBits = 6;

    /// <summary>The first kind that is written behind the escape; it is for the ones that are rare or own much else.</summary>
    public const uint FirstExtended = 1 << TagBits;

    /// <summary>Reads the number of a kind, which need not be known.</summary>
    public static uint Read(ref BitReader reader)
    {
        uint tag = reader.ReadBits(TagBits);
        return tag == Escape ? FirstExtended + reader.ReadBits(ExtendedBits) : tag;
    }
}

/// <summary>One node of the graph: reads numbered values and parameters, computes one value.</summary>
internal abstract record Operator
{
    public abstract OperatorKind Kind { get; }

    /// <summary>The values the operator reads, in order.</summary>
    public abstract EquatableArray<int> Inputs { get; }

    /// <summary>The parameters the operator owns: its weight, then its bias where it has one.</summary>
    public virtual EquatableArray<int> Parameters => EquatableArray<int>.Empty;

    /// <summary>The shape of the value it computes.</summary>
    /// <exception cref="ArtifactException">What it reads does not fit; the message continues "operator N (Kind): …".</exception>
    public abstract TensorShape InferShape(ShapeInference shapes);

    /// <summary>Reads the number of a value that the operator reads: a flag if it is the one before its own, which it mostly is.</summary>
    private protected static int ReadInput(ref BitReader reader, ShapeInference shapes)
    {
        int before = shapes.ValueCount - 1;
        if (reader.ReadFlag())
        {
            return before;
        }

        int number = reader.ReadNumber();
        reader.Require(number != before, "the value before is not written as such");
        return number;
    }

    /// <summary>Reads numbers that mostly ascend by one: each as its difference to the one before plus 1.</summary>
    private protected static EquatableArray<int> ReadSteps(ref BitReader reader, int count)
    {
        var numbers = new int[count];
        long before = -1;
        for (int i = 0; i < numbers.Length; i++)
        {
            before += 1L + reader.ReadSigned();
            reader.Require(before is >= 0 and <= int.MaxValue, "an integer is out of range");
            numbers[i] = (int)before;
        }

        return new(numbers);
    }

    private protected static EquatableArray<int> WeightAndBias(int weight, int? bias) =>
        new(bias is int number ? [weight, number] : [weight]);
}

namespace DeepCompression.Aot.Format;

/// <summary>
/// Walks the non-zero weights of a coded tensor in row-major order, so row by row. The slow, checking reference for every
/// other decoder.
/// </summary>
internal ref struct CodedWeightReader
{
    private readonly WeightCode _code;
    private readonly CanonicalCode? _gapCode;
    private readonly CanonicalCode? _indexCode;
    private readonly int _indexCount;
    private readonly int _weightCount;
    private readonly long _positionCount;
    private readonly ColumnMap _map;
    private readonly int _plainBits;
    private BitReader _bits;
    private int _read;
    private long _next;

    /// <summary>Begins with the stream of a tensor.</summary>
    public CodedWeightReader(CodedTensor tensor)
        : this(new BitReader(tensor.Stream.AsSpan(), "weights"), tensor)
    {
    }

    /// <summary>Begins where a tensor's stream begins among other bits.</summary>
    /// <param name="bits">The bits, at the first of the stream.</param>
    /// <param name="tensor">The tensor; its own stream is not looked at.</param>
    /// <exception cref="ArtifactException">The code lengths do not form complete codes.</exception>
    public CodedWeightReader(BitReader bits, CodedTensor tensor)
        : this(bits, tensor.Shape, tensor.Columns, tensor.Code, tensor.WeightCount)
    {
        _indexCount = tensor.Codebook.Length;
    }

    /// <summary>Begins with the stream of a tensor whose weights have numbers of their own.</summary>
    public CodedWeightReader(SplitTensor tensor)
        : this(new BitReader(tensor.Stream.AsSpan(), "weights"), tensor)
    {
    }

    /// <summary>Begins where the stream of a tensor begins whose weights have numbers of their own.</summary>
    /// <param name="bits">The bits, at the first of the stream.</param>
    /// <param name="tensor">The tensor; its own stream is not looked at.</param>
    /// <exception cref="ArtifactException">The code lengths do not form complete codes.</exception>
    public CodedWeightReader(BitReader bits, SplitTensor tensor)
        : this(bits, tensor.Shape, tensor.Columns, tensor.Code, tensor.WeightCount)
    {
        _plainBits = SplitNumber.PlainBits(tensor.Format);
    }

    private CodedWeightReader(BitReader bits, TensorShape shape, LiveColumns columns, WeightCode code, int weightCount)
    {
        _bits = bits;
        _code = code;
        _weightCount = weightCount;
        _positionCount = (long)shape.Rows * columns.Count(shape.RowLength);
        _map = new ColumnMap(columns, shape.RowLength);
        if (weightCount > 0 && code is HuffmanWeightCode huffman)
        {
            _gapCode = huffman.HasGaps ? CanonicalCode.Create(huffman.GapLengths.AsSpan(), singleIsFree: true) : null;
            _indexCode = CanonicalCode.Create(huffman.IndexLengths.AsSpan(), singleIsFree: false);
        }
    }

    /// <summary>The position of the current weight in the dense tensor, row-major.</summary>
    public int Position { get; private set; }

    /// <summary>The positions among live columns between the weight before and the current one.</summary>
    public int Gap { get; private set; }

    /// <summary>The codebook index of the current weight, or which of the leads that occur its number has.</summary>
    public int Index { get; private set; }

    /// <summary>The plain bits of the current weight's number; 0 of one in a codebook.</summary>
    public uint Plain { get; private set; }

    /// <summary>The bits behind the last weight that was read.</summary>
    public readonly BitReader Rest => _bits;

    /// <summary>Moves to the next weight; false after the last.</summary>
    /// <exception cref="ArtifactException">The stream breaks a rule.</exception>
    public bool MoveNext()
    {
        if (_indexCode is not null && _gapCode is null)
        {
            return MoveNextWithoutGap();
        }

        if (_read == _weightCount)
        {
            return false;
        }

        long gap = _code is HuffmanWeightCode huffman ? ReadGap(huffman) : ReadGap((FixedWeightCode)_code);
        _next += gap;
        RequireInside(_next);
        Gap = (int)gap;
        Position = (int)_map.Dense(_next++);
        Index = _indexCode is null ? ReadFixedIndex() : _indexCode.ReadSymbol(ref _bits);
        Plain = _bits.ReadBits(_plainBits);
        _read++;
        return true;
    }

    /// <summary>Where every position has a codeword, those that stand for no weight belong to the gap before the next one, or to the end.</summary>
    private bool MoveNextWithoutGap()
    {
        int gap = 0;
        while (_next < _positionCount)
        {
            int symbol = _indexCode!.ReadSymbol(ref _bits);
            long position = _next++;
            if (symbol == 0)
            {
                gap++;
                continue;
            }

            _bits.Require(_read < _weightCount, "there are more weights than are announced");
            Gap = gap;
            Position = (int)_map.Dense(position);
            Index = symbol - 1;
            Plain = _bits.ReadBits(_plainBits);
            _read++;
            return true;
        }

        _bits.Require(_read == _weightCount, "there are fewer weights than are announced");
        return false;
    }

    private long ReadGap(HuffmanWeightCode code)
    {
        int gapClass = _gapCode!.ReadSymbol(ref _bits);
        int extra = GapClasses.ExtraBits(gapClass, code.Resolution);
        return GapClasses.First(gapClass, code.Resolution) + (long)_bits.ReadBits(extra);
    }

    private long ReadGap(FixedWeightCode code)
    {
        int skip = FixedWidth.FillerSkip(code.GapBits);
        long gap = 0;
        int read;
        while ((read = (int)_bits.ReadBits(code.GapBits)) == skip)
        {
            gap += skip;
            RequireInside(_next + gap);
            _bits.Require(_bits.ReadBits(FixedWidth.IndexBits(_indexCount)) == 0, "a filler zero has a codebook index");
        }

        return gap + read;
    }

    private int ReadFixedIndex()
    {
        int index = (int)_bits.ReadBits(FixedWidth.IndexBits(_indexCount));
        _bits.Require(index < _indexCount, $"codebook index {index} does not exist");
        return index;
    }

    private readonly void RequireInside(long position) =>
        _bits.Require(position < _positionCount, "a gap leads beyond the tensor's end");
}

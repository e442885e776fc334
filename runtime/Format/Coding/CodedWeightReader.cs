namespace DeepCompression.Aot.Format;

/// <summary>
/// Walks the non-zero weights of a coded tensor in row-major order, so row by row. The slow, checking reference for every
/// other decoder.
/// </summary>
internal ref struct CodedWeightReader
{
    private readonly CodedTensor _tensor;
    private readonly long _elementCount;
    private readonly CanonicalCode? _gapCode;
    private readonly CanonicalCode? _indexCode;
    private BitReader _bits;
    private int _read;
    private long _next;

    public CodedWeightReader(CodedTensor tensor)
    {
        _tensor = tensor;
        _elementCount = tensor.Shape.ElementCount;
        _bits = new BitReader(tensor.Stream.AsSpan());
        if (tensor.WeightCount > 0)
        {
            _gapCode = CanonicalCode.Create(tensor.GapLengths.AsSpan());
            _indexCode = CanonicalCode.Create(tensor.IndexLengths.AsSpan());
        }
    }

    /// <summary>The position of the current weight in the dense tensor, row-major.</summary>
    public int Position { get; private set; }

    /// <summary>The codebook index of the current weight.</summary>
    public int Index { get; private set; }

    /// <summary>The filler zeros passed so far.</summary>
    public int FillerCount { get; private set; }

    /// <summary>Moves to the next weight; false after the last.</summary>
    /// <exception cref="ArtifactException">The stream breaks a rule.</exception>
    public bool MoveNext()
    {
        if (_read == _tensor.WeightCount)
        {
            return false;
        }

        int gap;
        while ((gap = _gapCode!.ReadSymbol(ref _bits)) == _tensor.FillerSkip)
        {
            FillerCount++;
            _next += gap;
        }

        _next += gap;
        if (_next >= _elementCount)
        {
            throw ArtifactException.Rule("a gap leads beyond the tensor's end");
        }

        Position = (int)_next++;
        Index = _indexCode!.ReadSymbol(ref _bits);
        _read++;
        return true;
    }

    /// <summary>Checks that nothing but zero padding follows the last weight.</summary>
    public void RequireEnd()
    {
        _bits.AlignToByte();
        if (_bits.BytesRead != _tensor.Stream.Length)
        {
            throw ArtifactException.Rule("bytes follow the last weight");
        }
    }
}

namespace DeepCompression.Aot.Trainer.Import;

/// <summary>
/// Bounds the numbers that import computes by the length of the files it reads: a damaged or hostile model of a few bytes cannot claim
/// gigabytes, be it by a constant that is repeated or by an axis that is resized.
/// </summary>
/// <param name="modelBytes">The length of the model's file.</param>
internal sealed class ImportMemory(long modelBytes)
{
    /// <summary>Numbers for each byte: a thousand times what weights in single precision take.</summary>
    private const int PerByte = 256;

    /// <summary>Numbers besides, for models that are tiny.</summary>
    private const int Constant = 1 << 16;

    private long _left = Constant + (modelBytes * PerByte);

    /// <summary>Takes the bytes of another file into account, one of weights.</summary>
    public void Add(long bytes) => _left += bytes * PerByte;

    /// <summary>Takes room for the numbers of a tensor.</summary>
    /// <exception cref="NodeException">There is none.</exception>
    public void Take(ReadOnlySpan<int> shape) => Take(Dimensions.Count(shape));

    /// <summary>Takes room for so many numbers.</summary>
    /// <exception cref="NodeException">There is none.</exception>
    public void Take(long numbers)
    {
        if (numbers > _left)
        {
            throw new NodeException($"it would make {numbers} numbers, more than a model of this length can need");
        }

        _left -= numbers;
    }
}

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>An array of a data file, row-major: raw bytes, or numbers.</summary>
internal sealed class SampleArray
{
    /// <summary>No array may have more values: as single precision they take a gigabyte.</summary>
    public const long MostValues = 1L << 28;

    /// <summary>An array of unsigned bytes.</summary>
    public SampleArray(int[] shape, byte[] bytes)
    {
        Shape = shape;
        Bytes = bytes;
    }

    /// <summary>An array of any other type, as single precision.</summary>
    public SampleArray(int[] shape, float[] numbers)
    {
        Shape = shape;
        Numbers = numbers;
    }

    /// <summary>The dimensions, outermost first; none for a single value.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The values where they are unsigned bytes, else null.</summary>
    public byte[]? Bytes { get; }

    /// <summary>The values where they are no unsigned bytes, else null.</summary>
    public float[]? Numbers { get; }

    /// <summary>The number of values.</summary>
    public int Length => Bytes?.Length ?? Numbers!.Length;

    /// <summary>A value, whatever it is stored as.</summary>
    public float this[int index] => Bytes is null ? Numbers![index] : Bytes[index];

    /// <summary>The same values under other dimensions.</summary>
    public SampleArray Reshaped(params int[] shape) => Bytes is null ? new(shape, Numbers!) : new(shape, Bytes);

    /// <summary>The number of values of a shape.</summary>
    /// <returns>The count, or null where it exceeds <see cref="MostValues"/>.</returns>
    public static int? Count(IEnumerable<long> shape)
    {
        Int128 count = 1;
        bool isEmpty = false;
        foreach (long dimension in shape)
        {
            // A dimension of 0 makes the product 0 whatever the others are, which must not hide how large they are.
            isEmpty |= dimension == 0;
            count *= Math.Max(dimension, 1);
            if (count > MostValues)
            {
                return null;
            }
        }

        return isEmpty ? 0 : (int)count;
    }
}

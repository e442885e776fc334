using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>Puts a border of zeros around every plane of a tensor (channels, height, width).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Padding
{
    /// <summary>Copies a tensor into a padded one. The border is written too, so the output may hold old values.</summary>
    /// <param name="input">The tensor: channels · height · width elements.</param>
    /// <param name="output">Receives channels · (top + height + bottom) · (left + width + right) elements; apart from the input's memory.</param>
    /// <param name="channels">Planes.</param>
    /// <param name="height">Rows of an input plane.</param>
    /// <param name="width">Elements of an input row.</param>
    /// <param name="top">Rows of zeros above.</param>
    /// <param name="left">Zeros before each row.</param>
    /// <param name="bottom">Rows of zeros below.</param>
    /// <param name="right">Zeros after each row.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Copy(
        ReadOnlySpan<float> input,
        Span<float> output,
        int channels,
        int height,
        int width,
        int top,
        int left,
        int bottom,
        int right)
    {
        int paddedWidth = left + width + right;
        ThrowHelper.RequireLength(nameof(input), checked(channels * height * width), input.Length);
        ThrowHelper.RequireLength(nameof(output), checked(channels * (top + height + bottom) * paddedWidth), output.Length);

        for (int channel = 0; channel < channels; channel++)
        {
            output[..(top * paddedWidth)].Clear();
            output = output[(top * paddedWidth)..];
            for (int y = 0; y < height; y++)
            {
                output[..left].Clear();
                input[..width].CopyTo(output[left..]);
                output.Slice(left + width, right).Clear();
                input = input[width..];
                output = output[paddedWidth..];
            }

            output[..(bottom * paddedWidth)].Clear();
            output = output[(bottom * paddedWidth)..];
        }
    }
}

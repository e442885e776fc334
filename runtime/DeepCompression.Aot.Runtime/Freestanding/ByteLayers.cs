using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Layers without weights that compute with integers: bytes in, each value with an exponent of its own (an element stands for itself ·
/// 2^−exponent), sums of 32 bits out. Portable scalar code over pointers that needs no floating point. Nothing is checked: the generator
/// knows every length.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class ByteLayers
{
    /// <summary>The exponent of probabilities.</summary>
    public const int SoftmaxExponent = 15;

    /// <summary>The bits that a mean has more than the bytes it is of: a sum of as many bytes as there can be takes 24.</summary>
    private const int MeanBits = 7;

    /// <summary>The most bits by which the exponents of two terms may differ for the coarser one to be shifted to the finer.</summary>
    private const int LargestTermShift = 21;

    /// <summary>The sum of two values, element by element, rectified if asked for: to the finer of their exponents.</summary>
    /// <param name="left">The one value.</param>
    /// <param name="leftExponent">Its exponent.</param>
    /// <param name="right">The other value.</param>
    /// <param name="rightExponent">Its exponent.</param>
    /// <param name="output">Receives the sums.</param>
    /// <param name="length">How many.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <returns>The exponent of the sums.</returns>
    public static int Add(sbyte* left, int leftExponent, sbyte* right, int rightExponent, int* output, int length, bool relu)
    {
        int exponent = AddExponent(leftExponent, rightExponent);
        for (int i = 0; i < length; i++)
        {
            int sum = Shifted(left[i], exponent - leftExponent) + Shifted(right[i], exponent - rightExponent);
            output[i] = relu && sum < 0 ? 0 : sum;
        }

        return exponent;
    }

    /// <summary>The same where the exponent of the output is known before it is computed: sums become bytes.</summary>
    /// <param name="left">The one value.</param>
    /// <param name="leftExponent">Its exponent.</param>
    /// <param name="right">The other value.</param>
    /// <param name="rightExponent">Its exponent.</param>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="calibrated">The exponent that they are to have.</param>
    /// <param name="length">How many.</param>
    /// <param name="relu">Whether negative sums become 0.</param>
    /// <returns>The exponent of the bytes.</returns>
    public static int Add(
        sbyte* left, int leftExponent, sbyte* right, int rightExponent, sbyte* output, int calibrated, int length, bool relu)
    {
        int exponent = AddExponent(leftExponent, rightExponent);
        int outputShift = ByteScale.OutputShift(exponent, calibrated);
        for (int i = 0; i < length; i++)
        {
            int sum = Shifted(left[i], exponent - leftExponent) + Shifted(right[i], exponent - rightExponent);
            output[i] = ByteScale.Round(relu && sum < 0 ? 0 : sum, outputShift);
        }

        return ByteScale.OutputExponent(exponent, calibrated);
    }

    /// <summary>The mean of the elements of each window; padding is not counted.</summary>
    /// <returns>The exponent of the means.</returns>
    public static int AveragePool(
        int channels, int height, int width, PlainWindow window, int outputHeight, int outputWidth, sbyte* input, int exponent, int* output)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            for (int position = 0; position < outputHeight * outputWidth; position++)
            {
                PlainRange range = window.Range(position, height, width, outputWidth);
                int sum = 0;
                for (int y = range.Top; y < range.Bottom; y++)
                {
                    for (int x = range.Left; x < range.Right; x++)
                    {
                        sum += input[(y * width) + x];
                    }
                }

                *output++ = (sum << MeanBits) / range.Count;
            }

            input += height * width;
        }

        return exponent + MeanBits;
    }

    /// <summary>Probabilities, 2^15 for 1: e^(x − m) divided by the sum of all of these, m being the largest element.</summary>
    /// <param name="input">The elements; sums of 32 bits.</param>
    /// <param name="exponent">Their exponent.</param>
    /// <param name="output">Receives the probabilities; may be the input.</param>
    /// <param name="length">How many.</param>
    public static void Softmax(int* input, int exponent, int* output, int length)
    {
        int largest = input[0];
        for (int i = 1; i < length; i++)
        {
            largest = input[i] > largest ? input[i] : largest;
        }

        uint sum = 0;
        for (int i = 0; i < length; i++)
        {
            uint power = FixedExponential.OfNegative((uint)(largest - input[i]), exponent);
            output[i] = (int)power;
            sum += power;
        }

        for (int i = 0; i < length; i++)
        {
            output[i] = (int)(((uint)output[i] << SoftmaxExponent) / sum);
        }
    }

    /// <summary>The finer of two exponents, as far as the coarser term can be shifted to it.</summary>
    private static int AddExponent(int left, int right)
    {
        int coarse = left < right ? left : right;
        int fine = left < right ? right : left;
        return fine - coarse > LargestTermShift ? coarse + LargestTermShift : fine;
    }

    /// <summary>A term at the exponent of the sum, that is no more than 21 bits finer, and coarser where of the term hardly anything is left.</summary>
    private static int Shifted(int term, int shift) => shift >= 0 ? term << shift : shift < -8 ? 0 : term >> -shift;
}

using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Layers without weights that compute with floats, as portable scalar code over pointers: for microcontrollers and, with the same bits,
/// for .NET. Nothing is checked: the generator knows every length.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class FloatLayers
{
    /// <summary>The sum of two values, element by element, rectified if asked for; the output may be one of them.</summary>
    public static void Add(float* left, float* right, float* output, int length, bool relu)
    {
        for (int i = 0; i < length; i++)
        {
            float sum = left[i] + right[i];
            output[i] = relu && sum < 0f ? 0f : sum;
        }
    }

    /// <summary>The mean of the elements of each window; padding is not counted.</summary>
    public static void AveragePool(
        int channels, int height, int width, PlainWindow window, int outputHeight, int outputWidth, float* input, float* output)
    {
        for (int channel = 0; channel < channels; channel++)
        {
            for (int position = 0; position < outputHeight * outputWidth; position++)
            {
                PlainRange range = window.Range(position, height, width, outputWidth);
                float sum = 0f;
                for (int y = range.Top; y < range.Bottom; y++)
                {
                    for (int x = range.Left; x < range.Right; x++)
                    {
                        sum += input[(y * width) + x];
                    }
                }

                *output++ = sum / range.Count;
            }

            input += height * width;
        }
    }

    /// <summary>exp(x − m) divided by the sum of all of these, m being the largest element; input and output may be the same.</summary>
    public static void Softmax(float* input, float* output, int length)
    {
        float largest = input[0];
        for (int i = 1; i < length; i++)
        {
            largest = input[i] > largest ? input[i] : largest;
        }

        float sum = 0f;
        for (int i = 0; i < length; i++)
        {
            output[i] = Elementary.Exp(new RealNumber(input[i] - largest)).Value;
            sum += output[i];
        }

        for (int i = 0; i < length; i++)
        {
            output[i] /= sum;
        }
    }
}

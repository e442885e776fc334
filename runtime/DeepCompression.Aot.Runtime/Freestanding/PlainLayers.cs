using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Layers without weights as portable scalar code over pointers, for microcontrollers and, with the same bits, for .NET. Nothing is
/// checked: the generator knows every length.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class PlainLayers
{
    /// <summary>max(x, 0), element by element; input and output may be the same.</summary>
    public static void Relu(float* input, float* output, int length)
    {
        for (int i = 0; i < length; i++)
        {
            output[i] = input[i] < 0f ? 0f : input[i];
        }
    }

    /// <summary>The same elements in other memory.</summary>
    public static void Copy(float* input, float* output, int length)
    {
        for (int i = 0; i < length; i++)
        {
            output[i] = input[i];
        }
    }

    /// <summary>The sum of two values, element by element, rectified if asked for.</summary>
    public static void Add(float* left, float* right, float* output, int length, bool relu)
    {
        for (int i = 0; i < length; i++)
        {
            float sum = left[i] + right[i];
            output[i] = relu && sum < 0f ? 0f : sum;
        }
    }

    /// <summary>Copies planes into larger ones, with zeros around them.</summary>
    public static void Pad<T>(
        int channels, int height, int width, int padTop, int padLeft, int outputHeight, int outputWidth, T* input, T* output)
        where T : unmanaged
    {
        for (int row = 0; row < channels * outputHeight; row++)
        {
            int y = (row % outputHeight) - padTop;
            bool isInside = y >= 0 && y < height;
            for (int column = 0; column < outputWidth; column++)
            {
                int x = column - padLeft;
                *output++ = isInside && x >= 0 && x < width ? input[(((row / outputHeight) * height) + y) * width + x] : default;
            }
        }
    }

    /// <summary>The largest element of each window; padding never counts.</summary>
    public static void MaxPool(
        int channels, int height, int width, PlainWindow window, int outputHeight, int outputWidth, float* input, float* output)
    {
        for (int position = 0; position < channels * outputHeight * outputWidth; position++)
        {
            PlainRange range = window.Range(position, height, width, outputHeight, outputWidth);
            float largest = input[(range.Top * width) + range.Left];
            for (int y = range.Top; y < range.Bottom; y++)
            {
                for (int x = range.Left; x < range.Right; x++)
                {
                    float element = input[(y * width) + x];
                    largest = element > largest ? element : largest;
                }
            }

            output[position] = largest;
            input += EndsPlane(position, outputHeight * outputWidth) ? height * width : 0;
        }
    }

    /// <summary>The mean of the elements of each window; padding is not counted.</summary>
    public static void AveragePool(
        int channels, int height, int width, PlainWindow window, int outputHeight, int outputWidth, float* input, float* output)
    {
        for (int position = 0; position < channels * outputHeight * outputWidth; position++)
        {
            PlainRange range = window.Range(position, height, width, outputHeight, outputWidth);
            float sum = 0f;
            for (int y = range.Top; y < range.Bottom; y++)
            {
                for (int x = range.Left; x < range.Right; x++)
                {
                    sum += input[(y * width) + x];
                }
            }

            output[position] = sum / ((range.Bottom - range.Top) * (range.Right - range.Left));
            input += EndsPlane(position, outputHeight * outputWidth) ? height * width : 0;
        }
    }

    private static bool EndsPlane(int position, int positions) => position % positions == positions - 1;
}

using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// Layers without weights that move elements or choose among them, of floats or bytes, as portable scalar code over pointers: for
/// microcontrollers and, with the same bits, for .NET. Nothing is checked: the generator knows every length.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class PlainLayers
{
    /// <summary>max(x, 0), element by element; input and output may be the same.</summary>
    public static void Relu<TElements, T>(T* input, T* output, int length)
        where TElements : struct, IElements<T>
        where T : unmanaged
    {
        for (int i = 0; i < length; i++)
        {
            output[i] = TElements.IsLess(input[i], default) ? default : input[i];
        }
    }

    /// <summary>min(max(x, lowest), highest), element by element; input and output may be the same.</summary>
    public static void Clip<TElements, T>(T* input, T* output, int length, T lowest, T highest)
        where TElements : struct, IElements<T>
        where T : unmanaged
    {
        for (int i = 0; i < length; i++)
        {
            T raised = TElements.IsLess(input[i], lowest) ? lowest : input[i];
            output[i] = TElements.IsLess(highest, raised) ? highest : raised;
        }
    }

    /// <summary>The same elements in other memory.</summary>
    public static void Copy<T>(T* input, T* output, int length)
        where T : unmanaged
    {
        for (int i = 0; i < length; i++)
        {
            output[i] = input[i];
        }
    }

    /// <summary>Copies planes into larger ones, with zeros around them.</summary>
    public static void Pad<T>(
        int channels, int height, int width, int padTop, int padLeft, int outputHeight, int outputWidth, T* input, T* output)
        where T : unmanaged
    {
        for (int channel = 0; channel < channels; channel++)
        {
            for (int row = -padTop; row < outputHeight - padTop; row++)
            {
                bool isInside = row >= 0 && row < height;
                for (int column = -padLeft; column < outputWidth - padLeft; column++)
                {
                    *output++ = isInside && column >= 0 && column < width ? *input++ : default;
                }
            }
        }
    }

    /// <summary>The largest element of each window; padding never counts.</summary>
    public static void MaxPool<TElements, T>(
        int channels, int height, int width, PlainWindow window, int outputHeight, int outputWidth, T* input, T* output)
        where TElements : struct, IElements<T>
        where T : unmanaged
    {
        for (int channel = 0; channel < channels; channel++)
        {
            for (int position = 0; position < outputHeight * outputWidth; position++)
            {
                PlainRange range = window.Range(position, height, width, outputWidth);
                T largest = input[(range.Top * width) + range.Left];
                for (int y = range.Top; y < range.Bottom; y++)
                {
                    for (int x = range.Left; x < range.Right; x++)
                    {
                        T element = input[(y * width) + x];
                        largest = TElements.IsLess(largest, element) ? element : largest;
                    }
                }

                *output++ = largest;
            }

            input += height * width;
        }
    }
}

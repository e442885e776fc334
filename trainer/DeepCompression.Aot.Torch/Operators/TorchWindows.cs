using DeepCompression.Aot.Format;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepCompression.Aot.Torch.Operators;

/// <summary>Operators that slide a window over planes, (samples, channels, height, width). Padding may differ on every side.</summary>
internal static class TorchWindows
{
    public static Tensor Convolve(Tensor input, Tensor weight, Tensor? bias, SlidingWindow window, int groups)
    {
        bool isEven = window.PadTop == window.PadBottom && window.PadLeft == window.PadRight;
        return functional.conv2d(
            isEven ? input : Pad(input, window, 0), weight, bias, Strides(window), isEven ? [window.PadTop, window.PadLeft] : [0, 0], groups: groups);
    }

    public static Tensor MaxPool(Tensor input, SlidingWindow window) =>
        functional.max_pool2d(Pad(input, window, double.NegativeInfinity), Size(window), Strides(window));

    /// <summary>The mean of the elements in the window, padding not counted.</summary>
    public static Tensor AveragePool(Tensor input, SlidingWindow window)
    {
        Tensor means = functional.avg_pool2d(Pad(input, window, 0), Size(window), Strides(window));
        if (!window.HasPadding)
        {
            return means;
        }

        // The share of each window that is no padding.
        Tensor plane = ones([1, 1, input.shape[2], input.shape[3]], dtype: input.dtype, device: input.device);
        return means / functional.avg_pool2d(Pad(plane, window, 0), Size(window), Strides(window));
    }

    private static Tensor Pad(Tensor input, SlidingWindow window, double value) => window.HasPadding
        ? functional.pad(input, (window.PadLeft, window.PadRight, window.PadTop, window.PadBottom), value: value)
        : input;

    private static long[] Size(SlidingWindow window) => [window.Height, window.Width];

    private static long[] Strides(SlidingWindow window) => [window.StrideY, window.StrideX];
}

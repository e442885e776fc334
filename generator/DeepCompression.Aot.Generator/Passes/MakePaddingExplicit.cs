using DeepCompression.Aot.Format;
using DeepCompression.Aot.Generator.Model;

namespace DeepCompression.Aot.Generator.Passes;

/// <summary>
/// Puts a copy with a border of zeros before each padded convolution, so that its loops need no edge cases. Pooling keeps its
/// padding, which is not zeros there; so do convolutions in groups, whose planes are read so few times that a copy costs more than edges
/// do, but for those of microcontrollers.
/// </summary>
internal static class MakePaddingExplicit
{
    public static ModelPlan Run(ModelPlan plan)
    {
        var values = plan.Values.ToList();
        var layers = new List<Layer>();
        foreach (Layer layer in plan.Layers)
        {
            if (layer is ConvolutionLayer { Window.HasPadding: true } convolution)
            {
                SlidingWindow window = convolution.Window;
                TensorShape padded = Padded(convolution.InputShape, window);
                layers.Add(new PaddingLayer(values.Count, convolution.Input, window, convolution.InputShape));
                layers.Add(convolution with
                {
                    Input = values.Count,
                    InputShape = padded,
                    Window = window with { PadTop = 0, PadLeft = 0, PadBottom = 0, PadRight = 0 },
                });
                values.Add(padded);
            }
            else if (layer is GroupedConvolutionLayer { Window.HasPadding: true } grouped && plan.Source.Platform == TargetPlatform.Freestanding)
            {
                TensorShape padded = Padded(grouped.InputShape, grouped.Window);
                layers.Add(new PaddingLayer(values.Count, grouped.Input, grouped.Window, grouped.InputShape));
                layers.Add(grouped with
                {
                    Input = values.Count,
                    InputShape = padded,
                    Window = grouped.Window with { PadTop = 0, PadLeft = 0, PadBottom = 0, PadRight = 0 },
                });
                values.Add(padded);
            }
            else
            {
                layers.Add(layer);
            }
        }

        return plan with { Values = new([.. values]), Layers = new([.. layers]) };
    }

    /// <summary>The shape (C, H, W) with the window's padding around each plane.</summary>
    public static TensorShape Padded(TensorShape shape, SlidingWindow window) => new(
        shape[0],
        checked(window.PadTop + shape[1] + window.PadBottom),
        checked(window.PadLeft + shape[2] + window.PadRight));
}

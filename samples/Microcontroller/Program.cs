using System.Globalization;
using System.Runtime.InteropServices;

namespace MicrocontrollerSample;

/// <summary>
/// The network on .NET: prints for each image of a file the bits of its outputs, in the form in which the image for the board prints them.
/// Nothing here is for the board; that calls the network from C.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        int exponent = 0;
        if (arguments.Length is < 1 or > 2 || !File.Exists(arguments[0])
            || (arguments.Length == 2 && !int.TryParse(arguments[1], NumberStyles.None, CultureInfo.InvariantCulture, out exponent)))
        {
            Console.Error.WriteLine(
                $"Microcontroller: name a file of images, {Network.InputLength} bytes each; or of {Network.InputLength} numbers of 16 bits each, and then the power of two that they are multiplied by.");
            return 2;
        }

        byte[] file = File.ReadAllBytes(arguments[0]);
        int[] numbers = arguments.Length == 1 ? [.. file.Select(pixel => (int)pixel)] : [.. MemoryMarshal.Cast<byte, short>(file).ToArray().Select(number => (int)number)];
#if INT8
        int divisor = arguments.Length == 1 ? byte.MaxValue : 1 << exponent;
#else
        float scale = arguments.Length == 1 ? 0.003921569f : 1f / (1 << exponent);
#endif
        foreach (int[] image in numbers.Chunk(Network.InputLength))
        {
#if INT8
            int[] output = RunBytes(image, divisor);
            IEnumerable<int> words = output;
#else
            float[] output = RunFloats(image, scale);
            IEnumerable<int> words = output.Select(BitConverter.SingleToInt32Bits);
#endif
            string line = string.Concat(words.Select(word => word.ToString("x8", CultureInfo.InvariantCulture) + " "));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line}-> {output.IndexOf(output.Max())}"));
        }

        return 0;
    }

#if INT8
    private static int[] RunBytes(int[] image, int divisor)
    {
        int multiplier = 1 << Math.Max(Network.InputExponent, 0);
        divisor <<= Math.Max(-Network.InputExponent, 0);
        var input = new sbyte[Network.InputLength];
        for (int i = 0; i < input.Length; i++)
        {
            int doubled = image[i] * multiplier * 2;
            input[i] = (sbyte)Math.Clamp((doubled + (doubled < 0 ? -divisor : divisor)) / (2 * divisor), sbyte.MinValue, sbyte.MaxValue);
        }

        var output = new int[Network.OutputLength];
        _ = Network.Run(input, output, new int[Network.WorkspaceLength]);
        return output;
    }
#else
    private static float[] RunFloats(int[] image, float scale)
    {
        var output = new float[Network.OutputLength];
        Network.Run([.. image.Select(number => number * scale)], output, new float[Network.WorkspaceLength]);
        return output;
    }
#endif
}

using System.Globalization;

namespace MicrocontrollerSample;

/// <summary>
/// The network on .NET: prints for each image of a file the bits of its outputs, in the form in which the image for the board prints them.
/// Nothing here is for the board; that calls the network from C.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 1 || !File.Exists(arguments[0]))
        {
            Console.Error.WriteLine($"Microcontroller: name a file of images, {Digits.InputLength} bytes each.");
            return 2;
        }

        byte[] images = File.ReadAllBytes(arguments[0]);
        for (int image = 0; image + Digits.InputLength <= images.Length; image += Digits.InputLength)
        {
            ReadOnlySpan<byte> pixels = images.AsSpan(image, Digits.InputLength);
#if INT8
            int[] output = RunBytes(pixels);
            IEnumerable<int> words = output;
#else
            float[] output = RunFloats(pixels);
            IEnumerable<int> words = output.Select(BitConverter.SingleToInt32Bits);
#endif
            string line = string.Concat(words.Select(word => word.ToString("x8", CultureInfo.InvariantCulture) + " "));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line}-> {output.IndexOf(output.Max())}"));
        }

        return 0;
    }

#if INT8
    private static int[] RunBytes(ReadOnlySpan<byte> pixels)
    {
        var input = new sbyte[Digits.InputLength];
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = (sbyte)Math.Min(sbyte.MaxValue, (((pixels[i] << Digits.InputExponent) * 2) + byte.MaxValue) / (2 * byte.MaxValue));
        }

        var output = new int[Digits.OutputLength];
        _ = Digits.Run(input, output, new int[Digits.WorkspaceLength]);
        return output;
    }
#else
    private static float[] RunFloats(ReadOnlySpan<byte> pixels)
    {
        var input = new float[Digits.InputLength];
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = pixels[i] * 0.003921569f;
        }

        var output = new float[Digits.OutputLength];
        Digits.Run(input, output);
        return output;
    }
#endif
}

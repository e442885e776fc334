using System.Reflection;
using DeepCompression.Aot.Benchmarks.Networks;
using DeepCompression.Aot.Format;
using DeepCompression.Aot.Runtime;

namespace DeepCompression.Aot.Benchmarks.Ours;

/// <summary>
/// A convolution as one loop would compute it that serves all layers: the library's, with the very weights and tile that a generated
/// class has, but with constants that the compiler cannot know. What the generated class is faster by is what specialising gains.
/// </summary>
internal static class SharedConvolution
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The shared loop for a network of one convolution, where its class has a form for vectors of 512 bits.</summary>
    public static IEnumerable<Implementation> All(BenchmarkNetwork network)
    {
        GeneratedNetwork generated = GeneratedNetwork.Of(network.File);
        Type[] nested = generated.Type.GetNestedTypes(BindingFlags.NonPublic);
        Type? tile = nested.FirstOrDefault(type => type.IsAssignableTo(typeof(IConvolutionTile)) && type.Name.Contains("512", StringComparison.Ordinal));
        if (tile is null)
        {
            yield break;
        }

        PackedTaps taps = nested.Select(type => type.GetField("Weights", AnyStatic)?.GetValue(null)).OfType<PackedTaps>().First(taps => taps.TileLength == 16 * taps.Vectors);
        float[] bias = network.OnlyBias;
        var scratch = new float[taps.ScratchLength];
        var padded = new float[taps.Shape.InputLength];
        TensorShape input = network.Artifact.ValueShapes[0];
        SlidingWindow window = ((ConvolutionOperator)network.Artifact.Graph.Operators[0]).Window;
        Tile.Copy(tile);
        yield return new Implementation("shared loop", Precision.Fp32, Threads: 1, generated.WeightBytes, Batched.Of(network, RunOne));

        void RunOne(ReadOnlySpan<float> source, Span<float> output)
        {
            if (window.HasPadding)
            {
                Padding.Copy(
                    source, padded, input[0], input[1], input[2], window.PadTop, window.PadLeft, window.PadBottom, window.PadRight);
                source = padded;
            }

            PackedConvolution.Run512<Tile>(taps, bias, source, output, scratch);
        }
    }

    /// <summary>Constants that vary.</summary>
    private readonly struct Tile : IConvolutionTile
    {
        public static int Vectors { get; private set; }

        public static int Channels { get; private set; }

        public static int Positions { get; private set; }

        public static bool Pools { get; private set; }

        public static int PhaseAcross { get; private set; }

        public static int PhaseDown { get; private set; }

        public static bool Relu { get; private set; }

        /// <summary>Takes on the constants of another.</summary>
        public static void Copy(Type other)
        {
            foreach (PropertyInfo property in typeof(Tile).GetProperties(AnyStatic))
            {
                property.SetValue(null, other.GetProperty(property.Name, AnyStatic)!.GetValue(null));
            }
        }
    }
}

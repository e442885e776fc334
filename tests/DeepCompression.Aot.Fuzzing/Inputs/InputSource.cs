using DeepCompression.Aot.Format;
using DeepCompression.Aot.Fuzzing.Targets;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Data;
using DeepCompression.Aot.Trainer.Export;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>The inputs of a seed, by number: each follows from the two alone, so any can be made again without those before it.</summary>
internal sealed class InputSource
{
    /// <summary>Networks that are changed are drawn once each: that takes longer than most targets take for them.</summary>
    private const int NetworkCount = 1 << 16;

    private readonly ulong _seed;
    private readonly FuzzTarget[] _shares;
    private readonly byte[][] _artifacts;
    private readonly Lazy<byte[][]> _models;
    private readonly byte[][] _packed;
    private readonly byte[][] _long;
    private readonly byte[]?[] _networks = new byte[NetworkCount][];

    /// <summary>Loads what inputs are made of.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="shares">The targets, each as often as it is to have its turn.</param>
    public InputSource(ulong seed, IEnumerable<FuzzTarget> shares)
    {
        _seed = seed;
        _shares = [.. shares];
        _artifacts =
        [
            .. Directory.GetFiles(Repository.File("tests", "golden", "valid"), "*" + Artifact.Extension)
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllBytes),
        ];
        _models = new(() => OnnxModels.Load(_artifacts));
        _long = [.. LongTensor.All.Select(PackedInput.ToBytes)];
        _packed = [.. _artifacts.SelectMany(Packed), .. _long];
    }

    /// <summary>The input of a number.</summary>
    public FuzzInput Create(long number)
    {
        SplitMix64 bits = SplitMix64.For(_seed, (ulong)number);
        var random = new Random((int)bits.Next());
        FuzzTarget target = _shares[random.Next(_shares.Length)];
        return new FuzzInput(target, target switch
        {
            ImporterTarget => DrawModel(random),
            PackedTarget => DrawPacked(random),
            SafetensorsTarget => SafetensorsMutation.Draw(random),
            ReaderTarget => DrawArtifact(number, random, sound: 0.02),
            _ => DrawArtifact(number, random, sound: 0.5),
        });
    }

    /// <summary>An artifact by the rules in so many cases, each of a network drawn for it; otherwise one that was changed at random.</summary>
    private byte[] DrawArtifact(long number, Random random, double sound)
    {
        if (random.NextDouble() < sound)
        {
            return DrawNetwork((ulong)number + NetworkCount);
        }

        byte[] artifact = random.Next(4) == 0 ? KeptNetwork(random.Next(NetworkCount)) : Pick(_artifacts, random);
        return ArtifactMutation.Apply(artifact, Pick(_artifacts, random), random);
    }

    /// <summary>A model, in some cases of a network drawn for it; a few as they are.</summary>
    private byte[] DrawModel(Random random)
    {
        byte[] model = random.Next(4) == 0
            ? OnnxExporter.Export(ArtifactReader.Read(KeptNetwork(random.Next(NetworkCount))), "drawn")
            : Pick(_models.Value, random);
        return random.Next(8) == 0 ? model : OnnxMutation.Apply(model, Pick(_models.Value, random), random);
    }

    /// <summary>
    /// A packed tensor, in some cases of a network drawn for it, in as many a long one; a few as they are, and of half of the others only
    /// the stream is changed.
    /// </summary>
    private byte[] DrawPacked(Random random)
    {
        byte[] tensor = Pick(_packed, random);
        int kind = random.Next(4);
        if (kind == 0 && Packed(KeptNetwork(random.Next(NetworkCount))).ToArray() is { Length: > 0 } drawn)
        {
            tensor = Pick(drawn, random);
        }
        else if (kind == 1)
        {
            tensor = Pick(_long, random);
        }

        byte[] other = Pick(_packed, random);
        return random.Next(8) switch
        {
            0 => tensor,
            < 5 => [.. tensor.AsSpan(..(tensor.Length / 2)), .. ByteMutation.Apply(tensor[(tensor.Length / 2)..], other, random)],
            _ => ByteMutation.Apply(tensor, other, random),
        };
    }

    /// <summary>What the runtime decodes of an artifact.</summary>
    private static IEnumerable<byte[]> Packed(byte[] artifact) => ArtifactReader.Read(artifact).Tensors
        .OfType<CodedTensor>()
        .Where(tensor => tensor.Code is HuffmanWeightCode { HasGaps: true })
        .Select(PackedInput.ToBytes);

    private byte[] KeptNetwork(int number) => _networks[number] ??= DrawNetwork((ulong)number);

    private byte[] DrawNetwork(ulong number) => RandomNetwork.Draw(new Random((int)SplitMix64.For(~_seed, number).Next()));

    private static T Pick<T>(T[] items, Random random) => items[random.Next(items.Length)];
}

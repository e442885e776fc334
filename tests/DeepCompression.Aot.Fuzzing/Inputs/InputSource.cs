using DeepCompression.Aot.Format;
using DeepCompression.Aot.Fuzzing.Targets;
using DeepCompression.Aot.Tests;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Fuzzing.Inputs;

/// <summary>The inputs of a seed, by number: each follows from the two alone, so any can be made again without those before it.</summary>
internal sealed class InputSource
{
    /// <summary>Networks are drawn once each: that takes longer than most targets take for them.</summary>
    private const int NetworkCount = 1 << 16;

    private readonly ulong _seed;
    private readonly FuzzTarget[] _shares;
    private readonly byte[][] _artifacts;
    private readonly Lazy<byte[][]> _models;
    private readonly byte[][] _packed;
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
        _packed =
        [
            .. _artifacts.SelectMany(artifact => ArtifactReader.Read(artifact).Tensors)
                .OfType<CodedTensor>()
                .Where(tensor => tensor.Code is HuffmanWeightCode { HasGaps: true })
                .Select(PackedInput.ToBytes),
            PackedInput.ToBytes(LongTensor.Create()),
        ];
    }

    /// <summary>The input of a number.</summary>
    public FuzzInput Create(long number)
    {
        SplitMix64 bits = SplitMix64.For(_seed, (ulong)number);
        var random = new Random((int)bits.Next());
        FuzzTarget target = _shares[random.Next(_shares.Length)];
        return new FuzzInput(target, target switch
        {
            ImporterTarget => OnnxMutation.Apply(Pick(_models.Value, random), Pick(_models.Value, random), random),
            PackedTarget => ByteMutation.Apply(Pick(_packed, random), Pick(_packed, random), random),
            ReaderTarget => DrawArtifact(random, sound: 0.1),
            _ => DrawArtifact(random, sound: 0.7),
        });
    }

    /// <summary>An artifact by the rules in so many cases, otherwise one that was changed at random.</summary>
    private byte[] DrawArtifact(Random random, double sound)
    {
        bool isSound = random.NextDouble() < sound;
        byte[] artifact = isSound || random.Next(4) == 0 ? Network(random.Next(NetworkCount)) : Pick(_artifacts, random);
        return isSound ? artifact : ArtifactMutation.Apply(artifact, Pick(_artifacts, random), random);
    }

    private byte[] Network(int number) =>
        _networks[number] ??= RandomNetwork.Draw(new Random((int)SplitMix64.For(~_seed, (ulong)number).Next()));

    private static T Pick<T>(T[] items, Random random) => items[random.Next(items.Length)];
}

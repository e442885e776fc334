using DeepCompression.Aot.Format;
using DeepCompression.Aot.Fuzzing.Inputs;
using DeepCompression.Aot.Fuzzing.Rules;
using DeepCompression.Aot.Fuzzing.Targets;
using DeepCompression.Aot.Runtime;
using DeepCompression.Aot.Tests;

namespace DeepCompression.Aot.Fuzzing.Tests;

/// <summary>What inputs are made of.</summary>
public sealed class InputSourceTests
{
    [Fact]
    public void An_input_follows_from_seed_and_number_alone()
    {
        using var targets = new FuzzTargets();
        var source = new InputSource(7, targets.Shares(only: null));
        FuzzInput[] inOrder = [.. Enumerable.Range(0, 50).Select(number => source.Create(number))];
        var again = new InputSource(7, targets.Shares(only: null));
        for (int number = 49; number >= 0; number--)
        {
            FuzzInput input = again.Create(number);
            Assert.Equal(inOrder[number].Target, input.Target);
            Assert.Equal(inOrder[number].Bytes, input.Bytes);
        }
    }

    [Fact]
    public void Networks_hold_every_operator_and_every_form_of_tensor()
    {
        Artifact[] networks = [.. Enumerable.Range(0, 600).Select(seed => ArtifactReader.Read(RandomNetwork.Draw(new Random(seed))))];

        Assert.Equal(
            Enum.GetValues<OperatorKind>().Order(),
            networks.SelectMany(network => network.Graph.Operators).Select(op => op.Kind).Distinct().Order());
        Assert.Equal(
            [nameof(CodedTensor), nameof(RawTensor), nameof(RunTensor), nameof(SplitTensor)],
            networks.SelectMany(network => network.Tensors).Select(tensor => tensor.GetType().Name).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Networks_give_every_layout_that_is_built_before_a_program_runs()
    {
        var placed = new PlacedTarget();
        for (int seed = 0; seed < 200; seed++)
        {
            placed.Run(RandomNetwork.Draw(new Random(seed)));
        }

        Assert.Equal(["ByteWindows", "FineWindows", "Lanes", "Packed128Taps", "Packed256Taps", "Packed512Taps", "ValueWindows", "Windows"], placed.Layouts);
    }

    [Fact]
    public void The_bits_of_an_artifact_are_its_bytes_again()
    {
        foreach (string path in Directory.GetFiles(Repository.File("tests", "golden", "valid"), "*.dcz"))
        {
            byte[] file = File.ReadAllBytes(path);
            List<bool> bits = ContentBits.Of(file);

            Assert.Equal(file, ContentBits.ToFile(bits));
            Assert.Equal((file[5] & 0x80) != 0, bits[0]);
            Assert.Equal((file[5] & 1) != 0, bits[7]);
        }
    }

    [Fact]
    public void Packed_tensors_are_decoded_as_they_are_and_broken()
    {
        var source = new InputSource(3, [new PackedTarget()]);
        int decoded = Enumerable.Range(0, 400).Count(number => !InputRules.Check(source.Create(number)).IsRefused);

        // An eighth is as it was; what else is decoded was changed where it does not matter.
        Assert.InRange(decoded, 400 / 8, 400 / 2);
    }

    /// <summary>The lanes that multiply as they decode take long streams alone, on processors that gather.</summary>
    [Fact]
    public void Packed_tensors_reach_the_lanes_of_streaming_as_they_are_and_broken()
    {
        var target = new PackedTarget();
        var source = new InputSource(3, [target]);
        foreach (int number in Enumerable.Range(0, 400))
        {
            InputRules.Check(source.Create(number));
        }

        int least = Instructions.Gather ? 20 : 0;
        Assert.InRange(target.InLanes.Accepted, least, 400 * 6);
        Assert.InRange(target.InLanes.Refused, least, 400 * 6);
    }

    [Fact]
    public void State_dictionaries_are_read_as_they_are_and_broken()
    {
        var source = new InputSource(3, [new SafetensorsTarget()]);
        int read = Enumerable.Range(0, 400).Count(number => !InputRules.Check(source.Create(number)).IsRefused);

        // An eighth is as it was; what else is read was changed in its values, or where it does not matter.
        Assert.InRange(read, 400 / 10, 400 / 2);
    }

    [Fact]
    public void Mutations_with_a_checksum_get_past_it()
    {
        byte[] artifact = RandomNetwork.Draw(new Random(1));
        var random = new Random(2);
        int past = 0;
        for (int i = 0; i < 100; i++)
        {
            past += IsPastChecksum(ArtifactMutation.Apply(artifact, artifact, random)) ? 1 : 0;
        }

        Assert.InRange(past, 90, 100);
    }

    private static bool IsPastChecksum(byte[] file)
    {
        var reader = new ReaderTarget();
        try
        {
            reader.Run(file);
            return true;
        }
        catch (Exception exception) when (reader.IsOwnError(exception))
        {
            return !exception.Message.Contains("checksum", StringComparison.Ordinal);
        }
    }
}

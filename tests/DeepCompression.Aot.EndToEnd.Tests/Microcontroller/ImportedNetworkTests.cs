using System.Globalization;
using DeepCompression.Aot.Tests.Build;

namespace DeepCompression.Aot.Tests.Microcontroller;

/// <summary>Networks of others on emulated microcontrollers: depthwise and strided convolutions, residual sums, means, softmax.</summary>
[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed class ImportedNetworkTests
{
    /// <summary>Of a probability: the compiler of C may contract a product and a sum, some thousand of which make a score.</summary>
    private const double OutputTolerance = 1e-3;

    [McuTheory(needsModels: true)]
    [InlineData("cortex-m7", "kws-dscnn", "float32", "")]
    [InlineData("cortex-m4f", "kws-dscnn", "int8", "")]
    [InlineData("cortex-m3", "kws-dscnn", "int8", "readonly")]
    [InlineData("cortex-m4f", "resnet8", "float32", "readonly")]
    [InlineData("cortex-m7", "resnet8", "int8", "")]
    [InlineData("cortex-m3", "resnet8", "int8", "")]
    public async Task Recorded_inputs_give_the_same_bits_on_the_board_as_on_dotnet_and_the_recorded_answers(string mcu, string model, string arithmetic, string memory)
    {
        using ImportedNetwork network = await ImportedNetwork.Create(model, "--keep", "all");
        using Firmware firmware = await Firmware.Publish(mcu, model, arithmetic, images: null, [.. network.Properties, $"-p:Memory={memory}"]);

        string[] onBoard = (await firmware.RunOnBoard()).Split('\n')[..network.Count];
        string onDotNet = await firmware.RunOnDotNet(network.Inputs, network.Exponent.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(onDotNet.TrimEnd('\n').Split('\n'), onBoard);
        Assert.Equal(network.RecordedAnswers(), Firmware.Answers(onDotNet));
    }

    [McuTheory(needsModels: true)]
    [InlineData("resnet8", "int8")]
    public async Task A_pruned_network_with_shared_weights_takes_less_of_everything(string model, string arithmetic)
    {
        using ImportedNetwork whole = await ImportedNetwork.Create(model, "--keep", "all");
        using Firmware wholeFirmware = await Firmware.Publish("cortex-m7", model, arithmetic, images: null, whole.Properties);
        using ImportedNetwork pruned = await ImportedNetwork.Create(model, "--density", "0.5", "--bits", "5");
        using Firmware prunedFirmware = await Firmware.Publish("cortex-m7", model, arithmetic, images: null, pruned.Properties);

        string onBoard = await prunedFirmware.RunOnBoard();

        Assert.Equal(
            (await prunedFirmware.RunOnDotNet(pruned.Inputs, pruned.Exponent.ToString(CultureInfo.InvariantCulture))).TrimEnd('\n').Split('\n'),
            onBoard.Split('\n')[..pruned.Count]);
        Assert.InRange(Firmware.Reported(onBoard, "instructions"), 1, Firmware.Reported(await wholeFirmware.RunOnBoard(), "instructions") - 1);
        Assert.InRange(await prunedFirmware.Flash(), 1, await wholeFirmware.Flash() / 2);
    }

    [McuTheory(needsModels: true)]
    [InlineData("kws-dscnn")]
    [InlineData("resnet8")]
    public async Task The_dense_network_as_plain_c_gives_nearly_the_same_with_more_instructions(string model)
    {
        using ImportedNetwork network = await ImportedNetwork.Create(model, "--keep", "all");
        using Firmware firmware = await Firmware.Publish("cortex-m7", model, "float32", images: null, network.Properties);
        using Firmware dense = await Firmware.CompileDense("cortex-m7", model, network.Artifact, network.Header);

        string ours = await firmware.RunOnBoard();
        string theirs = await dense.RunOnBoard();

        foreach ((string line, string other) in ours.Split('\n').Zip(theirs.Split('\n')).Take(network.Count))
        {
            Assert.All(Outputs(line).Zip(Outputs(other)), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, OutputTolerance));
        }

        Assert.InRange(Firmware.Reported(theirs, "instructions"), Firmware.Reported(ours, "instructions"), int.MaxValue);
    }

    private static IEnumerable<float> Outputs(string line) => line[..line.IndexOf("->", StringComparison.Ordinal)]
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => BitConverter.Int32BitsToSingle(int.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture)));
}

using System.Text.Json;
using DeepCompression.Aot.Tests.Build;
using DeepCompression.Aot.Tests.CommandLine;

namespace DeepCompression.Aot.Tests.Microcontroller;

/// <summary>What <c>deepc footprint</c> says before a network is built, beside what the linker, the disassembler and the board say of it.</summary>
[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed class FootprintTests
{
    /// <summary>As the command's summary states.</summary>
    private const double Margin = 0.05;

    /// <summary>Bytes that the bound on the stack may be too high by.</summary>
    private const int StackMargin = 160;

    /// <summary>Bytes of the demo's own frames: its main, and start-up code.</summary>
    private const int DemoStack = 96;

    [McuTheory]
    [InlineData("cortex-m7", "lenet-300-100", "float32")]
    [InlineData("cortex-m7", "lenet-5", "int8")]
    [InlineData("cortex-m4f", "lenet-5", "float32")]
    [InlineData("cortex-m3", "lenet-300-100", "int8")]
    public async Task The_image_takes_what_was_foretold(string mcu, string model, string arithmetic)
    {
        using JsonDocument footprint = await Footprint(Repository.File("samples", "Digits", model + ".dcz"), mcu, arithmetic);
        using Firmware firmware = await Firmware.Publish(mcu, model, arithmetic);

        string output = await firmware.RunOnBoard();
        ObjectCode code = await ObjectCode.Of(firmware.Output(""), firmware.Library);
        int flash = LinkMap.LibraryFlash(await File.ReadAllTextAsync(firmware.Map));
        int depth = code.StackDepth();

        JsonElement ram = footprint.RootElement.GetProperty("ram");
        int stack = ram.GetProperty("stack").GetInt32();
        int foretold = footprint.RootElement.GetProperty("flash").GetProperty("total").GetInt32();
        Assert.True(Math.Abs(foretold - flash) <= flash * Margin, $"{foretold} bytes of flash were foretold, and it is {flash}:\n{code}");
        Assert.Equal(Firmware.Reported(output, "statics"), ram.GetProperty("total").GetInt32() - stack);
        Assert.True(stack >= depth && stack <= depth + StackMargin, $"{stack} bytes of stack were foretold, and it is {depth}:\n{code}");
        Assert.InRange(Firmware.Reported(output, "stack"), depth, stack + DemoStack);
    }

    private static async Task<JsonDocument> Footprint(string artifact, string mcu, string arithmetic) => JsonDocument.Parse(
        (await CommandRun.Deepc("footprint", artifact, "--mcu", mcu, "--arithmetic", arithmetic == "int8" ? "int8" : "float", "--json")).AssertSucceeds().Output);
}

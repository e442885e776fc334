using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DeepCompression.Aot.Tests.CommandLine;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.Tests.Microcontroller;

/// <summary>The Microcontroller sample, published for a core.</summary>
internal sealed partial class Firmware : IDisposable
{
    private static readonly Dictionary<string, (string Board, string[] Flags)> Cores = new(StringComparer.Ordinal)
    {
        ["cortex-m7"] = ("mps2-an500", ["-mcpu=cortex-m7", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"]),
        ["cortex-m4f"] = ("mps2-an386", ["-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"]),
        ["cortex-m3"] = ("mps2-an385", ["-mcpu=cortex-m3"]),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly string _mcu;
    private readonly string _name;

    private Firmware(string mcu, string model) => (_mcu, _name) = (mcu, model.Replace('-', '_'));

    /// <summary>What publishing printed.</summary>
    public string PublishOutput { get; private set; } = "";

    /// <summary>A file that publishing made for the core.</summary>
    public string Output(string file) => _folder.File("firmware", file);

    /// <summary>The image, whose name is that of the model in C.</summary>
    public string Image => Output(_name + ".elf");

    /// <summary>The library for C.</summary>
    public string Library => Output($"lib{_name}.a");

    /// <summary>What the linker says of the image.</summary>
    public string Map => Output(_name + ".map");

    /// <summary>Publishes the sample with a model and images to recognise, or the one that it has.</summary>
    public static async Task<Firmware> Publish(string mcu, string model, string arithmetic, byte[][]? images = null, params string[] properties)
    {
        var firmware = new Firmware(mcu, model);
        properties = [.. properties, $"-p:Mcu={mcu}", $"-p:Model={model}", $"-p:Arithmetic={arithmetic}", $"-p:McuOutput={firmware._folder.File("firmware")}/"];
        if (images is not null)
        {
            properties = [.. properties, $"-p:McuImages={firmware._folder.Write("images.h", Encoding.UTF8.GetBytes(Header(images)))}"];
        }

        ProcessRun run = await ProcessRun.Dotnet(
            Repository.Root, ["publish", "samples/Microcontroller", "-c", "Release", "-o", firmware._folder.File("net"), "-nologo", .. properties]);
        firmware.PublishOutput = run.AssertSucceeds().Output;
        return firmware;
    }

    /// <summary>Compiles the same demo around the dense network as plain C: floats, optimised as is usual, or bytes, optimised the most.</summary>
    /// <param name="mcu">The core.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="artifact">Its artifact, or null for that of the sample.</param>
    /// <param name="images">What it is to recognise, a header of C, or null for what the sample has.</param>
    /// <param name="int8">Whether it is to compute with bytes.</param>
    public static async Task<Firmware> CompileDense(string mcu, string model, string? artifact = null, string? images = null, bool int8 = false)
    {
        var firmware = new Firmware(mcu, model);
        string output = Directory.CreateDirectory(firmware.Output("")).FullName;
        string source = firmware.Output(firmware._name + ".c");
        (await CommandRun.Deepc(["export", artifact ?? Repository.File("samples", "Digits", model + ".dcz"), "--c-reference", source, .. int8 ? ["--int8"] : Array.Empty<string>()])).AssertSucceeds();

        string demo = Repository.File("samples", "Microcontroller", "Demo");
        string native = Repository.File("runtime", "DeepCompression.Aot.Freestanding", "Native");
        string macro = firmware._name.ToUpperInvariant();
        (await ProcessRun.Start(
            output, "arm-none-eabi-gcc", "",
            [
                .. Cores[mcu].Flags, int8 ? "-O3" : "-O2", "-ffreestanding", "-fno-tree-loop-distribute-patterns", "-Wall", "-Wextra", "-Werror", "-ffunction-sections", "-I", output,
                $"-DMODEL_HEADER=\"{firmware._name}.h\"", $"-DIMAGES_HEADER=\"{images ?? demo + "/digit.h"}\"", $"-DMODEL_RUN={firmware._name}_run",
                $"-DMODEL_INPUT_LENGTH={macro}_INPUT_LENGTH", $"-DMODEL_OUTPUT_LENGTH={macro}_OUTPUT_LENGTH", $"-DMODEL_WORKSPACE_BYTES={macro}_WORKSPACE_BYTES", .. int8 ? [$"-DMODEL_INPUT_EXPONENT={macro}_INPUT_EXPONENT"] : Array.Empty<string>(),
                source, .. Directory.GetFiles(demo, "*.c"), Path.Combine(native, "startup.c"),
                "-nostdlib", "-T", Path.Combine(native, "mps2.ld"), "-Wl,--gc-sections", "-lgcc", "-o", firmware.Image,
            ])).AssertSucceeds();
        return firmware;
    }

    /// <summary>The class that each line of an output ends with.</summary>
    public static string[] Answers(string output) => [.. output.TrimEnd('\n').Split('\n').Select(line => line[(line.LastIndexOf(' ') + 1)..])];

    /// <summary>The first images of MNIST's test set, 784 bytes each.</summary>
    public static byte[][] MnistImages(int count)
    {
        Dataset test = IdxFolder.ReadTest(Path.Combine(Repository.Data, "mnist"), [.. Enumerable.Range(0, 10).Select(label => $"{label}")]);
        return [.. Enumerable.Range(0, count).Select(image =>
        {
            var inputs = new float[test.Shape.Length];
            test.CopyInputs(image, inputs);
            return inputs.Select(input => (byte)MathF.Round(input * byte.MaxValue)).ToArray();
        })];
    }

    /// <summary>What the image prints on the emulated board.</summary>
    public async Task<string> RunOnBoard() => (await ProcessRun.Start(
        _folder.FullPath, "qemu-system-arm", "",
        "-M", Cores[_mcu].Board, "-nographic", "-icount", "shift=0", "-semihosting-config", "enable=on,target=native", "-kernel", Image)).AssertSucceeds().Output;

    /// <summary>What the very assembly that was compiled for the core prints on .NET.</summary>
    public async Task<string> RunOnDotNet(byte[][] images) =>
        await RunOnDotNet(_folder.Write("images.bin", images.SelectMany(image => image).ToArray()));

    /// <summary>The same of images in a file.</summary>
    /// <param name="arguments">The file, and the power of two that its numbers of 16 bits are multiplied by, if it has no bytes.</param>
    public async Task<string> RunOnDotNet(params string[] arguments) =>
        (await ProcessRun.Dotnet(_folder.FullPath, [_folder.File("net", "Microcontroller.dll"), .. arguments])).AssertSucceeds().Output;

    /// <summary>The bytes that the image takes of read-only memory: code, constants, initial values.</summary>
    public async Task<int> Flash()
    {
        string size = (await ProcessRun.Start(_folder.FullPath, "arm-none-eabi-size", "", Image)).AssertSucceeds().Output;
        int[] numbers = [.. Number().Matches(size.Split('\n')[1]).Take(2).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture))];
        return numbers.Sum();
    }

    /// <summary>A number that the image prints, by its name.</summary>
    public static int Reported(string output, string name) =>
        int.Parse(Regex.Match(output, $"^{name} ([0-9]+)$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);

    public void Dispose() => _folder.Dispose();

    /// <summary>Images as the sample's program for the board takes them.</summary>
    private static string Header(byte[][] images) => $$"""
        #define IMAGE_COUNT {{images.Length}}
        static const unsigned char images[IMAGE_COUNT][{{images[0].Length}}] = {
        {{string.Join(",\n", images.Select(image => "{" + string.Join(',', image) + "}"))}}
        };
        static int image_byte(int image, int pixel) { return images[image][pixel]; }

        """;

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}

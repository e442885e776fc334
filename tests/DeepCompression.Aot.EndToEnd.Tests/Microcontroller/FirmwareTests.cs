using DeepCompression.Aot.Tests.Build;

namespace DeepCompression.Aot.Tests.Microcontroller;

/// <summary>Networks on emulated microcontrollers, bare metal.</summary>
[Collection(Builds.Name)]
[Trait("Category", "Slow")]
public sealed class FirmwareTests
{
    private const int ImageCount = 100;
    private const int Kilobyte = 1024;

    [McuTheory(needsMnist: true)]
    [InlineData("cortex-m7", "lenet-300-100", "float32")]
    [InlineData("cortex-m7", "lenet-300-100", "int8")]
    [InlineData("cortex-m7", "lenet-5", "float32")]
    [InlineData("cortex-m7", "lenet-5", "int8")]
    [InlineData("cortex-m4f", "lenet-300-100", "float32")]
    [InlineData("cortex-m4f", "lenet-300-100", "int8")]
    [InlineData("cortex-m4f", "lenet-5", "float32")]
    [InlineData("cortex-m4f", "lenet-5", "int8")]
    [InlineData("cortex-m3", "lenet-300-100", "int8")]
    [InlineData("cortex-m3", "lenet-5", "int8")]
    public async Task A_hundred_images_give_the_same_bits_on_the_board_as_on_dotnet(string mcu, string model, string arithmetic)
    {
        byte[][] images = Firmware.MnistImages(ImageCount);
        using Firmware firmware = await Firmware.Publish(mcu, model, arithmetic, images);

        string[] onBoard = (await firmware.RunOnBoard()).Split('\n')[..ImageCount];
        string[] onDotNet = (await firmware.RunOnDotNet(images)).TrimEnd('\n').Split('\n');

        Assert.Equal(onDotNet, onBoard);
        Assert.Equal(ImageCount, onDotNet.Length);
    }

    [McuTheory]
    [InlineData("lenet-300-100", "float32", 8, 6)]
    [InlineData("lenet-300-100", "int8", 8, 6)]
    [InlineData("lenet-5", "float32", 10, 24)]
    [InlineData("lenet-5", "int8", 10, 24)]
    public async Task Beside_its_artifact_the_image_takes_little_memory(string model, string arithmetic, int flashKilobytes, int ramKilobytes)
    {
        using Firmware firmware = await Firmware.Publish("cortex-m7", model, arithmetic);

        string output = await firmware.RunOnBoard();

        long artifact = new FileInfo(Repository.File("samples", "Digits", model + ".dcz")).Length;
        Assert.Contains("-> 7\n", output, StringComparison.Ordinal);
        Assert.InRange(await firmware.Flash(), 1, artifact + (flashKilobytes * Kilobyte));
        Assert.InRange(Firmware.Reported(output, "statics") + Firmware.Reported(output, "stack"), 1, ramKilobytes * Kilobyte);
    }

    [McuTheory]
    [InlineData("lenet-300-100", "float32")]
    [InlineData("lenet-300-100", "int8")]
    [InlineData("lenet-5", "float32")]
    [InlineData("lenet-5", "int8")]
    public async Task The_dense_network_as_plain_c_takes_three_times_the_instructions_and_twenty_five_times_the_flash(string model, string arithmetic)
    {
        using Firmware firmware = await Firmware.Publish("cortex-m7", model, arithmetic);
        using Firmware dense = await Firmware.CompileDense("cortex-m7", model, int8: arithmetic == "int8");

        string ours = await firmware.RunOnBoard();
        string theirs = await dense.RunOnBoard();

        Assert.Contains("-> 7\n", theirs, StringComparison.Ordinal);
        Assert.InRange(Firmware.Reported(theirs, "instructions"), 3 * Firmware.Reported(ours, "instructions"), int.MaxValue);
        Assert.InRange(await dense.Flash(), 25 * await firmware.Flash(), int.MaxValue);
    }

    [McuFact(needsMnist: true)]
    public async Task Integers_recognise_what_floats_do()
    {
        byte[][] images = Firmware.MnistImages(ImageCount);
        using Firmware floats = await Firmware.Publish("cortex-m7", "lenet-5", "float32", images);
        string[] expected = Firmware.Answers(await floats.RunOnDotNet(images));
        using Firmware bytes = await Firmware.Publish("cortex-m3", "lenet-5", "int8", images);

        string[] answers = Firmware.Answers(await bytes.RunOnDotNet(images));

        Assert.InRange(answers.Zip(expected).Count(pair => pair.First == pair.Second), ImageCount - 1, ImageCount);
    }

    [McuFact]
    public async Task Without_the_emulator_the_image_is_built_and_the_build_says_how_to_install_it()
    {
        using Firmware firmware = await Firmware.Publish("cortex-m7", "lenet-300-100", "float32", properties: "-p:McuQemu=absent-qemu");

        Assert.True(File.Exists(firmware.Image));
        Assert.Contains(
            "absent-qemu is not installed, which runs the image in place of a board. Install it: apt-get install gcc-arm-none-eabi qemu-system-arm",
            firmware.PublishOutput, StringComparison.Ordinal);
    }

    [McuFact]
    public async Task The_library_and_its_header_are_all_that_a_program_in_c_needs()
    {
        using Firmware firmware = await Firmware.Publish("cortex-m4f", "lenet-300-100", "float32");
        string program = Repository.File("samples", "Microcontroller", "example.c");

        ProcessRun compiled = await ProcessRun.Start(
            firmware.Output(""), "arm-none-eabi-gcc", "",
            "-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard", "-Wall", "-Wextra", "-Werror", "-I.", "-r", "-nostdlib",
            program, "-L.", "-llenet_300_100", "-o", "example.o");
        compiled.AssertSucceeds();

        string undefined = (await ProcessRun.Start(firmware.Output(""), "arm-none-eabi-nm", "", "-u", "example.o")).AssertSucceeds().Output;
        Assert.DoesNotContain("lenet", undefined, StringComparison.Ordinal);
    }

    [McuFact]
    public async Task A_core_that_is_not_known_is_an_error_that_names_those_that_are()
    {
        ProcessRun run = await ProcessRun.Dotnet(Repository.Root, "publish", "samples/Microcontroller", "-c", "Release", "-nologo", "-p:Mcu=cortex-m99");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("error DC0200: Mcu 'cortex-m99' is not known. Write cortex-m7, cortex-m4f or cortex-m3", run.Output, StringComparison.Ordinal);
    }

    [McuFact]
    public async Task A_core_without_floating_point_asks_for_integers()
    {
        ProcessRun run = await ProcessRun.Dotnet(Repository.Root, "publish", "samples/Microcontroller", "-c", "Release", "-nologo", "-p:Mcu=cortex-m3");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("error DC0206: Mcu 'cortex-m3' has no floating point. Let the network compute with integers: Arithmetic=\"int8\" at its CompressedModel item", run.Output, StringComparison.Ordinal);
    }

    [McuTheory]
    [InlineData("float f(double x) { return (float)(x * x); }", "DC0203: 'f' computes with double precision")]
    [InlineData("int counter; int f(void) { return ++counter; }", "DC0205: the code has statics that are written (.bss: counter)")]
    [InlineData("void *RhpNewArray(int n); void *f(int n) { return RhpNewArray(n); }", "DC0202: the code calls 'RhpNewArray', which only a runtime has")]
    [InlineData("int f(int x) { return x + 1; }", null)]
    public async Task An_object_file_that_cannot_run_bare_metal_is_refused_with_the_reason(string code, string? reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("code.c", System.Text.Encoding.UTF8.GetBytes(code));
        (await ProcessRun.Start(folder.FullPath, "arm-none-eabi-gcc", "", "-mcpu=cortex-m7", "-mfpu=fpv5-d16", "-mfloat-abi=hard", "-O1", "-c", "code.c", "-o", "code.o")).AssertSucceeds();

        ProcessRun run = await ProcessRun.Start(
            folder.FullPath, "sh", "", Repository.File("runtime", "DeepCompression.Aot.Freestanding", "Native", "check-object.sh"), "code.o");

        Assert.Equal(reason is null ? 0 : 1, run.ExitCode);
        Assert.Equal(reason is null, run.Output.Length == 0);
        Assert.Contains(reason ?? "", run.Output, StringComparison.Ordinal);
    }
}

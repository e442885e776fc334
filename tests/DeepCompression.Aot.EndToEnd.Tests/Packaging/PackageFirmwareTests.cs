using DeepCompression.Aot.Tests.Microcontroller;

namespace DeepCompression.Aot.Tests.Packaging;

/// <summary>What a firmware engineer gets who references the package: nothing here sees the repository.</summary>
[Collection(Packages.Name)]
[Trait("Category", "Slow")]
public sealed class PackageFirmwareTests(PackageFeed feed)
{
    [McuFact]
    public async Task A_project_that_references_the_package_publishes_a_library_for_c_that_runs()
    {
        using var project = new FirmwareProject(feed);

        ProcessRun publish = (await project.Publish("cortex-m7")).AssertSucceeds();

        Assert.DoesNotContain("warning", publish.Output, StringComparison.OrdinalIgnoreCase);
        Assert.True(File.Exists(project.PathOf("bin", "cortex-m7", "libdigits.a")), publish.Output);
        Assert.Contains("void digits_run(", await File.ReadAllTextAsync(project.PathOf("bin", "cortex-m7", "digits.h")), StringComparison.Ordinal);
        string image = project.PathOf("bin", "cortex-m7", "digits.elf");
        ProcessRun run = await ProcessRun.Start(
            project.Folder, "qemu-system-arm", "", "-M", "mps2-an500", "-nographic", "-semihosting-config", "enable=on,target=native", "-kernel", image);
        Assert.Contains("-> 7\n", run.AssertSucceeds().Output, StringComparison.Ordinal);
    }

    [McuFact]
    public async Task The_same_project_builds_for_dotnet_first_and_with_integers_after()
    {
        using var project = new FirmwareProject(feed);
        (await ProcessRun.Dotnet(project.Folder, "build", "-c", "Release", "-nologo")).AssertSucceeds();

        (await project.Publish("cortex-m4f")).AssertSucceeds();
        (await project.Publish("cortex-m3", "-p:Arithmetic=int8")).AssertSucceeds();

        Assert.Contains("void digits_run(const float *", await File.ReadAllTextAsync(project.PathOf("bin", "cortex-m4f", "digits.h")), StringComparison.Ordinal);
        Assert.Contains("int digits_run(const signed char *", await File.ReadAllTextAsync(project.PathOf("bin", "cortex-m3", "digits.h")), StringComparison.Ordinal);
    }

    [McuFact]
    public async Task Without_the_compiler_for_c_the_error_says_how_to_install_it()
    {
        using var project = new FirmwareProject(feed);

        ProcessRun publish = await project.Publish("cortex-m7", "-p:McuGcc=absent-");

        Assert.NotEqual(0, publish.ExitCode);
        Assert.Contains(
            "error DC0201: absent-gcc is not installed, which links for microcontrollers. Install it: apt-get install gcc-arm-none-eabi qemu-system-arm",
            publish.Output, StringComparison.Ordinal);
    }

    [McuFact]
    public async Task Two_networks_in_a_project_are_an_error()
    {
        using var project = new FirmwareProject(feed);
        await File.AppendAllTextAsync(project.PathOf("Digits.cs"), "\n[DeepCompression.Aot.CompressedModel(\"digits.dcz\")] internal static partial class Others;");

        ProcessRun publish = await project.Publish("cortex-m7");

        Assert.NotEqual(0, publish.ExitCode);
        Assert.Contains("error DC0208: A library for C is made of one network", publish.Output, StringComparison.Ordinal);
    }
}

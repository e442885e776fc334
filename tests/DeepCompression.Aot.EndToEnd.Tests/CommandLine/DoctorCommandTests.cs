using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using DeepCompression.Aot.CommandLine.Diagnosis;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.CommandLine.Reporting;

namespace DeepCompression.Aot.Tests.CommandLine;

public class DoctorCommandTests
{
    [Fact]
    public async Task Json_has_its_stable_names_and_what_the_processor_has()
    {
        CommandRun run = (await CommandRun.Deepc("doctor", "--json")).AssertSucceeds();

        using JsonDocument json = JsonDocument.Parse(run.Output);
        JsonElement root = json.RootElement;
        Assert.All(
            ["system", "architecture", "framework", "processors", "features", "kernels", "parts"],
            name => Assert.True(root.TryGetProperty(name, out _), name));
        Assert.Equal($"{RuntimeInformation.ProcessArchitecture}", root.GetProperty("architecture").GetString());
        Assert.Equal(Avx2.IsSupported, root.GetProperty("features").EnumerateArray().Any(feature => feature.GetString() == "AVX2"));
    }

    [Fact]
    public void A_part_that_is_missing_says_what_needs_it_and_how_to_get_it()
    {
        using var output = new StringWriter();
        DiagnosisReport report = DiagnosisReport.Create() with
        {
            Parts = [new OptionalPart("here", "one thing", "/bin/here", "no matter"), new OptionalPart("gone", "another", null, "apt-get install gone")],
        };

        DiagnosisText.Write(new Terminal(output, output, OutputIsTerminal: false, ErrorIsTerminal: false).OutputConsole(), report);

        IEnumerable<string> lines = output.ToString().Split('\n').Select(line => line.Trim());
        Assert.Contains(lines, line => line.StartsWith("here ", StringComparison.Ordinal) && line.EndsWith(" /bin/here", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("gone ", StringComparison.Ordinal) && line.EndsWith("missing: needed for another. apt-get install gone", StringComparison.Ordinal));
    }
}

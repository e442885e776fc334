using System.Buffers.Binary;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Tests.Experiments;

namespace DeepCompression.Aot.Tests.CommandLine;

public sealed partial class InspectionPageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_page_has_for_each_layer_a_histogram_and_a_picture_of_its_weights()
    {
        string html = await WriteAsync("lenet-5", "page.html");

        Assert.Equal(4 + 1, html.Split("<svg ").Length - 1);
        byte[][] pictures = [.. Pictures().Matches(html).Select(match => Convert.FromBase64String(match.Groups[1].Value))];
        Assert.Equal(
            [(25, 20), (250, 50), (400, 167), (250, 10)],
            pictures.Select(picture => (BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(20)))));
        Assert.All(["conv1", "conv2", "fc1", "fc2"], layer => Assert.Contains($"<td class=\"first\">{layer}</td>", html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_file_says_of_itself_is_text_and_nothing_is_loaded_from_elsewhere()
    {
        string html = await WriteAsync("lenet-300-100", "page.html");

        Assert.Contains("none [/]", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"http", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', html);
    }

    [Fact]
    public async Task Twice_it_is_the_same_page_and_no_other_file_is_left()
    {
        string first = await WriteAsync("lenet-300-100", "page.html");
        string second = await WriteAsync("lenet-300-100", "page.html");

        Assert.Equal(first, second);
        Assert.Equal(["lenet-300-100.dcz", "page.html"], Directory.GetFiles(_folder.FullPath).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_golden_artifact_has_a_page()
    {
        string page = _folder.File("page.html");
        foreach (string file in GoldenFiles.Valid)
        {
            CommandRun run = await CommandRun.Deepc("inspect", file, "--html", page);
            Assert.True(run.ExitCode == ExitCodes.Success, file + run.Error);
            Assert.EndsWith("</html>\n", File.ReadAllText(page), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_that_cannot_be_written_is_told()
    {
        string artifact = SampleArtifact.Write(_folder.FullPath, "lenet-300-100");

        (await CommandRun.Deepc("inspect", artifact, "--html", _folder.FullPath)).AssertFails(ExitCodes.Failure, _folder.FullPath, "cannot be written");
    }

    [ChromiumFact]
    [Trait("Category", "Slow")]
    public async Task In_a_browser_no_chart_is_empty_and_nothing_overlaps_or_is_loaded()
    {
        await WriteAsync("lenet-5", "page.html");
        await using Chromium browser = await Chromium.StartAsync(Chromium.Find() ?? throw new InvalidOperationException(ChromiumFactAttribute.Remedy));
        await browser.Page.OpenAsync(new Uri(_folder.File("page.html")));

        JsonNode[] charts = [.. (await browser.Page.EvaluateAsync(ChartInspection.Script))!.AsArray()!];

        Assert.Equal(5, charts.Length);
        Assert.All(charts, ChartInspection.AssertSound);
        Assert.True((bool)(await browser.Page.EvaluateAsync("[...document.images].every(image => image.complete && image.naturalWidth > 0)"))!);
        Assert.Empty(browser.Page.Complaints);
    }

    private async Task<string> WriteAsync(string network, string name)
    {
        string artifact = SampleArtifact.Write(_folder.FullPath, network);
        CommandRun run = (await CommandRun.Deepc("inspect", artifact, "--html", _folder.File(name))).AssertSucceeds();
        Assert.Equal($"The page of {artifact} is {_folder.File(name)}.", run.Output.TrimEnd());
        return File.ReadAllText(_folder.File(name));
    }

    [GeneratedRegex("data:image/png;base64,([A-Za-z0-9+/=]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex Pictures();
}

using System.Text;
using System.Text.Json;
using DeepCompression.Aot.Trainer.Coding;
using DeepCompression.Aot.Trainer.Charts;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>
/// The folder of results: CSV, SVG and a stamp for each finished experiment, and the page. Every file is whole or absent, and a
/// stamp comes after the files that it names.
/// </summary>
/// <param name="path">The folder; made on the first save.</param>
internal sealed class ExperimentFolder(string path)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
    };

    /// <summary>The page that collects all results.</summary>
    public string Page => Path.Combine(path, "index.html");

    /// <summary>What an experiment left behind, or null where that is nothing, or incomplete, or cannot be read.</summary>
    public ExperimentStamp? Find(Experiment experiment)
    {
        try
        {
            ExperimentStamp? stamp = JsonSerializer.Deserialize<ExperimentStamp>(File.ReadAllText(StampPath(experiment)), Json);
            return stamp is not null && stamp.Name == experiment.Name && FilesOf(stamp).All(file => IsHere(file.File)) ? stamp : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Saves a result in the place of an earlier one.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="output">What it found.</param>
    /// <param name="stamp">Makes the stamp from the files of charts and tables.</param>
    /// <exception cref="ArtifactFileException">A file cannot be written.</exception>
    public ExperimentStamp Save(
        Experiment experiment, ExperimentOutput output, Func<IReadOnlyList<StampFile>, IReadOnlyList<StampFile>, ExperimentStamp> stamp)
    {
        Directory.CreateDirectory(path);
        // From here on the former result is gone: its stamp must not vouch for a mixture.
        File.Delete(StampPath(experiment));
        var charts = new List<StampFile>();
        foreach (Chart chart in output.Charts)
        {
            string file = $"{experiment.Name}-{chart.Name}.svg";
            charts.Add(new StampFile(file, chart.Title));
            Write(file, ChartDrawing.Draw(chart));
        }

        var tables = new List<StampFile>();
        foreach (ResultTable table in output.Tables)
        {
            string file = $"{experiment.Name}-{table.Name}.csv";
            tables.Add(new StampFile(file, table.Title, table.OnPage));
            Write(file, Csv.Write([table.Headings, .. table.Rows]));
        }

        ExperimentStamp result = stamp(charts, tables);
        Write(Path.GetFileName(StampPath(experiment)), JsonSerializer.Serialize(result, Json) + "\n");
        return result;
    }

    /// <summary>Writes the page over everything that is finished.</summary>
    /// <param name="experiments">The experiments, in the order of the page.</param>
    public void SavePage(IEnumerable<Experiment> experiments) =>
        Write(Path.GetFileName(Page), ExperimentPage.Write([.. experiments.Select(Find).OfType<ExperimentStamp>()], Read));

    /// <summary>The text of a file of a result.</summary>
    public string Read(string file) => File.ReadAllText(Path.Combine(path, file));

    private static IEnumerable<StampFile> FilesOf(ExperimentStamp stamp) => stamp.Charts.Concat(stamp.Tables);

    /// <summary>A stamp is a file like any other: what it names must not lead out of the folder.</summary>
    private bool IsHere(string file) => Path.GetFileName(file) == file && File.Exists(Path.Combine(path, file));

    private string StampPath(Experiment experiment) => Path.Combine(path, experiment.Name + ".json");

    private void Write(string file, string text) => ArtifactFile.Save(Path.Combine(path, file), Encoding.UTF8.GetBytes(text));
}

using System.Globalization;
using System.Text;
using DeepCompression.Aot.Trainer.Pages;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>
/// One HTML page over all results: charts as inline SVG, tables, and below each experiment its seed, time and data. It has no
/// script, and its content policy forbids it to load anything.
/// </summary>
internal static class ExperimentPage
{
    /// <param name="stamps">The finished experiments, in order.</param>
    /// <param name="read">Reads one of their files.</param>
    public static string Write(IReadOnlyList<ExperimentStamp> stamps, Func<string, string> read)
    {
        var html = new StringBuilder();
        html.Append("""
            <header>
            <h1>Deep Compression: experiments</h1>
            <p>The tables and figures of <cite>Deep Compression</cite> (Han, Mao and Dally, ICLR 2016) for its two networks for
            handwritten digits, measured again, and what its reviewers asked. Networks start from the paper’s recipe
            (<code>--recipe paper</code>). The paper’s own numbers stand beside ours wherever it states them; in charts they are
            black diamonds. Sizes are bytes, everything counted: codebooks, code tables, biases, and the container where a file is
            meant. Epochs are chosen on validation images; errors are those on the test images.</p>
            </header>

            """);
        if (stamps.Any(stamp => stamp.Mode == ExperimentBudget.Quick.Name))
        {
            html.Append("<p class=\"warning\">Some of these results are of the quick mode: few images, little training. They show that everything runs, not how well.</p>\n");
        }

        AppendContents(html, stamps);
        foreach (ExperimentStamp stamp in stamps)
        {
            AppendExperiment(html, stamp, read);
        }

        return HtmlPage.Write("Deep Compression: experiments", html.ToString());
    }

    private static void AppendContents(StringBuilder html, IReadOnlyList<ExperimentStamp> stamps)
    {
        html.Append("<nav>\n<ol>\n");
        foreach (ExperimentStamp stamp in stamps)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{stamp.Name}\">{Text(stamp.Title)}</a></li>\n");
        }

        html.Append("</ol>\n</nav>\n");
    }

    private static void AppendExperiment(StringBuilder html, ExperimentStamp stamp, Func<string, string> read)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section id=\"{stamp.Name}\">\n<h2>{Text(stamp.Title)}</h2>\n<p>{Text(stamp.Question)}</p>\n");
        foreach (StampFile chart in stamp.Charts)
        {
            html.Append(CultureInfo.InvariantCulture, $"<figure>\n{read(chart.File)}</figure>\n");
        }

        foreach (StampFile table in stamp.Tables.Where(table => table.OnPage))
        {
            HtmlPage.AppendTable(html, table.Title, Csv.Read(read(table.File)));
        }

        foreach (string note in stamp.Notes)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Text(note)}</p>\n");
        }

        string files = string.Join(", ", stamp.Tables.Select(table => table.File));
        html.Append(
            CultureInfo.InvariantCulture,
            $"<footer>{Text(stamp.Data)}; {stamp.Mode} mode, seed {stamp.Seed}, {stamp.Seconds:F0} s. Numbers: {Text(files)}</footer>\n</section>\n");
    }

    private static string Text(string text) => HtmlPage.Escape(text);
}

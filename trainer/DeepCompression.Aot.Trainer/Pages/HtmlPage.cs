using System.Globalization;
using System.Text;
using DeepCompression.Aot.Trainer.Charts;

namespace DeepCompression.Aot.Trainer.Pages;

/// <summary>The frame of every page: it has no script, and its content policy forbids it to load anything.</summary>
internal static class HtmlPage
{
    /// <summary>A whole page.</summary>
    /// <param name="title">Its title, as text.</param>
    /// <param name="body">What it shows, as HTML.</param>
    public static string Write(string title, string body) => string.Create(CultureInfo.InvariantCulture, $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <link rel="icon" href="data:,">
        <title>{Escape(title)}</title>
        <style>
        {PageStyle.Sheet}
        </style>
        </head>
        <body>
        {body}</body>
        </html>

        """).Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>A table, the first row of which are its headings.</summary>
    public static void AppendTable(StringBuilder html, string title, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"table\"><table>\n<caption>{Escape(title)}</caption>\n");
        for (int row = 0; row < rows.Count; row++)
        {
            html.Append(row switch { 0 => "<thead>\n<tr>", 1 => "<tbody>\n<tr>", _ => "<tr>" });
            for (int column = 0; column < rows[row].Count; column++)
            {
                string tag = row == 0 ? "th" : "td";
                string kind = column == 0 ? " class=\"first\"" : "";
                html.Append(CultureInfo.InvariantCulture, $"<{tag}{kind}>{Escape(Grouped(rows[row][column]))}</{tag}>");
            }

            html.Append(row == 0 ? "</tr>\n</thead>\n" : "</tr>\n");
        }

        html.Append("</tbody>\n</table></div>\n");
    }

    /// <summary>Text that is safe in content and in quoted attributes.</summary>
    public static string Escape(string text) => SvgWriter.Escape(text);

    /// <summary>Large whole numbers are read more easily in groups of three digits, which programs that read CSV do not expect.</summary>
    private static string Grouped(string cell) =>
        long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number.ToString("N0", CultureInfo.InvariantCulture) : cell;
}

using Spectre.Console;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>The look of every table: a line under the header, no frame, so that it reads the same on a screen and in a file.</summary>
internal static class PlainTable
{
    /// <summary>A table whose first column is text and whose others are numbers.</summary>
    public static Table Create(string first, params string[] others)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(Column(first));
        foreach (string header in others)
        {
            table.AddColumn(Column(header).RightAligned());
        }

        return table;
    }

    private static TableColumn Column(string header) => new TableColumn(header).NoWrap().PadLeft(0).PadRight(1);
}

using System.Globalization;

namespace DeepCompression.Aot.Trainer.Experiments;

/// <summary>A column of a table.</summary>
/// <param name="Heading">The quantity and its unit.</param>
/// <param name="Format">The .NET format of its numbers.</param>
internal readonly record struct Column(string Heading, string Format = "0.##")
{
    public static implicit operator Column(string heading) => new(heading);
}

/// <summary>The numbers of an experiment, as text with a point in every culture.</summary>
/// <param name="name">Tells the tables of one experiment apart: part of a file name.</param>
/// <param name="title">What the table shows.</param>
/// <param name="columns">Its columns.</param>
internal sealed class ResultTable(string name, string title, params Column[] columns)
{
    private readonly List<string[]> _rows = [];

    public string Name => name;

    public string Title => title;

    /// <summary>Whether the page shows it; the data behind a chart need not be read there.</summary>
    public bool OnPage { get; init; } = true;

    public IReadOnlyList<string> Headings { get; } = [.. columns.Select(column => column.Heading)];

    public IReadOnlyList<IReadOnlyList<string>> Rows => _rows;

    /// <summary>Adds a row: text, numbers, or null for what is not known.</summary>
    public void Add(params ReadOnlySpan<object?> cells)
    {
        if (cells.Length != columns.Length)
        {
            throw new ArgumentException($"{cells.Length} cells for the {columns.Length} columns of '{name}'.", nameof(cells));
        }

        var row = new string[cells.Length];
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = cells[i] switch
            {
                null => "",
                IFormattable number => number.ToString(columns[i].Format, CultureInfo.InvariantCulture),
                object other => other.ToString()!,
            };
        }

        _rows.Add(row);
    }
}

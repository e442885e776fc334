using System.Text;

namespace DeepCompression.Aot.Generator.Emit;

/// <summary>Writes indented lines that end in '\n' on every system.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _blankBefore;

    /// <summary>One line, or several if the text has line breaks; empty lines are not indented.</summary>
    public void Write(string lines)
    {
        foreach (string line in lines.Split('\n'))
        {
            string text = line.TrimEnd('\r');
            if (_blankBefore && text != "}")
            {
                _text.Append('\n');
            }

            _blankBefore = false;
            if (text.Length > 0)
            {
                _text.Append(' ', 4 * _depth).Append(text);
            }

            _text.Append('\n');
        }
    }

    /// <summary>Lines one level deeper than the rest.</summary>
    public void WriteIndented(string lines)
    {
        _depth++;
        Write(lines);
        _depth--;
    }

    /// <summary>An empty line before what follows, unless that is the end of the block.</summary>
    public void Blank() => _blankBefore = _text.Length > 0;

    /// <summary>A line and an opening brace; what follows is one level deeper.</summary>
    public void Open(string header)
    {
        Write(header);
        Write("{");
        _depth++;
    }

    /// <summary>The closing brace.</summary>
    public void Close()
    {
        _depth--;
        Write("}");
    }

    /// <summary>A documentation comment: a summary, and remarks line by line where there are any.</summary>
    public void Document(string summary, IReadOnlyList<string>? remarks = null)
    {
        Write($"/// <summary>{Escape(summary)}</summary>");
        if (remarks is not { Count: > 0 })
        {
            return;
        }

        Write("/// <remarks>");
        foreach (string remark in remarks)
        {
            Write($"/// <para>{Escape(remark)}</para>");
        }

        Write("/// </remarks>");
    }

    /// <summary>A text that may stand in a comment of any kind: one line, no markup.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            escaped.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' => " ",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }

    public override string ToString() => _text.ToString();
}

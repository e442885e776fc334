using System.Globalization;
using System.Text;

namespace DeepCompression.Aot.Trainer.Charts;

/// <summary>Writes SVG elements: numbers with a point and at most two decimals, text escaped, one element a line.</summary>
internal sealed class SvgWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>An element without content; attribute names and values alternate.</summary>
    public void Element(string name, params ReadOnlySpan<object> attributes)
    {
        Begin(name, attributes);
        _text.Append("/>\n");
    }

    /// <summary>An element that <see cref="Close"/> ends.</summary>
    public void Open(string name, params ReadOnlySpan<object> attributes)
    {
        Begin(name, attributes);
        _text.Append(">\n");
    }

    public void Close(string name) => _text.Append(CultureInfo.InvariantCulture, $"</{name}>\n");

    /// <summary>An element that holds text.</summary>
    public void Text(string name, string content, params ReadOnlySpan<object> attributes)
    {
        Begin(name, attributes);
        _text.Append(CultureInfo.InvariantCulture, $">{Escape(content)}</{name}>\n");
    }

    public override string ToString() => _text.ToString();

    /// <summary>A number as SVG takes it.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Text that is safe in HTML and SVG, in content and in quoted attributes.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal);

    private void Begin(string name, ReadOnlySpan<object> attributes)
    {
        _text.Append('<').Append(name);
        for (int i = 0; i < attributes.Length; i += 2)
        {
            string value = attributes[i + 1] switch
            {
                double number => Number(number),
                int number => Number(number),
                object other => Escape((string)other),
            };
            _text.Append(CultureInfo.InvariantCulture, $" {attributes[i]}=\"{value}\"");
        }
    }
}

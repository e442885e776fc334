using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DeepCompression.Aot.Format;

/// <summary>
/// The message of a check, put together only where the check fails: a reader of untrusted bytes makes millions of checks, and
/// their messages must cost it neither time nor memory.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct RequireMessage
{
    private readonly StringBuilder? _text;

    public RequireMessage(int literalLength, int formattedCount, bool condition, out bool isNeeded)
    {
        isNeeded = !condition;
        _text = isNeeded ? new StringBuilder(literalLength + (8 * formattedCount)) : null;
    }

    public void AppendLiteral(string text) => _text!.Append(text);

    public void AppendFormatted<T>(T value) => _text!.Append(Convert.ToString(value, CultureInfo.InvariantCulture));

    public override string ToString() => _text!.ToString();
}

using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>
/// A number, or a vector of numbers that all undergo the same: what functions are written in, once for both. An operation rounds
/// alike in either, and nothing is contracted that is not spelled, so that an element is the same bits wherever it lies.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IReal<TSelf>
    where TSelf : struct, IReal<TSelf>
{
    /// <summary>The numbers that it holds.</summary>
    static abstract int Count { get; }

    /// <summary>The first numbers of a span.</summary>
    /// <param name="source">As many as it holds, or more.</param>
    static abstract TSelf Load(ReadOnlySpan<float> source);

    /// <summary>Writes its numbers to the beginning of a span.</summary>
    /// <param name="target">Takes as many as it holds.</param>
    void Store(Span<float> target);

    /// <summary>A number in all places.</summary>
    /// <param name="value">The number.</param>
    static abstract TSelf Create(float value);

    /// <summary>left + right.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>left − right.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>left · right.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>left ÷ right.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>The number with its sign reversed, zeros and NaN included.</summary>
    /// <param name="value">The number.</param>
    static abstract TSelf operator -(TSelf value);

    /// <summary>The number without its sign.</summary>
    /// <param name="value">The number.</param>
    static abstract TSelf Abs(TSelf value);

    /// <summary>The square root, correctly rounded.</summary>
    /// <param name="value">The number.</param>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>The smaller number, −0 being less than 0; NaN if either is.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    static abstract TSelf Min(TSelf left, TSelf right);

    /// <summary>The larger number, 0 being more than −0; NaN if either is.</summary>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>One of two numbers: <paramref name="whenLess"/> where left &lt; right, which nothing is to NaN.</summary>
    /// <param name="left">What is compared.</param>
    /// <param name="right">What it is compared with.</param>
    /// <param name="whenLess">Where it is less.</param>
    /// <param name="otherwise">Where it is not.</param>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf whenLess, TSelf otherwise);

    /// <summary>2 to a whole power.</summary>
    /// <param name="exponent">A whole number from −126 to 127; for any other the result is some number.</param>
    static abstract TSelf PowerOfTwo(TSelf exponent);

    /// <summary>A number as mantissa · 2^exponent, the mantissa from √½ to √2.</summary>
    /// <param name="value">A positive normal number; for any other the results are some numbers.</param>
    static abstract (TSelf Mantissa, TSelf Exponent) Split(TSelf value);
}

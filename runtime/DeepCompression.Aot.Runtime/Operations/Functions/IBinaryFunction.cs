using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>A function of two numbers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IBinaryFunction
{
    /// <summary>The function of two numbers, or of each pair of two vectors.</summary>
    /// <typeparam name="TReal">The type of number.</typeparam>
    /// <param name="left">The first number.</param>
    /// <param name="right">The second.</param>
    static abstract TReal Apply<TReal>(TReal left, TReal right)
        where TReal : struct, IReal<TReal>;
}

using System.ComponentModel;

namespace DeepCompression.Aot.Runtime;

/// <summary>A function of one number.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IUnaryFunction
{
    /// <summary>The function of a number, or of each of a vector.</summary>
    /// <typeparam name="TReal">The type of number.</typeparam>
    /// <param name="x">The number.</param>
    TReal Apply<TReal>(TReal x)
        where TReal : struct, IReal<TReal>;
}

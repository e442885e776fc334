using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace DeepCompression.Aot.Runtime;

/// <summary>Throws what callers of a model may see; apart from the checks, so that these stay small enough to inline.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ThrowHelper
{
    /// <summary>Reports a span that must have one exact length.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="expected">The length it must have, in elements.</param>
    /// <param name="actual">The length it has.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void WrongLength(string parameter, int expected, int actual) =>
        throw new ArgumentException($"'{parameter}' must have exactly {expected} elements, but has {actual}.", parameter);

    /// <summary>Reports a span that is too short.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="minimum">The least length, in elements.</param>
    /// <param name="actual">The length it has.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void TooShort(string parameter, int minimum, int actual) =>
        throw new ArgumentException($"'{parameter}' must have at least {minimum} elements, but has {actual}.", parameter);

    /// <summary>Reports memory that is written while it is also read or written as something else.</summary>
    /// <param name="parameter">The name of the parameter that is written.</param>
    /// <param name="other">The name of the other.</param>
    /// <exception cref="ArgumentException">Always.</exception>
    [DoesNotReturn]
    public static void Overlapping(string parameter, string other) =>
        throw new ArgumentException($"'{parameter}' and '{other}' share memory; give each memory of its own.", parameter);

    /// <summary>Reports packed weights that break a rule of the format, which generated code never holds unless it was edited.</summary>
    [DoesNotReturn]
    internal static void CorruptWeights(string problem) =>
        throw new InvalidOperationException($"The packed weights are corrupt: {problem}. Rebuild the project from the artifact.");

    /// <summary>Reports weights that were built for other constants than they are used with.</summary>
    [DoesNotReturn]
    internal static void WrongTile(string parameter) =>
        throw new ArgumentException($"'{parameter}' was built for another shape or tile than the one it is used with.", parameter);

    internal static void RequireLength(string parameter, int expected, int actual)
    {
        if (actual != expected)
        {
            WrongLength(parameter, expected, actual);
        }
    }
}

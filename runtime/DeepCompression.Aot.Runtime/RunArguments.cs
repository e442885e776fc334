using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepCompression.Aot.Runtime;

/// <summary>The checks with which a generated <c>Run</c> begins.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RunArguments
{
    /// <summary>Requires an exact length.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="span">The argument.</param>
    /// <param name="length">The length it must have, in elements.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireLength<T>(ReadOnlySpan<T> span, int length, string name)
    {
        if (span.Length != length)
        {
            ThrowHelper.WrongLength(name, length, span.Length);
        }
    }

    /// <summary>The first elements of a workspace, as many as an inference needs.</summary>
    /// <param name="workspace">The argument, which may be longer.</param>
    /// <param name="length">The length it must have at least, in floats.</param>
    /// <exception cref="ArgumentException">It is shorter.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<float> Workspace(Span<float> workspace, int length)
    {
        if (workspace.Length < length)
        {
            ThrowHelper.TooShort(nameof(workspace), length, workspace.Length);
        }

        return workspace[..length];
    }

    /// <summary>Requires that what is written shares no memory with another argument: results would be wrong without a sign of it.</summary>
    /// <param name="written">The argument that is written.</param>
    /// <param name="other">The other.</param>
    /// <param name="writtenName">The name of the one.</param>
    /// <param name="otherName">The name of the other.</param>
    /// <exception cref="ArgumentException">They overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireApart(ReadOnlySpan<float> written, ReadOnlySpan<float> other, string writtenName, string otherName)
    {
        if (written.Overlaps(other))
        {
            ThrowHelper.Overlapping(writtenName, otherName);
        }
    }
}

namespace DeepCompression.Aot.Generator.Model;

/// <summary>The memory a value lives in.</summary>
internal enum Storage
{
    /// <summary>No layer reads or writes the value any more.</summary>
    None,

    /// <summary>The caller's input.</summary>
    Input,

    /// <summary>The caller's output.</summary>
    Output,

    /// <summary>The workspace.</summary>
    Workspace,

    /// <summary>The constants of the generated class.</summary>
    Constant,
}

/// <summary>Where a value lives.</summary>
/// <param name="Storage">The memory.</param>
/// <param name="Position">The number of the input or output, or the offset in the workspace in floats; nothing for a constant, which has the name of its layer.</param>
internal readonly record struct Place(Storage Storage, int Position);

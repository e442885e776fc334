namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc export</c> wrote.</summary>
/// <param name="File">The artifact.</param>
/// <param name="Written">The files that it became.</param>
internal sealed record ExportReport(string File, IReadOnlyList<ExportedFile> Written);

/// <summary>A file that <c>deepc export</c> wrote.</summary>
/// <param name="File">Its name.</param>
/// <param name="Kind">What it is: <c>onnx</c>, <c>c</c> or <c>header</c>.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record ExportedFile(string File, string Kind, long Bytes);

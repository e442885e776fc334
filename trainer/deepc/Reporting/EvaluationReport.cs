namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>What <c>deepc evaluate</c> reports; the property names are the JSON names, in camelCase.</summary>
/// <param name="File">The artifact.</param>
/// <param name="FileBytes">Its length.</param>
/// <param name="Data">Where the images come from.</param>
/// <param name="Images">The images.</param>
/// <param name="Wrong">The images that were classified wrongly.</param>
internal sealed record EvaluationReport(string File, long FileBytes, string Data, int Images, int Wrong)
{
    /// <summary>The fraction of images that were classified wrongly, in percent.</summary>
    public double ErrorPercent => 100.0 * Wrong / Images;

    /// <summary>One line for a person.</summary>
    public string Summary() => $"{File}: {ErrorPercent:F2} % error, {Wrong:N0} of {Images:N0} images of {Data} wrong";
}

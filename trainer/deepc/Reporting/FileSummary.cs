using DeepCompression.Aot.Trainer.Reports;

namespace DeepCompression.Aot.CommandLine.Reporting;

/// <summary>One of the two files.</summary>
internal sealed record FileSummary(string File, long FileBytes, long DenseBytes, double Ratio, long Weights, long Kept)
{
    public static FileSummary Of(StoredArtifact stored)
    {
        var report = ArtifactReport.Of(stored.Artifact, stored.FileBytes);
        return new FileSummary(stored.File, stored.FileBytes, report.DenseBytes, report.Ratio, report.Weights, report.Kept);
    }
}

using Microsoft.Build.Framework;

namespace DeepCompression.Aot.Tasks;

/// <summary>
/// The build task behind <c>CompressedModel</c> items: writes each artifact as a text file under <c>obj/</c>, because the
/// compiler hands only text to a source generator. What the bytes mean is the generator's to judge, and to report with a
/// place in the source; this task reports only what keeps the text from being written.
/// </summary>
public sealed class EncodeCompressedModels : Microsoft.Build.Utilities.Task
{
    /// <summary>The largest artifact that becomes constants of an assembly: the compiler needs about a minute for this size.</summary>
    public const long MaximumBytes = 64L << 20;

    /// <summary>
    /// The artifacts; their metadata <c>EncodedFile</c> names the text file to write, and <c>PayloadFile</c> the one for the weights of a
    /// large artifact, which are embedded, laid out or not as <c>Memory</c> and <c>Arithmetic</c> say.
    /// </summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>The project that lists the artifacts: the place of this task's errors.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        foreach (ITaskItem model in Models)
        {
            Encode(model);
        }

        return !Log.HasLoggedErrors;
    }

    private void Encode(ITaskItem model)
    {
        string artifact = model.GetMetadata("FullPath");
        string text = model.GetMetadata("EncodedFile");
        if (!File.Exists(artifact))
        {
            Report(BuildErrors.MissingArtifact, model.ItemSpec, artifact);
            return;
        }

        try
        {
            if (!ArtifactText.TryWrite(artifact, text, MaximumBytes))
            {
                Report(BuildErrors.ArtifactTooLarge, model.ItemSpec, MaximumBytes >> 20);
                return;
            }

            PayloadFile.Update(artifact, model.GetMetadata("PayloadFile"), model.GetMetadata("Memory"), model.GetMetadata("Arithmetic"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last of these is how .NET puts that a file has grown beyond what the file system or the user is allowed.
            Report(BuildErrors.CannotEncode, model.ItemSpec, text, e.Message);
        }
    }

    private void Report(BuildError error, params object[] arguments) =>
        Log.LogError(null, error.Code, null, ProjectFile, 0, 0, 0, 0, error.Format, arguments);
}

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>From where, to where and how patiently MNIST is downloaded.</summary>
public sealed record MnistDownloadOptions
{
    /// <summary>Folders on servers that hold the four files, tried in order; public mirrors by default.</summary>
    public IReadOnlyList<Uri> BaseAddresses { get; init; } =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    /// <summary>
    /// The folder to fill. Where null: <c>mnist</c> in the folder that the environment variable DEEPC_CACHE names, or else
    /// <c>deepc/mnist</c> in the user's folder for local data.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>How often an address is tried for a file while it fails in a way that may pass, at least 1.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The pause before the second attempt; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An attempt fails when the server sends nothing for this long.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);
}

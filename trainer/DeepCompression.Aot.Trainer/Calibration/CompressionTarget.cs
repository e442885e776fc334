namespace DeepCompression.Aot.Trainer.Calibration;

/// <summary>What densities and widths are chosen for where the user does not give them; at most one is not null.</summary>
/// <param name="Ratio">The file is at least this many times smaller than the dense network.</param>
/// <param name="ErrorPercent">The error on validation images is at most this.</param>
/// <param name="ChangePercent">The outputs on calibration samples change by at most this, root mean square.</param>
internal sealed record CompressionTarget(double? Ratio, double? ErrorPercent, double? ChangePercent)
{
    /// <summary>Whether anything is to be chosen.</summary>
    public bool IsGiven => (Ratio ?? ErrorPercent ?? ChangePercent) is not null;

    /// <summary>As an option says it.</summary>
    public override string ToString() => this switch
    {
        { Ratio: double ratio } => FormattableString.Invariant($"ratio at least {ratio}"),
        { ErrorPercent: double error } => FormattableString.Invariant($"validation error at most {error} %"),
        _ => FormattableString.Invariant($"outputs changed by at most {ChangePercent} %"),
    };
}

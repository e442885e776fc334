namespace DeepCompression.Aot.Trainer.Data.Images;

/// <summary>
/// The content of an image file for a decoder that takes the end of a file for zeros: of some damaged files it would read them for ever.
/// </summary>
/// <param name="content">The file.</param>
internal sealed class ImageStream(byte[] content) : MemoryStream(content, writable: false)
{
    /// <summary>Reads beyond the end that a decoder may want to finish a picture that lacks a little.</summary>
    private const int MostBeyondEnd = 1 << 16;

    private int _beyondEnd;

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The decoder goes on and on behind the end.</exception>
    public override int ReadByte() => Checked(base.ReadByte(), nothing: -1);

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The decoder goes on and on behind the end.</exception>
    public override int Read(byte[] buffer, int offset, int count) => Checked(base.Read(buffer, offset, count), nothing: 0);

    /// <inheritdoc/>
    /// <exception cref="EndOfStreamException">The decoder goes on and on behind the end.</exception>
    public override int Read(Span<byte> buffer) => Checked(base.Read(buffer), nothing: 0);

    private int Checked(int read, int nothing) => read != nothing || ++_beyondEnd <= MostBeyondEnd
        ? read
        : throw new EndOfStreamException("it ends too early");
}

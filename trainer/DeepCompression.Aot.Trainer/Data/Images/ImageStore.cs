using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;

namespace DeepCompression.Aot.Trainer.Data.Images;

/// <summary>Images in files, of which only the names are in memory. Whoever asks for one has it decoded and scaled on his own thread.</summary>
/// <param name="root">The folder that names are relative to.</param>
/// <param name="names">The files.</param>
/// <param name="shape">The size to which each is brought.</param>
internal sealed class ImageStore(string root, ReadOnlyMemory<string> names, ImageShape shape) : SampleStore
{
    public override int Count => names.Length;

    public override bool HasBytes => true;

    public override bool IsInMemory => false;

    public override ReadOnlySpan<byte> Bytes(int index, ImageView view)
    {
        byte[] pixels = GC.AllocateUninitializedArray<byte>(shape.Length);
        ImageReader.Read(FileOf(index), shape, view, pixels);
        return pixels;
    }

    public override ReadOnlySpan<float> Numbers(int index) => throw new InvalidOperationException("Images are raw bytes.");

    public override SampleStore Slice(int first, int count) => new ImageStore(root, names.Slice(first, count), shape);

    public override SampleStore Pick(int[] places) => new ImageStore(root, Array.ConvertAll(places, place => names.Span[place]), shape);

    /// <summary>What tells whether a file is still the same without reading it: its name, length and time.</summary>
    public override void AppendTo(IncrementalHash hash)
    {
        for (int i = 0; i < Count; i++)
        {
            var file = new FileInfo(FileOf(i));
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{names.Span[i]} {file.Length} {file.LastWriteTimeUtc.Ticks}\n")));
        }
    }

    /// <summary>Decodes all images on all processors, (count, channels, height, width).</summary>
    /// <param name="cancellation">Asked between images.</param>
    /// <exception cref="DataException">A file is no image that can be decoded; of several the first is named.</exception>
    public byte[] ReadAll(CancellationToken cancellation)
    {
        byte[] pixels = GC.AllocateUninitializedArray<byte>(checked(Count * shape.Length));
        var damaged = new DataException?[Count];
        Parallel.For(0, Count, new ParallelOptions { CancellationToken = cancellation }, (i, state) =>
        {
            damaged[i] = TryRead(i, pixels.AsSpan(i * shape.Length, shape.Length));
            if (damaged[i] is not null)
            {
                state.Break();
            }
        });
        if (Array.Find(damaged, error => error is not null) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }

        return pixels;
    }

    /// <summary>Decodes every image, and keeps none.</summary>
    /// <param name="cancellation">Asked between images.</param>
    /// <returns>What is wrong with each image, or null.</returns>
    public DataException?[] Check(CancellationToken cancellation)
    {
        var damaged = new DataException?[Count];
        Parallel.For(0, Count, new ParallelOptions { CancellationToken = cancellation }, i => damaged[i] = TryRead(i, new byte[shape.Length]));
        return damaged;
    }

    private DataException? TryRead(int index, Span<byte> pixels)
    {
        try
        {
            ImageReader.Read(FileOf(index), shape, ImageView.Middle, pixels);
            return null;
        }
        catch (DataException error)
        {
            return error;
        }
    }

    private string FileOf(int index) => Path.Combine(root, names.Span[index]);
}

using DeepCompression.Aot.Trainer.Data.Images;

namespace DeepCompression.Aot.Trainer.Data.Feeds;

/// <summary>How the images of one pass are varied.</summary>
/// <param name="Images">What may vary.</param>
/// <param name="Draw">What the views follow from, with the number of the image: another draw for each epoch.</param>
internal sealed record PassVariation(ImageVariation Images, ulong Draw)
{
    /// <summary>The view of an image.</summary>
    public ImageView View(int image) => Images.Draw(Draw, image);
}

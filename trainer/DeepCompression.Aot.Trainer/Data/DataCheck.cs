using DeepCompression.Aot.Format;

namespace DeepCompression.Aot.Trainer.Data;

/// <summary>Checks that the data a user named suit the network, before time is spent on them.</summary>
internal static class DataCheck
{
    /// <summary>Requires images that the network takes, of as many classes as it tells apart.</summary>
    /// <param name="network">The network's name.</param>
    /// <param name="input">The shape of its input.</param>
    /// <param name="classes">The elements of its output.</param>
    /// <param name="images">The images.</param>
    /// <exception cref="NetworkException">They do not suit it.</exception>
    public static void RequireFit(string network, TensorShape input, int classes, Dataset images)
    {
        RequireFit(network, input, images);
        if (classes != images.ClassCount)
        {
            throw new NetworkException(
                $"{network}: the network tells {classes} classes apart, but '{images.Name}' has {images.ClassCount}; name data with as many");
        }
    }

    /// <summary>Requires samples that the network takes, with or without labels.</summary>
    /// <exception cref="NetworkException">They do not suit it.</exception>
    public static void RequireFit(string network, TensorShape input, Dataset images)
    {
        if (images.Count == 0)
        {
            throw new NetworkException($"{images.Name}: there are no images; name data that has some");
        }

        if (input.ElementCount != images.Shape.Length)
        {
            throw new NetworkException(
                $"{network}: the network takes {input.ElementCount} values, but the images of '{images.Name}' have {images.Shape.Length}; name data of the same size");
        }

        // A vector has no order to get wrong, and a dimension of 1 none to exchange.
        int[] wanted = [.. input.Dimensions.Where(dimension => dimension > 1)];
        int[] given = [.. new[] { images.Shape.Channels, images.Shape.Height, images.Shape.Width }.Where(dimension => dimension > 1)];
        if (wanted.Length > 1 && given.Length > 1 && !Enumerable.SequenceEqual(wanted, given) && wanted.Order().SequenceEqual(given.Order()))
        {
            throw new NetworkException(
                $"{network}: the network takes {input}, but the images of '{images.Name}' are {images.Shape.Channels}×{images.Shape.Height}×{images.Shape.Width}: their dimensions lie in another order; transpose the data");
        }
    }
}

using DeepCompression.Aot.CommandLine.Hosting;
using DeepCompression.Aot.Trainer.Data;

namespace DeepCompression.Aot.CommandLine.Data;

/// <summary>Checks that the data a user named suit the network, before time is spent on them.</summary>
internal static class DataCheck
{
    /// <exception cref="CommandException">They do not.</exception>
    public static void RequireFit(string network, long inputs, int classes, Dataset images)
    {
        if (images.Count == 0)
        {
            throw new CommandException($"{images.Name}: there are no images; name data that has some");
        }

        if (inputs != images.Shape.Length)
        {
            throw new CommandException(
                $"{network}: the network takes {inputs} values, but the images of '{images.Name}' have {images.Shape.Length}; name data of the same size");
        }

        if (classes != images.ClassCount)
        {
            throw new CommandException(
                $"{network}: the network tells {classes} classes apart, but '{images.Name}' has {images.ClassCount}; name data with as many");
        }
    }
}

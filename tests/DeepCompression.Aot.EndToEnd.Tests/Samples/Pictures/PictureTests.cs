using FsCheck.Fluent;
using PicturesSample;

namespace DeepCompression.Aot.Tests.Samples.Pictures;

public sealed class PictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_picture_is_decoded_to_its_pixels()
    {
        byte[] pixels = [.. Enumerable.Range(0, 5 * 7 * 3).Select(i => (byte)(i * 37))];

        Picture picture = Picture.Read(_folder.Write("x.bmp", PictureBytes.Bmp(5, 7, pixels)));

        Assert.Equal((5, 7), (picture.Width, picture.Height));
        Assert.Equal(pixels, picture.Pixels);
    }

    [Fact]
    public void Damaged_pictures_are_errors_of_the_file_and_nothing_else()
    {
        byte[] file = PictureBytes.Bmp(5, 7, new byte[5 * 7 * 3]);
        Prop.ForAll<int, byte, int>((place, value, cut) =>
        {
            byte[] damaged = [.. file];
            // In the header, mostly.
            damaged[(int)((uint)place % 64)] = value;
            damaged = damaged[..^(int)((uint)cut % file.Length)];
            try
            {
                Picture picture = Picture.Read(_folder.Write("x.bmp", damaged));
                return picture.Pixels.Length == picture.Width * picture.Height * 3;
            }
            catch (SampleException e)
            {
                return e.Message.Contains("x.bmp", StringComparison.Ordinal);
            }
        }).Require();
    }

    [Fact]
    public void What_is_no_picture_is_refused_by_name()
    {
        Assert.Contains("is no picture", Assert.Throws<SampleException>(() => Picture.Read(_folder.Write("x.jpg", "text"u8))).Message, StringComparison.Ordinal);
        // The beginning of a JPEG file, behind which its decoder would look for more without end.
        byte[] beginning = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 1, 2, 3];
        Assert.Contains("ends too early", Assert.Throws<SampleException>(() => Picture.Read(_folder.Write("y.jpg", beginning))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<SampleException>(() => Picture.Read(_folder.File("missing.jpg"))).Message, StringComparison.Ordinal);

        byte[] huge = PictureBytes.Bmp(1, 1, new byte[3]);
        huge[21] = huge[25] = 0x40;
        Assert.Contains("pixels; this program takes", Assert.Throws<SampleException>(() => Picture.Read(_folder.Write("x.bmp", huge))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scaling_to_its_own_size_changes_nothing()
    {
        byte[] pixels = [.. Enumerable.Range(0, 16 * 16 * 3).Select(i => (byte)(i * 41))];

        Assert.Equal(pixels.Select(pixel => (float)pixel), Scaling.ToSquare(new Picture(16, 16, pixels), 16));
    }

    /// <summary>A mean of equal numbers is that number; float weights that sum to 1 leave it within a few roundings.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 900)]
    [InlineData(640, 480)]
    public void One_colour_stays_that_colour_at_any_size(int width, int height)
    {
        byte[] pixels = [.. Enumerable.Range(0, width * height * 3).Select(i => (byte)(10 + (100 * (i % 3))))];

        float[] scaled = Scaling.ToSquare(new Picture(width, height, pixels), 64);

        Assert.Equal(64 * 64 * 3, scaled.Length);
        Assert.All(scaled, (value, i) => Assert.Equal(10 + (100 * (i % 3)), value, 1e-3));
    }

    /// <summary>Halving takes of each pair a mean that the triangle weights 3 to 1 against the pixels beside the pair.</summary>
    [Fact]
    public void Halving_weighs_the_pixels_around_by_a_triangle()
    {
        // One row of 8, the same in each column: an impulse in the fourth place.
        byte[] pixels = new byte[8 * 8 * 3];
        for (int row = 0; row < 8; row++)
        {
            pixels.AsSpan(((row * 8) + 3) * 3, 3).Fill(80);
        }

        float[] scaled = Scaling.ToSquare(new Picture(8, 8, pixels), 4);

        // Its distance from the centres 1, 3, 5 and 7 of the new pixels is 2.5, 0.5, 1.5 and 3.5; the triangle reaches 2 and sums to 2,
        // but for the first and the last, of which a part lies outside.
        float[] expected = [0, 80 * 0.75f / 2, 80 * 0.25f / 2, 0];
        for (int i = 0; i < scaled.Length; i++)
        {
            Assert.Equal(expected[i / 3 % 4], scaled[i], 1e-4);
        }
    }
}

namespace DeepCompression.Aot.Trainer.Charts;

/// <summary>How wide text is, nearly: pictures are drawn without knowing the viewer's fonts, so this is rather too much.</summary>
internal static class TextSize
{
    private const double MeanCharacter = 0.56;

    public static double Width(string text, double fontSize) => text.Length * MeanCharacter * fontSize;
}

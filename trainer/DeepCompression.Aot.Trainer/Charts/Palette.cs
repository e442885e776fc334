namespace DeepCompression.Aot.Trainer.Charts;

/// <summary>Colours that people with any kind of colour vision tell apart (Okabe and Ito, 2008), and the greys of the frame.</summary>
internal static class Palette
{
    public const string Blue = "#0072B2";
    public const string Orange = "#E69F00";
    public const string Green = "#009E73";
    public const string Vermilion = "#D55E00";
    public const string Purple = "#CC79A7";
    public const string Sky = "#56B4E9";

    /// <summary>Kept for the paper's own numbers.</summary>
    public const string Black = "#000000";

    public const string Text = "#222222";
    public const string Frame = "#555555";
    public const string Grid = "#DDDDDD";

    /// <summary>Six colours, in the order in which series take them.</summary>
    public static IReadOnlyList<string> Colours { get; } = [Blue, Vermilion, Green, Orange, Purple, Sky];

    /// <summary>Whether white text is read more easily on a colour than dark text.</summary>
    public static bool IsDark(string colour) => colour is Blue or Green or Vermilion or Black;
}

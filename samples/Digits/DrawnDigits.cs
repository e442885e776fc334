namespace DigitsSample;

/// <summary>Digits drawn in this source: '#' is ink, '+' and '.' are its edges.</summary>
internal static class DrawnDigits
{
    /// <summary>MNIST fits digits into 20×20 in the middle of the image.</summary>
    private const int Border = 4;

    public static string[] All { get; } =
    [
        """

              +#####+
             #########
            +##+. .+##+
            ##+     +##
            .+      .##.
                    .##.
                    +##
                 +++##+
                .#####
                 #####.
                 ..+###
                    .##+
                     ##+
            ..       ##+
           +##.     +##.
           +###+..+###+
            +#########
             .+#####+
        """,
        """

             .+.     ++
             ##+    .##.
             ##+    .##.
             ##+    .##.
            .##.    +##
            .##.    +##
            .##.    +##
            +##     +##
            +##########+
            +##########+
            .+++++++##+
                    ##+
                    ##+
                    ##+
                    ##+
                   .##.
                   .##.
                    ##
        """,
        """


           +############+
           +############.
            ........ ###
                    .##+
                    +##
                   .##+
                   +##.
                  .##+
                  +##.
                  ##+
                 +##.
                 ###
                .##.
                ###
               .##+
               +##
        """,
        """
                ....
               +####+
              ########
             +##+..+##+
            .##+    +##.
            +##.    .##+
            ##+      +##
           .##.      .##.
           .##.      .##.
           +##        ##+
           +##        ##+
           .##.      .##.
           .##.      .##.
            ##+      +##
            +##.    .##+
            .##+    +##.
             +##+..+##+
              ########
               +####+
                ....
        """,
    ];

    /// <summary>The drawing as an image (784).</summary>
    public static byte[] ToImage(string drawing)
    {
        byte[] image = new byte[DigitImages.ImageLength];
        int row = Border;
        foreach (ReadOnlySpan<char> line in drawing.AsSpan().EnumerateLines())
        {
            for (int column = 0; column < line.Length; column++)
            {
                image[(row * DigitImages.Side) + Border + column] = Ink(line[column]);
            }

            row++;
        }

        return image;
    }

    /// <summary>The drawing with a remark at the right of its middle line.</summary>
    public static string Beside(string drawing, string remark)
    {
        string[] lines = drawing.Split('\n');
        int middle = lines.Length / 2;
        lines[middle] = lines[middle].PadRight(DigitImages.Side) + remark;
        return string.Join('\n', lines);
    }

    private static byte Ink(char mark) => mark switch { '#' => 255, '+' => 153, '.' => 64, _ => 0 };
}

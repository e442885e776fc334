namespace DeepCompression.Aot.Format;

/// <summary>Signed integers as ranks, the small ones first: 0, 1, 2, 3, 4 … stand for 0, +1, −1, +2, −2 …</summary>
internal static class SignedNumber
{
    public static int FromRank(int rank) => (rank & 1) == 1 ? (rank / 2) + 1 : -(rank / 2);

    public static int ToRank(int value) => value > 0 ? (2 * value) - 1 : -2 * value;
}
